package dev.codexbar.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code codexbar}.
 *
 * @since 0.1.0
 */
public final class CodexBar {

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
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new InterruptOnShutdown(Thread.currentThread(), done));
        int code;
        try {
            code = new Application(Host.system()).run(args);
        } finally {
            done.countDown();
        }
        // By exit, not by returning: a thread that a provider left running would keep the JVM alive.
        Runtime.getRuntime().exit(code);
    }

    /** After Ctrl-C: gives the command time to delete its temporary folders, which the end of the JVM would leave. */
    private static final class InterruptOnShutdown extends Thread {

        private static final long GRACE_SECONDS = 1;

        private final Thread command;
        private final CountDownLatch done;

        InterruptOnShutdown(Thread command, CountDownLatch done) {
            super("codexbar-interrupt-on-shutdown");
            this.command = command;
            this.done = done;
        }

        @Override
        public void run() {
            if (done.getCount() == 0) {
                return;
            }
            command.interrupt();
            try {
                done.await(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
