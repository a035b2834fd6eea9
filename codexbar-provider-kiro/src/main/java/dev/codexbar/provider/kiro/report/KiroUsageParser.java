package dev.codexbar.provider.kiro.report;

import dev.codexbar.provider.kiro.report.KiroProblem.Kind;

/**
 * Reads what the Kiro CLI prints for {@code /usage}.
 *
 * <p>A pure function: no clock, no file, no locale and no time zone has a part in it. The time it takes is linear in
 * the length of the text, whatever the text is.
 *
 * @since 0.1.0
 */
public final class KiroUsageParser {

    /** More than any report is long, so that asking again and again costs little however much was printed. */
    private static final int END_OF_OUTPUT = 1 << 16;

    private KiroUsageParser() {}

    /**
     * Reads the output of a Kiro CLI that has ended or been ended.
     *
     * @param text everything the CLI printed, with or without colours, cursor movements and other terminal decoration
     * @return a {@link KiroUsage} if the text holds a report, else the {@link KiroProblem}; never fails
     */
    public static KiroAnswer parse(String text) {
        KiroAnswer answer = reader(PlainText.asSeen(text)).answer();
        if (isUseless(answer) && text.indexOf('\r') >= 0) {
            // Not redrawn lines, it seems, but lines that end with a carriage return.
            KiroAnswer second =
                    reader(PlainText.asSeen(text.replace('\r', '\n'))).answer();
            return isUseless(second) ? answer : second;
        }
        return answer;
    }

    /**
     * Tells whether a CLI that is still running has said all that it will say: a report to its end, or an error.
     *
     * @param textSoFar what the CLI has printed so far; only its end is looked at, so asking often is cheap
     * @return {@code true} if {@link #parse} would not give a better answer later
     */
    public static boolean isComplete(String textSoFar) {
        int from = Math.max(0, textSoFar.length() - END_OF_OUTPUT);
        return reader(PlainText.asSeen(textSoFar.substring(from))).isComplete();
    }

    private static OutputReader reader(String seen) {
        OutputReader reader = new OutputReader();
        PlainText.forEachLine(WrappedText.join(seen), reader::read);
        return reader;
    }

    private static boolean isUseless(KiroAnswer answer) {
        return answer instanceof KiroProblem problem
                && (problem.kind() == Kind.UNREADABLE
                        || problem.kind() == Kind.EMPTY_OUTPUT
                        || problem.kind() == Kind.INCOMPLETE_OUTPUT);
    }
}
