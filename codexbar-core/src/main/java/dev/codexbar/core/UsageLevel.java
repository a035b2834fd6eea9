package dev.codexbar.core;

/**
 * How much attention a used percentage deserves: one scale for colours and words, wherever usage is shown.
 *
 * @since 0.1.0
 */
public enum UsageLevel {
    /** Less than 50 % is used. */
    LOW,
    /** 50 % or more is used. */
    MID,
    /** 75 % or more is used. */
    HIGH,
    /** 90 % or more is used, which may be more than all. */
    CRITICAL;

    private static final double MID_FROM = 50;
    private static final double HIGH_FROM = 75;
    private static final double CRITICAL_FROM = 90;

    /**
     * Returns the level of a percentage.
     *
     * @param usedPercent how much is used in percent, a finite number from 0 up, as {@link RateWindow#usedPercent()}
     * @return the level; not rounded, so 89.99 is {@link #HIGH}
     */
    public static UsageLevel of(double usedPercent) {
        if (usedPercent >= CRITICAL_FROM) {
            return CRITICAL;
        }
        return usedPercent >= HIGH_FROM ? HIGH : usedPercent >= MID_FROM ? MID : LOW;
    }
}
