package dev.codexbar.cli;

import dev.codexbar.server.UsageServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code codexbar}.
 *
 * @since 0.1.0
 */
public final class CodexBar {

    /** What the command gets after a signal to delete its temporary folders. */
    private static final long COMMAND_GRACE_SECONDS = 1;

    /** What all shutdown hooks get, those of providers included. */
    private static final long HOOK_GRACE_SECONDS = 3;

    /** Threads that may have been started since they were counted. */
    private static final int SPARE = 16;

    private CodexBar() {}

    /**
     * Runs the command and ends the JVM with its exit code: 0 ok, 1 failure, 2 tool not found, 3 unreadable, 4 timed
     * out, 64 bad arguments.
     *
     * @param args the arguments, as a person typed them
     */
    public static void main(String[] args) {
        if (args.length == 1 && List.of("--version", "-V").contains(args[0])) {
            System.out.println(CodexBarVersion.line());
            if (System.out.checkError()) {
                Runtime.getRuntime().exit(ExitCode.FAILURE.number());
            }
            return;
        }
        if (args.length > 0 && args[0].equals("serve")) {
            warmUpServer();
        }
        Application application = new Application(Host.system());
        // What a provider prints must not get into the document, which has a stream of its own.
        System.setOut(System.err);
        CountDownLatch done = interruptOnShutdown(application);
        int code;
        try {
            code = application.run(args);
        } finally {
            done.countDown();
        }
        end(code);
    }

    /** Ends the JVM, whatever threads providers have left running. To be called last by the main thread. */
    static void end(int code) {
        haltAfterGracePeriod(code);
        // From JDK 21 on, an exit is logged: the JVM opens every jar to look for a logger, which takes 10 ms.
        if (code != ExitCode.OK.number() || isKeptAlive()) {
            Runtime.getRuntime().exit(code);
        }
    }

    /** Whether another thread than this one would keep the JVM alive. */
    private static boolean isKeptAlive() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[all.activeCount() + SPARE];
        int count = all.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (!threads[i].isDaemon() && threads[i] != Thread.currentThread()) {
                return true;
            }
        }
        return count == threads.length;
    }

    static void warmUpServer() {
        new WarmUpThread().start();
    }

    /** Returns the latch that is to be counted down when the command of the calling thread has ended. */
    static CountDownLatch interruptOnShutdown(Application application) {
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new InterruptOnShutdown(Thread.currentThread(), application, done));
        return done;
    }

    private static void haltAfterGracePeriod(int code) {
        new HaltAfterGracePeriod(code).start();
    }

    /** Ends the JVM even if a shutdown hook of a provider hangs. */
    private static final class HaltAfterGracePeriod extends Thread {

        private final int code;

        HaltAfterGracePeriod(int code) {
            super("codexbar-halt");
            this.code = code;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                Thread.sleep(TimeUnit.SECONDS.toMillis(HOOK_GRACE_SECONDS));
            } catch (InterruptedException ignored) {
                // Nothing interrupts it but a provider that interrupts every thread.
            }
            Runtime.getRuntime().halt(code);
        }
    }

    /** Loads what a server needs, while the command reads its settings and loads the providers. */
    private static final class WarmUpThread extends Thread {

        WarmUpThread() {
            super("codexbar-server-warm-up");
            setDaemon(true);
        }

        @Override
        public void run() {
            UsageServer.warmUp();
        }
    }

    /**
     * Gives the command time to delete its temporary folders, which the end of the JVM would leave. If a provider ended
     * the JVM, says so: an exit code of 0 without an answer would look like success.
     */
    private static final class InterruptOnShutdown extends Thread {

        private final Thread command;
        private final Application application;
        private final CountDownLatch done;

        InterruptOnShutdown(Thread command, Application application, CountDownLatch done) {
            super("codexbar-interrupt-on-shutdown");
            this.command = command;
            this.application = application;
            this.done = done;
        }

        @Override
        public void run() {
            if (done.getCount() == 0) {
                return;
            }
            boolean isProvider = isExitCalled();
            haltAfterGracePeriod(isProvider ? ExitCode.FAILURE.number() : ExitCode.INTERRUPTED.number());
            command.interrupt();
            try {
                done.await(COMMAND_GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
            if (isProvider) {
                application.fail("A provider ended the program.");
                Runtime.getRuntime().halt(ExitCode.FAILURE.number());
            }
        }

        /** A signal ends the JVM from a thread of the JVM's own, which does not call Runtime.exit. */
        private static boolean isExitCalled() {
            for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
                for (StackTraceElement frame : stack) {
                    if (frame.getClassName().equals("java.lang.Runtime")
                            && frame.getMethodName().equals("exit")) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
