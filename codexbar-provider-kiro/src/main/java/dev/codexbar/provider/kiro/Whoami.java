package dev.codexbar.provider.kiro;

import java.time.Duration;
import java.util.List;

/**
 * Asks {@code kiro-cli whoami} on a thread of its own while the usage is asked. Whatever goes wrong here, the account
 * is then unknown and the fetch goes on.
 */
final class Whoami implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int OUTPUT_LIMIT = 256 << 10;

    /** A runner is back at once when it is interrupted; it may need 350 ms to end a stubborn program. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Thread thread;
    private volatile KiroAccount account = KiroAccount.UNKNOWN;

    private Whoami(KiroCli cli, Duration limit) {
        // Without the thread-locals of the caller, which are none of its business.
        this.thread = new Thread(null, () -> ask(cli, limit), "codexbar-kiro-whoami", 0, false);
        this.thread.setDaemon(true);
    }

    /** Starts to ask. */
    static Whoami start(KiroCli cli, Deadline deadline) {
        Whoami whoami = new Whoami(cli, deadline.forProgram(LIMIT));
        whoami.thread.start();
        return whoami;
    }

    private void ask(KiroCli cli, Duration limit) {
        try {
            // The text form: every version has it, and it tells as much as the JSON form.
            account = KiroWhoami.parse(
                            cli.run(List.of("whoami"), limit, (request, directory) -> request.outputLimit(OUTPUT_LIMIT))
                                    .text())
                    .orElse(KiroAccount.UNKNOWN);
        } catch (KiroFailure | RuntimeException | InterruptedException unknown) {
            // The usage is worth showing without knowing whose it is.
        }
    }

    /** Waits for the answer, but not beyond the deadline. */
    KiroAccount await(Deadline deadline) throws InterruptedException {
        // At least a millisecond, because zero means for ever.
        thread.join(Math.max(1, deadline.remaining().toMillis()));
        return account;
    }

    /** Ends the program and the thread if they are still there. */
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
