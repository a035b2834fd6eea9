package dev.codexbar.test;

/**
 * The long form of tests that repeat something. A build repeats it often enough to notice a mistake;
 * {@code -Dcodexbar.long=true} repeats it as often as the promise was measured. {@code .ci/full} runs the long form.
 */
public final class LongForm {

    private static final boolean IS_ON = Boolean.getBoolean("codexbar.long");

    private LongForm() {}

    /**
     * Returns how often to repeat something.
     *
     * @param inABuild how often in every build
     * @param inTheLongForm how often in the long form
     * @return one of the two
     */
    public static int times(int inABuild, int inTheLongForm) {
        return IS_ON ? inTheLongForm : inABuild;
    }
}
