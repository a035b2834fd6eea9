package dev.codexbar.provider.support;

import java.time.Duration;

/**
 * Runs a task on a daemon thread during a fetch. A failing task never fails the fetch. Thread-safe.
 *
 * @since 0.1.0
 */
public final class BackgroundTask {

    private final Thread thread;

    private BackgroundTask(Thread thread) {
        this.thread = thread;
    }

    /**
     * Starts a task.
     *
     * @param name the name of the thread, with the prefix {@code codexbar-}
     * @param work the task; exceptions and linkage errors that it throws are dropped
     * @return the running task
     */
    public static BackgroundTask start(String name, Runnable work) {
        // Inherits no thread-locals: the task does not act for the caller.
        Thread thread = new Thread(null, () -> run(work), "codexbar-" + name, 0, false);
        thread.setDaemon(true);
        thread.start();
        return new BackgroundTask(thread);
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError fault) {
            // The task is optional by definition.
        }
    }

    /**
     * Waits until the task has ended.
     *
     * @param limit the longest time to wait
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void await(Duration limit) throws InterruptedException {
        // At least a millisecond: zero would wait without a limit.
        thread.join(Math.max(1, limit.toMillis()));
    }

    /** Interrupts the task. */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Waits until the task has ended, even if the calling thread is interrupted; its interrupt status is set again
     * afterwards.
     *
     * @param limit the longest time to wait
     */
    public void finish(Duration limit) {
        boolean interrupted = false;
        long start = System.nanoTime();
        for (Duration left = limit; thread.isAlive() && !left.isNegative(); ) {
            try {
                await(left);
            } catch (InterruptedException again) {
                interrupted = true;
            }
            left = limit.minusNanos(System.nanoTime() - start);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
