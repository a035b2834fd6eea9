package dev.codexbar.cli.bar;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageLevel;
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

    /**
     * Returns the level of a window.
     *
     * @param window the window
     * @return by its used percentage
     */
    static BarLevel of(RateWindow window) {
        // By name, because a switch over another enum would load one class more at the start.
        return valueOf(UsageLevel.of(window.usedPercent()).name());
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
