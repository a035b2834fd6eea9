package dev.codexbar.monitor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Arithmetic of instants and durations; unless it says so, it never overflows. */
final class Times {

    private Times() {}

    /** A service may ask for any wait: one beyond the calendar is as good as for ever. */
    static Instant plus(Instant instant, Duration duration) {
        try {
            return instant.plus(duration);
        } catch (DateTimeException | ArithmeticException beyond) {
            return Instant.MAX;
        }
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null) {
            return other;
        }
        return other == null ? one : earlier(one, other);
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * Multiplies without {@link java.math.BigDecimal}, whose first use takes JDK 25 longer than a start of the monitor.
     *
     * @throws ArithmeticException if no duration holds the product
     */
    static Duration times(Duration duration, long factor) {
        long millis = duration.getNano() / 1_000_000;
        long nanos = duration.getNano() % 1_000_000;
        return Duration.ofSeconds(Math.multiplyExact(duration.getSeconds(), factor))
                .plusMillis(Math.multiplyExact(millis, factor))
                .plusNanos(Math.multiplyExact(nanos, factor));
    }

    /** Returns the nanoseconds of a duration, or the most that fit. */
    static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException beyond) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
