package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, by a deadline. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Await() {}

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within " + PATIENCE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Waits until every provider has answered or failed. */
    static void answersOf(UsageMonitor monitor) {
        until(() -> monitor.views().stream()
                .noneMatch(view -> view.snapshot().isEmpty() && view.failure().isEmpty()));
    }
}
