package dev.codexbar.provider.kiro.report;

import java.util.OptionalDouble;

/** The rules that all numbers of credits share. */
final class Credits {

    private Credits() {}

    static double checked(double value, String name) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a finite number from 0 up: " + value);
        }
        return value;
    }

    static OptionalDouble percent(OptionalDouble used, OptionalDouble total) {
        return used.isPresent() && total.isPresent() && total.getAsDouble() > 0
                ? OptionalDouble.of(100 * used.getAsDouble() / total.getAsDouble())
                : OptionalDouble.empty();
    }
}
