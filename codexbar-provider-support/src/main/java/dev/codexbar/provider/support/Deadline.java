package dev.codexbar.provider.support;

import java.time.Duration;

/**
 * The instant by which a fetch must be over, on the monotonic clock of the JVM. Immutable.
 *
 * @since 0.1.0
 */
public final class Deadline {

    /** A runner may need up to 350 ms to end a program that ignores the polite signals; the rest is for reading. */
    private static final long ENDING_NANOS = Duration.ofMillis(450).toNanos();

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /**
     * Returns the deadline of a fetch that begins now.
     *
     * @param time how long the fetch may take
     * @return a new deadline
     */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + saturatedNanos(time));
    }

    /**
     * Returns the time that is left.
     *
     * @return the time, zero if none is left
     */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /**
     * Returns how long a program may run now so that the fetch is over in time even if the program has to be killed;
     * zero if it is too late to start one.
     *
     * <p>With less than 675 ms left, a program is given a third of it; only one that ignores the polite signals then
     * makes the fetch late, by less than the 350 ms that it takes to end it.
     *
     * @return the time limit for a program, or zero
     */
    public Duration forProgram() {
        long left = endNanos - System.nanoTime();
        return Duration.ofNanos(Math.max(0, Math.max(left - ENDING_NANOS, left / 3)));
    }

    /**
     * Returns {@link #forProgram()} for a program with a limit of its own.
     *
     * @param limit the longest time for this program
     * @return the shorter of both times
     */
    public Duration forProgram(Duration limit) {
        Duration all = forProgram();
        return all.compareTo(limit) < 0 ? all : limit;
    }

    private static long saturatedNanos(Duration time) {
        // Far below the range of a long, so that differences of two readings never overflow.
        return time.compareTo(Duration.ofDays(10_000)) < 0
                ? time.toNanos()
                : Duration.ofDays(10_000).toNanos();
    }
}
