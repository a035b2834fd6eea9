package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/** Names and other free text within a report, made fit to be passed on. */
final class FreeText {

    /** A plan, a bonus or a label that is longer than this is something else. */
    private static final int LONGEST_NAME = 200;

    private FreeText() {}

    /** Returns the text as a name, or {@code null} if it cannot be one. */
    static @Nullable String name(String text) {
        String name = text.length() > 2 * LONGEST_NAME ? "" : TerminalText.singleLine(text);
        return name.isEmpty() || name.length() > LONGEST_NAME ? null : name;
    }

    /** Returns the beginning of the text, without half a character at its end. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }
}
