package dev.codexbar.core;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as they are shown: with few decimals, because a computed {@code 203.00259999999997} is more exact than what
 * was told. Rounding never says that nothing is used where something is, or that everything is used where something is
 * left. Stateless, so safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class UsageRounding {

    private static final double FULL = 100;

    /** The least that is shown of something, and the most of less than all, by the number of decimals. */
    private static final double[] LEAST = {1, 0.1, 0.01};

    private static final double[] ALMOST_FULL = {99, 99.9, 99.99};

    private static final double[] SCALES = {1, 10, 100};

    /** From here on every double is an integer. */
    private static final double INTEGERS = 1L << 53;

    /** From the first to the second, {@link Double#toString(double)} uses no exponent. */
    private static final double PLAIN_FROM = 1e-3;

    private static final double PLAIN_TO = 1e7;

    private UsageRounding() {}

    /**
     * Rounds a used percentage. Only nothing is 0, and only what is used up reaches 100.
     *
     * @param value the percentage, a finite number from 0 up
     * @param decimals the most decimals to show, from 0 to 2
     * @return the percentage as it is shown: 0.02 with one decimal is 0.1, and 99.98 is 99.9
     * @throws IllegalArgumentException if {@code decimals} is out of range
     */
    public static double percent(double value, int decimals) {
        checkDecimals(decimals);
        return value < FULL ? Math.min(ALMOST_FULL[decimals], amount(value, decimals)) : nearest(value, decimals);
    }

    /**
     * Rounds money or what is counted. Only nothing is 0.
     *
     * @param value the amount, a finite number
     * @param decimals the most decimals to show, from 0 to 2
     * @return the amount as it is shown: 0.001 with two decimals is 0.01
     * @throws IllegalArgumentException if {@code decimals} is out of range
     */
    public static double amount(double value, int decimals) {
        checkDecimals(decimals);
        return value > 0 && value < LEAST[decimals] ? LEAST[decimals] : nearest(value, decimals);
    }

    /**
     * Rounds to the nearest number, and halves away from zero.
     *
     * @param value a finite number
     * @param decimals the most decimals to show, from 0 to 2
     * @return the nearest number with so many decimals
     * @throws IllegalArgumentException if {@code decimals} is out of range
     */
    public static double nearest(double value, int decimals) {
        checkDecimals(decimals);
        if (value == Math.rint(value) || Math.abs(value) >= INTEGERS) {
            return value;
        }
        double size = Math.abs(value);
        if (size < PLAIN_FROM) {
            return 0;
        }
        if (size >= PLAIN_TO) {
            return BigDecimal.valueOf(value)
                    .setScale(decimals, RoundingMode.HALF_UP)
                    .doubleValue();
        }
        // Without BigDecimal, whose first use takes JDK 25 8 ms.
        double rounded = nearestOf(Double.toString(size), decimals);
        return value < 0 ? 0 - rounded : rounded; // never -0.0
    }

    /** Rounds by the digits, as the binary value of 1.005 is below it. */
    private static double nearestOf(String digits, int decimals) {
        long unscaled = 0;
        int point = digits.indexOf('.');
        int end = point + 1 + decimals;
        for (int i = 0; i < end; i++) {
            if (i != point) {
                unscaled = 10 * unscaled + (i < digits.length() ? digits.charAt(i) - '0' : 0);
            }
        }
        if (end < digits.length() && digits.charAt(end) >= '5') {
            unscaled++;
        }
        return unscaled / SCALES[decimals];
    }

    /**
     * Returns a number in the notation without an exponent, with as many decimals as it has and no zeros at the end.
     *
     * @param value a finite number
     * @return for example {@code 12.5} or {@code 50}
     * @throws NumberFormatException if the number is not finite
     */
    public static String plain(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < INTEGERS) {
            return Long.toString((long) value);
        }
        return size >= PLAIN_FROM && size < PLAIN_TO
                ? Double.toString(value)
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static void checkDecimals(int decimals) {
        if (decimals < 0 || decimals >= LEAST.length) {
            throw new IllegalArgumentException("decimals must be from 0 to 2: " + decimals);
        }
    }
}
