package dev.codexbar.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a condition, bounded. */
public final class Await {

    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private Await() {}

    /** Returns whether a condition came to hold within a time. */
    public static boolean holds(Duration longest, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE);
        }
        return true;
    }
}
