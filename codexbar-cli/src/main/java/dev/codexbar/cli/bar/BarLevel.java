package dev.codexbar.cli.bar;

import dev.codexbar.core.RateWindow;
import java.util.Locale;

/**
 * How things stand, as the word by which the style sheet of a bar chooses a colour. In the order in which one outweighs
 * another where a line shows several providers.
 *
 * @since 0.1.0
 */
public enum BarLevel {
    /** Nothing is known yet, or the tool states no percentage. */
    UNKNOWN,
    /** Less than half is used. */
    LOW,
    /** At least 50 % is used. */
    MID,
    /** The numbers are older than they should be, or the last attempt failed. */
    STALE,
    /** At least 75 % is used. */
    HIGH,
    /** There are no numbers, because asking failed. */
    ERROR,
    /** At least 90 % is used. */
    CRITICAL;

    private static final double MID_PERCENT = 50;
    private static final double HIGH_PERCENT = 75;
    private static final double CRITICAL_PERCENT = 90;

    /**
     * Returns the level of a window.
     *
     * @param window the window
     * @return by its used percentage
     */
    static BarLevel of(RateWindow window) {
        double used = window.usedPercent();
        return used >= CRITICAL_PERCENT ? CRITICAL : used >= HIGH_PERCENT ? HIGH : used >= MID_PERCENT ? MID : LOW;
    }

    /**
     * Returns the word for style sheets.
     *
     * @return for example {@code high}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
