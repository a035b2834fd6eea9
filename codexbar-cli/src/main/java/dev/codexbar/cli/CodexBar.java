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
                Runtime.getRuntime().exit(ExitCode.FAILURE);
            }
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Farewell(Thread.currentThread(), done));
        int code;
        try {
            code = new Application(Host.system()).run(args);
        } finally {
            done.countDown();
        }
        // Not by returning: what a provider may have left running must not keep a status bar waiting.
        Runtime.getRuntime().exit(code);
    }

    /**
     * After Ctrl-C: lets the command delete what it made, which the end of the JVM would leave in temporary folders.
     */
    private static final class Farewell extends Thread {

        private static final long MOST_SECONDS = 1;

        private final Thread command;
        private final CountDownLatch done;

        Farewell(Thread command, CountDownLatch done) {
            super("codexbar-farewell");
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
                done.await(MOST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException nobodyWaits) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
