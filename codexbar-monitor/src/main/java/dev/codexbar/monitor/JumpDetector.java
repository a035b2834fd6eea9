package dev.codexbar.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the machine slept or that its clock was set, by comparing the wall clock with one that cannot be set.
 * Guarded by the lock of its monitor.
 */
final class JumpDetector {

    /** How often {@link #hasJumped} is called at least. */
    static final Duration TICK = Duration.ofSeconds(5);

    /** Clocks that are kept by the network move by less; a sleeping machine moves by more. */
    private static final Duration JUMP = Duration.ofSeconds(10);

    private Instant lastWall;
    private long lastNanos;

    JumpDetector(Instant wall, long nanos) {
        this.lastWall = wall;
        this.lastNanos = nanos;
    }

    /** Returns whether there was a jump since the last call. */
    boolean hasJumped(Instant wall, long nanos) {
        long counted = nanos - lastNanos;
        // Not Duration.abs(), which takes JDK 25 20 ms at its first use.
        long jump = Times.nanos(Duration.between(lastWall, wall).minusNanos(counted));
        lastWall = wall;
        lastNanos = nanos;
        // On Linux the second clock stands still during sleep; where it does not, the call itself is late.
        return jump > JUMP.toNanos()
                || jump < -JUMP.toNanos()
                || counted > TICK.plus(JUMP).toNanos();
    }
}
