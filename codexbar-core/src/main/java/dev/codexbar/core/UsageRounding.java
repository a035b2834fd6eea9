package dev.codexbar.core;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as they are shown: with few decimals, because a computed {@code 203.00259999999997} is more exact than what
 * was told. Rounding never says that nothing is used where something is, or that everything is used where something is
 * left.
 *
 * @since 0.1.0
 */
public final class UsageRounding {

    private static final double FULL = 100;

    /** The least that is shown of something, and the most of less than all, by the number of decimals. */
    private static final double[] LEAST = {1, 0.1, 0.01};

    private static final double[] ALMOST_FULL = {99, 99.9, 99.99};

    /** From here on every double is an integer. */
    private static final double INTEGERS = 1L << 53;

    private UsageRounding() {}

    /**
     * Rounds a used percentage. Only nothing is 0, and only what is used up reaches 100.
     *
     * @param value the percentage, from 0 up
     * @param decimals the most decimals to show, from 0 to 2
     * @return the percentage as it is shown: 0.02 with one decimal is 0.1, and 99.98 is 99.9
     * @throws IndexOutOfBoundsException if there are to be more decimals
     */
    public static double percent(double value, int decimals) {
        return value < FULL ? Math.min(ALMOST_FULL[decimals], amount(value, decimals)) : nearest(value, decimals);
    }

    /**
     * Rounds money or what is counted. Only nothing is 0.
     *
     * @param value the amount
     * @param decimals the most decimals to show, from 0 to 2
     * @return the amount as it is shown: 0.001 with two decimals is 0.01
     * @throws IndexOutOfBoundsException if there are to be more decimals
     */
    public static double amount(double value, int decimals) {
        return value > 0 && value < LEAST[decimals] ? LEAST[decimals] : nearest(value, decimals);
    }

    /**
     * Rounds to the nearest number, and halves away from zero.
     *
     * @param value any number
     * @param decimals the most decimals to show, from 0 up
     * @return the nearest number with so many decimals
     */
    public static double nearest(double value, int decimals) {
        if (value == Math.rint(value) || Math.abs(value) >= INTEGERS) {
            return value;
        }
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
