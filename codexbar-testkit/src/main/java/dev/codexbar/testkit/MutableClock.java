package dev.codexbar.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A clock that stands still until it is moved. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MutableClock extends Clock {

    /** What the clock shows, shared by all its zones. */
    private static final class Hands {

        private Instant now;

        Hands(Instant now) {
            this.now = Objects.requireNonNull(now, "instant");
        }

        synchronized Instant now() {
            return now;
        }

        synchronized void move(UnaryOperator<Instant> change) {
            now = Objects.requireNonNull(change.apply(now), "instant");
        }
    }

    private final Hands hands;
    private final ZoneId zone;

    private MutableClock(Hands hands, ZoneId zone) {
        this.hands = hands;
        this.zone = zone;
    }

    /**
     * Returns a clock that shows an instant, in UTC.
     *
     * @param instant what the clock shows until it is moved
     * @return a new clock
     */
    public static MutableClock at(Instant instant) {
        return new MutableClock(new Hands(instant), ZoneOffset.UTC);
    }

    /**
     * Returns a clock that shows an instant, in UTC.
     *
     * @param instant what the clock shows until it is moved, as in {@code "2026-01-31T10:15:30Z"}
     * @return a new clock
     * @throws java.time.format.DateTimeParseException if the text is no instant
     */
    public static MutableClock at(String instant) {
        return at(Instant.parse(instant));
    }

    /**
     * Moves the clock.
     *
     * @param duration how far, backwards if negative
     */
    public void advance(Duration duration) {
        hands.move(now -> now.plus(duration));
    }

    /**
     * Moves the clock.
     *
     * @param instant what it shows from now on
     */
    public void set(Instant instant) {
        hands.move(now -> instant);
    }

    @Override
    public Instant instant() {
        return hands.now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** Returns a clock of another zone that is moved together with this one. */
    @Override
    public MutableClock withZone(ZoneId other) {
        return new MutableClock(hands, Objects.requireNonNull(other, "zone"));
    }

    @Override
    public String toString() {
        return "MutableClock[" + instant() + ", " + zone + "]";
    }
}
