package dev.codexbar.provider.kiro.report;

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
            "Tip: to see context window usage, run /context",
            "Not logged in. Set the KIRO_API_KEY environment variable or run `kiro-cli login` first.",
            "Authentication failed. Your API key may be invalid or expired.");

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
    private int lineStart;

    private WrappedText(int width, int capacity) {
        this.width = width;
        this.joined = new StringBuilder(capacity);
    }

    /** Returns the text with its broken lines joined; the same text if no line is known to be broken. */
    static String join(String text) {
        int width = width(text);
        if (width == 0) {
            return text;
        }
        WrappedText wrapped = new WrappedText(width, text.length());
        PlainText.forEachLine(text, (line, last) -> wrapped.add(line));
        return wrapped.joined.toString();
    }

    private void add(String line) {
        if (piece != null) {
            String glue = lineLength < LONGEST_LINE && !ReportReader.startsStatement(line) ? glue(piece) : null;
            if (glue != null && ReportReader.isWholeStatement(joined.substring(lineStart))) {
                // As wide as the screen by chance.
                glue = null;
            }
            joined.append(glue == null ? "\n" : glue);
            lineLength = glue == null ? 0 : lineLength;
            lineStart = glue == null ? joined.length() : lineStart;
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
        return characters == width - 1 || columns == width - 1 ? " " : null;
    }

    /** Returns the width at which one of the sentences is broken, or 0 if none is. */
    private static int width(String text) {
        for (String sentence : SENTENCES) {
            String beginning = sentence.substring(0, SHORTEST_PART);
            for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
                int width = at == 0 || text.charAt(at - 1) == '\n' ? width(text, at, sentence) : 0;
                if (width > 0) {
                    return width;
                }
            }
        }
        return 0;
    }

    private static int width(String text, int at, String sentence) {
        int end = text.indexOf('\n', at);
        if (end < 0 || !sentence.startsWith(PlainText.cut(text.substring(at, end), LONGEST_LINE))) {
            return 0;
        }
        int nextEnd = text.indexOf('\n', end + 1);
        String next = text.substring(end + 1, nextEnd < 0 ? text.length() : nextEnd);
        String missing = sentence.substring(end - at);
        if (continues(missing, next)) {
            return end - at;
        }
        // A blank in the last column is lost.
        return missing.startsWith(" ") && continues(missing.substring(1), next) ? end - at + 1 : 0;
    }

    private static boolean continues(String missing, String line) {
        return !missing.isEmpty() && !line.isEmpty() && (missing.startsWith(line) || line.startsWith(missing));
    }
}
