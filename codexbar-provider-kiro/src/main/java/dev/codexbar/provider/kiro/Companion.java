package dev.codexbar.provider.kiro;

import java.time.Duration;

/**
 * Something that is done beside a fetch, on a daemon thread of its own. Whatever goes wrong there, the fetch goes on.
 */
final class Companion {

    private final Thread thread;

    private Companion(Thread thread) {
        this.thread = thread;
    }

    /**
     * Starts a thread.
     *
     * @param name what it does, in a word
     * @param work what it does
     */
    static Companion start(String name, Runnable work) {
        // Without the thread-locals of the caller, which are none of its business.
        Thread thread = new Thread(null, () -> run(work), "codexbar-kiro-" + name, 0, false);
        thread.setDaemon(true);
        thread.start();
        return new Companion(thread);
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError fault) {
            // Nobody asked for more than an attempt.
        }
    }

    /** Waits until the work is done, but not longer than a limit. */
    void await(Duration limit) throws InterruptedException {
        // At least a millisecond, because zero means for ever.
        thread.join(Math.max(1, limit.toMillis()));
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Waits likewise, whoever interrupts; the caller's interrupt status tells of that afterwards. */
    void finish(Duration limit) {
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
