package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.terminal.TerminalText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of programs: without decoration, line by line, and fit to be handed on. */
public final class PlainText {

    /** A plan, a bonus or a label that is longer than this is something else. */
    private static final int LONGEST_NAME = 200;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PlainText() {}

    /** Returns a text without terminal decoration, whether or not somebody has taken it off before. */
    public static String asSeen(String text) {
        String seen = text.chars().anyMatch(PlainText::isDecoration)
                ? TerminalText.of(text.getBytes(StandardCharsets.UTF_8))
                : text;
        return seen.startsWith(BYTE_ORDER_MARK) ? seen.substring(1) : seen;
    }

    private static boolean isDecoration(int c) {
        return c != '\n' && c != '\t' && Character.isISOControl(c);
    }

    /** Takes the lines of a text. */
    public interface LineReader {

        /** Takes the next line, without its line feed; the last one has none. */
        void read(String line, boolean last);
    }

    public static void forEachLine(String text, LineReader reader) {
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            reader.read(text.substring(from, to), false);
            from = to + 1;
        }
        reader.read(text.substring(from), true);
    }

    /** Returns the text as a name, or {@code null} if it cannot be one. */
    public static @Nullable String name(String text) {
        String name = text.length() > 2 * LONGEST_NAME ? "" : oneLine(text);
        return name.isEmpty() || name.length() > LONGEST_NAME ? null : name;
    }

    /** Returns the text without control characters and invisible ones, which could forge what surrounds it. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (Character.getType(c)) {
                case Character.FORMAT, Character.SURROGATE -> {}
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> line.append(' ');
                default -> line.appendCodePoint(c);
            }
        }
        return line.toString().strip();
    }

    /** Returns the beginning of the text, without half a character at its end. */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }
}
