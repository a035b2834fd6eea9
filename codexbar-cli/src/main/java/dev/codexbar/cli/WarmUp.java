package dev.codexbar.cli;

import java.util.concurrent.Callable;

/** Loads what a command needs later on a thread of its own, while the command prepares itself and the tools work. */
final class WarmUp {

    private WarmUp() {}

    /**
     * Begins to load. Best effort: what cannot be loaded here fails where it is needed, and is reported there.
     *
     * @param loading loads, and returns what it had to make for that
     */
    static void start(Callable<?> loading) {
        Thread thread = new Thread(null, () -> run(loading), "codexbar-warm-up", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(Callable<?> loading) {
        try {
            Object unused = loading.call();
        } catch (Exception | LinkageError reportedLater) {
            // By the thread that needs it.
        }
    }
}
