package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.kiro.report.KiroProblem.Kind;

/**
 * Reads what the Kiro CLI prints for {@code /usage}.
 *
 * <p>Every method is a pure function of its argument: it sees no clock, file, locale or time zone. It takes time linear
 * in the length of the text, whatever the text is.
 *
 * @since 0.1.0
 */
public final class KiroUsageParser {

    /** More than any report is long, so that asking again and again costs little however much was printed. */
    private static final int END_OF_OUTPUT = 1 << 16;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private KiroUsageParser() {}

    /**
     * Reads the output of a Kiro CLI that has ended or was ended.
     *
     * @param text everything the CLI printed, without terminal decoration, as
     *     {@link dev.codexbar.core.process.ProcessResult#text()} and {@link TerminalText} return it; lines that a
     *     narrow screen broke are joined
     * @return a {@link KiroUsage} if the text holds a report, else the {@link KiroProblem}; never fails
     */
    public static KiroAnswer parse(String text) {
        return reader(text).answer();
    }

    /**
     * Reads the output of a Kiro CLI as the bytes that it sent to a terminal or a pipe.
     *
     * @param output everything the CLI printed, with or without colours, cursor movements and other terminal decoration
     * @return a {@link KiroUsage} if the output holds a report, else the {@link KiroProblem}; never fails
     */
    public static KiroAnswer parseTerminal(byte[] output) {
        KiroAnswer answer = parse(TerminalText.of(output));
        if (isUseless(answer) && hasCarriageReturn(output)) {
            // On a screen, lines that end with a carriage return overwrite each other.
            KiroAnswer second = parse(TerminalText.of(withLineFeeds(output)));
            return isUseless(second) ? answer : second;
        }
        return answer;
    }

    /**
     * Returns whether the output of a CLI that is still running is over: a report to its end, or an error.
     *
     * @param textSoFar the text so far, without terminal decoration; only its end is looked at, so that asking often is
     *     cheap
     * @return {@code true} if {@link #parse} would not give a better answer later
     */
    public static boolean isComplete(String textSoFar) {
        // Parsing all again at each pause of the output is simpler than a reader of pieces, and cheap enough.
        int from = Math.max(0, textSoFar.length() - END_OF_OUTPUT);
        return reader(textSoFar.substring(from)).isComplete();
    }

    private static OutputReader reader(String text) {
        OutputReader reader = new OutputReader();
        ReportLines lines = new ReportLines(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        while (lines.next()) {
            reader.read(lines.text(), lines.isCut());
        }
        return reader;
    }

    private static boolean isUseless(KiroAnswer answer) {
        return answer instanceof KiroProblem problem
                && (problem.kind() == Kind.UNREADABLE
                        || problem.kind() == Kind.EMPTY_OUTPUT
                        || problem.kind() == Kind.INCOMPLETE_OUTPUT);
    }

    private static boolean hasCarriageReturn(byte[] output) {
        for (byte next : output) {
            if (next == '\r') {
                return true;
            }
        }
        return false;
    }

    private static byte[] withLineFeeds(byte[] output) {
        byte[] changed = output.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == '\r') {
                changed[i] = '\n';
            }
        }
        return changed;
    }
}
