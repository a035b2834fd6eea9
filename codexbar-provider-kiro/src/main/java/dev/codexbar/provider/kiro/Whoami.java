package dev.codexbar.provider.kiro;

import java.time.Duration;
import java.util.List;

/** Asks {@code kiro-cli whoami} while the usage is asked. Whatever goes wrong here, the account is then unknown. */
final class Whoami implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int OUTPUT_LIMIT = 256 << 10;

    private final Companion companion;
    private volatile KiroAccount account = KiroAccount.UNKNOWN;

    private Whoami(KiroCli cli, Duration limit) {
        this.companion = Companion.start("whoami", () -> ask(cli, limit));
    }

    /** Starts to ask. */
    static Whoami start(KiroCli cli, Deadline deadline) {
        return new Whoami(cli, deadline.forProgram(LIMIT));
    }

    private void ask(KiroCli cli, Duration limit) {
        try {
            // The text form: every version has it, and it tells as much as the JSON form.
            account = KiroWhoami.parse(
                            cli.run(List.of("whoami"), limit, (request, directory) -> request.outputLimit(OUTPUT_LIMIT))
                                    .text())
                    .orElse(KiroAccount.UNKNOWN);
        } catch (KiroFailure | InterruptedException unknown) {
            // The usage is worth showing without knowing whose it is.
        }
    }

    /** Waits for the answer, but not beyond the deadline. */
    KiroAccount await(Deadline deadline) throws InterruptedException {
        companion.await(deadline.remaining());
        return account;
    }

    /** Ends the program if it still runs. */
    @Override
    public void close() {
        companion.close();
    }
}
