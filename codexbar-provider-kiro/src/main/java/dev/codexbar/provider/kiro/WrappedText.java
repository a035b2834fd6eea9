package dev.codexbar.provider.kiro;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins the lines that a screen of few columns broke.
 *
 * <p>The CLI does not break lines itself, but text that was copied off a screen is broken at its last column, within
 * words and numbers. The width is learned from the sentences that the CLI prints under every report: if one is broken,
 * the part before the break is as long as the screen was wide.
 */
final class WrappedText {

    private static final String PAGE = "navigate to https://app.kiro.dev/account/usage";

    private static final List<String> SENTENCES = List.of(
            "To manage your plan or configure overages " + PAGE,
            "To manage your plan or purchase add-on credits " + PAGE,
            "Since your account is through your organization, for account management please contact your account"
                    + " administrator.",
            "Tip: to see context window usage, run /context");

    /** Enough of a sentence that it cannot be the beginning of another one. */
    private static final int SHORTEST_PART = 10;

    /** No line of a report is longer. */
    private static final int LONGEST_LINE = 1000;

    /** From here on, symbols take two columns: 🎁 is one. */
    private static final int FIRST_WIDE_SYMBOL = 0x1F000;

    private final int width;
    private final StringBuilder joined;
    private @Nullable String piece;
    private int lineLength;

    private WrappedText(int width, int capacity) {
        this.width = width;
        this.joined = new StringBuilder(capacity);
    }

    /** Returns the text with its broken lines joined; the same text if no line is known to be broken. */
    static String join(String text) {
        WidthFinder finder = new WidthFinder();
        PlainText.forEachLine(text, (line, last) -> finder.read(line));
        if (finder.width == 0) {
            return text;
        }
        WrappedText wrapped = new WrappedText(finder.width, text.length());
        PlainText.forEachLine(text, (line, last) -> wrapped.add(line));
        return wrapped.joined.toString();
    }

    private void add(String line) {
        if (piece != null) {
            String glue = lineLength < LONGEST_LINE && !ReportReader.startsStatement(line) ? glue(piece) : null;
            joined.append(glue == null ? "\n" : glue);
            lineLength = glue == null ? 0 : lineLength;
        }
        joined.append(line);
        lineLength += line.length();
        piece = line;
    }

    /** Returns what stood between a piece and the next one, or {@code null} if the piece does not fill the width. */
    private @Nullable String glue(String piece) {
        int characters = piece.codePointCount(0, piece.length());
        int columns = characters
                + (int) piece.codePoints().filter(c -> c >= FIRST_WIDE_SYMBOL).count();
        if (characters == width || columns == width) {
            return "";
        }
        // A blank in the last column is lost.
        return characters == width - 1 || columns == width - 1 ? " " : null;
    }

    /** Finds the width at which a known sentence is broken. */
    private static final class WidthFinder {

        private String before = "";
        private int width;

        void read(String line) {
            if (width == 0 && before.length() >= SHORTEST_PART && !line.isEmpty()) {
                for (String sentence : SENTENCES) {
                    if (sentence.startsWith(before)) {
                        measure(sentence.substring(before.length()), line);
                    }
                }
            }
            before = line;
        }

        private void measure(String missing, String line) {
            if (continues(missing, line)) {
                width = before.length();
            } else if (missing.startsWith(" ") && continues(missing.substring(1), line)) {
                width = before.length() + 1;
            }
        }

        private static boolean continues(String missing, String line) {
            return !missing.isEmpty() && (missing.startsWith(line) || line.startsWith(missing));
        }
    }
}
