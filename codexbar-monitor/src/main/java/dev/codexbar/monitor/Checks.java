package dev.codexbar.monitor;

import java.time.Duration;
import java.util.Objects;

/** The conditions that values of this package share; each message quotes the offending value. */
final class Checks {

    private Checks() {}

    static Duration positive(Duration value, String name) {
        if (Objects.requireNonNull(value, name).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero: " + value);
        }
        return value;
    }

    static Duration within(Duration value, Duration least, Duration most, String name) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + value);
        }
        return value;
    }

    static int atLeast(int value, int least, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
        return value;
    }
}
