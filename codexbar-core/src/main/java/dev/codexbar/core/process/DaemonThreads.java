package dev.codexbar.core.process;

/** Threads that wait for a program. Platform threads, because a blocked read pins a virtual one. */
final class DaemonThreads {

    private DaemonThreads() {}

    static void start(String name, Runnable work) {
        // Without the thread locals of the caller, which are none of the program's business and may be large.
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }
}
