package dev.codexbar.json;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as they are written: with at most two decimals, because bars print them as they come and a computed
 * {@code 203.00259999999997} is more exact than what was told. Rounding never says that nothing is used where something
 * is, or that everything is used where something is left.
 */
final class Rounding {

    private static final int DECIMALS = 2;
    private static final double LEAST = 0.01;
    private static final double FULL = 100;
    private static final double ALMOST_FULL = 99.99;

    /** From here on every double is an integer. */
    private static final double INTEGERS = 1L << 53;

    private Rounding() {}

    /** Of money or of what is counted; only nothing is 0. */
    static double amount(double value) {
        return value > 0 && value < LEAST ? LEAST : nearest(value);
    }

    /** Of a quota; only nothing is 0, and only what is used up reaches 100. */
    static double percent(double value) {
        return value < FULL ? Math.min(ALMOST_FULL, amount(value)) : nearest(value);
    }

    /** Halves are rounded away from zero. */
    static double nearest(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= INTEGERS) {
            return value;
        }
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
