package dev.codexbar.server;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs the exchanges of the JDK's HTTP server, which has no deadline of its own: at most so many at once, and each with
 * a time limit for its whole head. Thread-safe.
 *
 * @implNote An exchange that is refused or interrupted loses its connection: the JDK's server closes a connection whose
 *     task cannot be executed, and an interrupted read closes its channel. Seen on JDK 17 and 25.
 */
final class GuardedExecutor implements Executor {

    /** The deadline of the exchange that the thread runs. */
    private static final ThreadLocal<Deadline> CURRENT = new ThreadLocal<>();

    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final Semaphore places;
    private final Duration limit;

    /**
     * Makes an executor.
     *
     * @param threads runs the exchanges
     * @param timer runs the deadlines, which take no time
     * @param places how many exchanges may run at once
     * @param limit how long the head of a request may take, and later the body of the answer
     */
    GuardedExecutor(ExecutorService threads, ScheduledExecutorService timer, int places, Duration limit) {
        this.threads = threads;
        this.timer = timer;
        this.places = new Semaphore(places);
        this.limit = limit;
    }

    @Override
    public void execute(Runnable exchange) {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("too many connections");
        }
        try {
            threads.execute(() -> run(exchange));
        } catch (RejectedExecutionException closed) {
            places.release();
            throw closed;
        }
    }

    private void run(Runnable exchange) {
        CURRENT.set(new Deadline(limit));
        try {
            exchange.run();
        } finally {
            finish();
            CURRENT.remove();
            places.release();
        }
    }

    /** Ends the time limit of the calling exchange: its head has arrived, and the answer takes what it takes. */
    void pause() {
        finish();
        CURRENT.remove();
    }

    /** Begins a time limit for what is left of the calling exchange: to write the answer. */
    void restart(Duration ownLimit) {
        finish();
        CURRENT.set(new Deadline(ownLimit));
    }

    private void finish() {
        Deadline deadline = CURRENT.get();
        if (deadline != null) {
            deadline.finish();
        }
    }

    /** Returns how many exchanges could begin now. */
    int freePlaces() {
        return places.availablePermits();
    }

    /** Interrupts the thread that made it once the limit has passed, unless it has finished. */
    private final class Deadline {

        private final Thread thread = Thread.currentThread();
        private final ScheduledFuture<?> expiry;
        private boolean finished;

        Deadline(Duration limit) {
            this.expiry = timer.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void expire() {
            if (!finished) {
                thread.interrupt();
            }
        }

        /** From here on nothing interrupts, and an interrupt that has come too late is forgotten. */
        private synchronized void finish() {
            finished = true;
            expiry.cancel(false);
            Thread.interrupted();
        }
    }
}
