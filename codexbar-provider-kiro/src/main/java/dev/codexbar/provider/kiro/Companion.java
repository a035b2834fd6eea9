package dev.codexbar.provider.kiro;

import java.time.Duration;

/**
 * Something that is done beside a fetch, on a daemon thread of its own that does not outlive the fetch. Whatever goes
 * wrong there, the fetch goes on.
 */
final class Companion implements AutoCloseable {

    /** A runner is back at once when it is interrupted; it may need 350 ms to end a stubborn program. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Thread thread;

    private Companion(Thread thread) {
        this.thread = thread;
    }

    /**
     * Starts a thread.
     *
     * @param name what it does, in a word
     * @param work what it does; ends soon after an interrupt
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

    /** Ends the work and the thread if they are still there. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
