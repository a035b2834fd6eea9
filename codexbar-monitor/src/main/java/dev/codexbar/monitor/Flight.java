package dev.codexbar.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One fetch, from the moment it is due to the end of its thread's work. Guarded by the lock of its monitor.
 *
 * <pre>
 * WAITING → RUNNING → ENDED
 *     │        └────→ OVERDUE → ENDED     the time limit is over, but the fetch ignores its interrupt
 *     └─────────────→ ENDED               the monitor was closed
 * </pre>
 */
final class Flight {

    enum Stage {
        WAITING,
        RUNNING,
        OVERDUE,
        ENDED
    }

    final Watch watch;

    /** When it was due, or asked for. */
    final Instant plannedAt;

    /** Completes with whether there is a new answer, the same for all who wait. */
    final CompletableFuture<Boolean> landed = new CompletableFuture<>();

    /** When the attempt before this one ended. */
    final Instant previousEnd;

    /** What was learned before this instant is not new enough for those who wait. */
    volatile Instant onlyAfter = Instant.MIN;

    Stage stage = Stage.WAITING;

    /** Whether it uses one of the places that misbehaving providers have. */
    boolean suspect;

    Instant startedAt = Instant.MIN;
    long startedNanos;

    @Nullable
    Thread thread;

    @Nullable
    Future<?> deadline;

    @Nullable
    Future<?> startGuard;

    /** Whether a thread has taken it; the second one, if there are two, leaves it alone. */
    boolean claimed;

    Duration timeLimit = Duration.ZERO;

    Flight(Watch watch, Instant plannedAt, Instant previousEnd) {
        this.watch = watch;
        this.plannedAt = plannedAt;
        this.previousEnd = previousEnd;
    }

    /** Interrupts the fetch; the lock makes sure that the thread has not gone on to other work. */
    void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
