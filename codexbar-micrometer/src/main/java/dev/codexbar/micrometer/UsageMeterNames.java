package dev.codexbar.micrometer;

/**
 * Under which names the meters are published. Immutable.
 *
 * @since 0.1.0
 */
public final class UsageMeterNames {

    private static final UsageMeterNames STANDARD = new UsageMeterNames(false);
    private static final UsageMeterNames WITH_WIN_CODEXBAR = new UsageMeterNames(true);

    private final boolean winCodexBar;

    private UsageMeterNames(boolean winCodexBar) {
        this.winCodexBar = winCodexBar;
    }

    /**
     * Returns the names of {@code docs/METRICS.md}.
     *
     * @return the default
     */
    public static UsageMeterNames standard() {
        return STANDARD;
    }

    /**
     * Returns the standard names and, beside them, those that boards and alerts made for the Prometheus exporter of
     * Win-CodexBar expect: {@code codexbar_up}, {@code codexbar_provider_enabled}, {@code codexbar_quota_used_percent}
     * and {@code codexbar_quota_remaining_percent}. What else such a board shows has the same name in both, or is not
     * published here.
     *
     * @return more series, for a board that exists already
     */
    public static UsageMeterNames winCodexBar() {
        return WITH_WIN_CODEXBAR;
    }

    boolean includesWinCodexBar() {
        return winCodexBar;
    }

    @Override
    public String toString() {
        return "UsageMeterNames[" + (winCodexBar ? "standard, winCodexBar" : "standard") + "]";
    }
}
