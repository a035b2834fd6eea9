package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.terminal.CharacterWidth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, one after the other, with those joined that a screen of few columns broke.
 *
 * <p>The CLI does not break lines itself, but text that was copied off a screen is broken at its last column, within
 * words and numbers. The width is learned from the sentences that the CLI prints under every report, and from the bar:
 * if one is broken, the part before the break is as long as the screen was wide.
 *
 * <p>Where the width cannot be learned, lines stay broken. So a line after which a number may go on is
 * {@linkplain #isCut() marked}, and readers take no number from its end.
 */
final class ReportLines {

    private static final String PAGE = "navigate to https://app.kiro.dev/account/usage";

    private static final List<String> SENTENCES = List.of(
            "To manage your plan or configure overages " + PAGE,
            "To manage your plan or purchase add-on credits " + PAGE,
            "To manage your plan " + PAGE,
            "Since your account is through your organization, for account management please contact your account"
                    + " administrator.",
            "Tip: to see context window usage, run /context",
            "Not logged in. Set the KIRO_API_KEY environment variable or run `kiro-cli login` first.",
            "Authentication failed. Your API key may be invalid or expired.");

    /** Enough of a sentence that it cannot be the beginning of another text. */
    private static final int SHORTEST_PART = 10;

    /** A line of a report has no more pieces than this on a screen of 20 columns. */
    private static final int MOST_PIECES = 12;

    /** Of a percentage, which stands behind the bar. */
    private static final int LONGEST_PERCENTAGE = 10;

    /** In columns; longer lines are no pieces of a report. */
    private static final int WIDEST_SCREEN = 1000;

    private static final String BAR = "█";

    /**
     * What is known of the screen that broke the lines.
     *
     * @param width its columns, or 0 if unknown
     * @param indent the blanks in front of every continuation of a broken line
     */
    private record Screen(int width, int indent) {

        static final Screen UNKNOWN = new Screen(0, 0);

        /** A screen that broke a line in front of a blank, which is in the next line or else lost. */
        static Screen atBlank(int length, int indent, String next) {
            int blanks = leadingBlanks(next);
            return switch (blanks - indent) {
                case 0 -> new Screen(length + 1, blanks);
                case 1 -> new Screen(length, blanks - 1);
                // An indentation of continuations, of which the blank is a part or not.
                default -> UNKNOWN;
            };
        }
    }

    private final String all;
    private final Screen screen;

    private int at;
    private String text = "";
    private boolean cut;

    ReportLines(String all) {
        // Copied text often has the line ends of another system.
        this.all = all.replace("\r\n", "\n");
        Screen learned = screenOfSentences(this.all);
        this.screen = learned.width > 0 ? learned : screenOfBar(this.all);
    }

    /** Goes to the next line; returns whether there is one. */
    boolean next() {
        if (at > all.length()) {
            return false;
        }
        String piece = peek();
        at += piece.length() + 1;
        StringBuilder line = new StringBuilder(piece.stripTrailing());
        for (int pieces = 1; pieces < MOST_PIECES && at <= all.length(); pieces++) {
            String following = peek();
            String glue = glue(line, piece, following);
            if (glue == null) {
                break;
            }
            line.append(glue).append(continuation(following));
            piece = following;
            at += following.length() + 1;
        }
        text = line.toString();
        cut = at > all.length() || isInDoubt(text, peek());
        return true;
    }

    /** Returns the line without its line feed. */
    String text() {
        return text;
    }

    /**
     * Returns whether the line may have lost its end, because the text is over or a number may go on in the next line.
     */
    boolean isCut() {
        return cut;
    }

    private String peek() {
        int end = all.indexOf('\n', at);
        return all.substring(at, end < 0 ? all.length() : end);
    }

    // ---- joining

    /** Returns a piece without blanks at its end, which pad it, and without the indentation of continuations. */
    private String continuation(String piece) {
        int blanks = leadingBlanks(piece);
        return piece.substring(screen.width == 0 ? blanks : Math.min(blanks, screen.indent))
                .stripTrailing();
    }

    /** Returns what stood between a line and the following piece, or {@code null} if the piece does not continue it. */
    private @Nullable String glue(CharSequence line, String piece, String following) {
        if (isUnfinishedBar(line) && continuesBar(following.strip())) {
            return "";
        }
        boolean full = isFull(piece, 0);
        if (!full && !isFull(piece, 1)) {
            return null;
        }
        if (ReportReader.startsStatement(following) || ReportReader.isWholeStatement(line.toString())) {
            return null;
        }
        if (full) {
            return "";
        }
        // A blank in the last column is lost. No two numbers of a report have just a blank between them.
        return isNumeric(last(line)) && isNumeric(first(following.strip())) ? null : " ";
    }

    private static boolean isUnfinishedBar(CharSequence line) {
        String bar = ReportReader.withoutFrame(line.toString());
        return bar.startsWith(BAR) && bar.indexOf('%') < 0;
    }

    private static boolean continuesBar(String piece) {
        if (piece.startsWith(BAR)) {
            return true;
        }
        int end = 0;
        while (end < piece.length() && end < LONGEST_PERCENTAGE && isNumeric(piece.charAt(end))) {
            end++;
        }
        return piece.startsWith("%", end);
    }

    /** Returns whether a piece fills the width, or all but so many columns of it. */
    private boolean isFull(String piece, int missing) {
        int width = screen.width;
        if (width == 0 || piece.length() + missing < width) {
            return false;
        }
        String line = piece.stripTrailing();
        // Screens differ in how wide they draw emoji.
        return line.codePointCount(0, line.length()) + missing == width || CharacterWidth.of(line) + missing == width;
    }

    private static boolean isInDoubt(String line, String following) {
        return isNumeric(last(line))
                && isNumeric(first(following.stripLeading()))
                && !ReportReader.startsStatement(following);
    }

    private static char last(CharSequence text) {
        return text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
    }

    private static char first(String text) {
        return text.isEmpty() ? ' ' : text.charAt(0);
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == ',';
    }

    // ---- measuring

    private static int leadingBlanks(String line) {
        int blanks = 0;
        while (blanks < line.length() && line.charAt(blanks) == ' ') {
            blanks++;
        }
        return blanks;
    }

    /** Returns the screen that broke one of the sentences, if there is one. */
    private static Screen screenOfSentences(String text) {
        for (String sentence : SENTENCES) {
            String beginning = sentence.substring(0, SHORTEST_PART);
            for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
                Screen screen = screenOfSentence(text, at, sentence);
                if (screen.width > 0) {
                    return screen;
                }
            }
        }
        return Screen.UNKNOWN;
    }

    private static Screen screenOfSentence(String text, int at, String sentence) {
        int start = at;
        while (start > 0 && text.charAt(start - 1) == ' ') {
            start--;
        }
        // Where lines are long and sentences many, looking for the ends of the line each time would take too long.
        if (start > 0 && text.charAt(start - 1) != '\n') {
            return Screen.UNKNOWN;
        }
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return Screen.UNKNOWN;
        }
        String piece =
                text.substring(at, Math.min(end, at + sentence.length() + 1)).stripTrailing();
        if (!sentence.startsWith(piece)) {
            return Screen.UNKNOWN;
        }
        String next = lineAfter(text, end);
        String missing = sentence.substring(piece.length());
        int length = at - start + piece.length();
        if (!continues(missing.strip(), next.strip())) {
            return Screen.UNKNOWN;
        }
        return missing.startsWith(" ")
                ? Screen.atBlank(length, at - start, next)
                : new Screen(length, leadingBlanks(next));
    }

    /** Returns the screen that broke a bar, if there is one. */
    private static Screen screenOfBar(String text) {
        for (int bar = text.indexOf(BAR); bar >= 0; bar = text.indexOf(BAR, bar)) {
            int start = text.lastIndexOf('\n', bar) + 1;
            int end = text.indexOf('\n', bar);
            if (end < 0) {
                break;
            }
            String piece = text.substring(start, end).stripTrailing();
            String next = lineAfter(text, end);
            if (piece.length() <= WIDEST_SCREEN && isUnfinishedBar(piece) && continuesBar(next.strip())) {
                boolean atBlank = piece.endsWith(BAR) && !next.strip().startsWith(BAR);
                Screen screen = atBlank
                        ? Screen.atBlank(piece.length(), leadingBlanks(piece), next)
                        : new Screen(piece.length(), leadingBlanks(next));
                if (screen.width > 0) {
                    return screen;
                }
            }
            bar = end;
        }
        return Screen.UNKNOWN;
    }

    /** Returns the line that follows a line feed, without blanks at its end. */
    private static String lineAfter(String text, int lineFeed) {
        int end = text.indexOf('\n', lineFeed + 1);
        return text.substring(lineFeed + 1, end < 0 ? text.length() : end).stripTrailing();
    }

    private static boolean continues(String missing, String line) {
        return !missing.isEmpty() && !line.isEmpty() && (missing.startsWith(line) || line.startsWith(missing));
    }
}
