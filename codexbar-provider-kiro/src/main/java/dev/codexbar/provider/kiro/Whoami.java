package dev.codexbar.provider.kiro;

import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroWhoami;
import dev.codexbar.provider.support.BackgroundTask;
import dev.codexbar.provider.support.Deadline;
import java.time.Duration;
import java.util.List;

/** Runs {@code kiro-cli whoami} while the usage is asked for. If anything goes wrong here, the account is unknown. */
final class Whoami implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int OUTPUT_LIMIT = 256 << 10;

    /** A runner returns soon after an interrupt; it may need 350 ms to end a program that ignores TERM. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** What the program printed, in time or later. */
    private static final class Answer {

        private volatile KiroAccount account = KiroAccount.UNKNOWN;
    }

    private final Answer answer;
    private final BackgroundTask task;

    private Whoami(Answer answer, BackgroundTask task) {
        this.answer = answer;
        this.task = task;
    }

    /** Starts to ask. */
    static Whoami start(KiroCli cli, Deadline deadline) {
        Duration limit = deadline.forProgram(LIMIT);
        Answer answer = new Answer();
        return new Whoami(answer, BackgroundTask.start("whoami", () -> answer.account = ask(cli, limit)));
    }

    private static KiroAccount ask(KiroCli cli, Duration limit) {
        try {
            // The text form: every version has it, and it tells as much as the JSON form.
            return KiroWhoami.parse(
                            cli.run(List.of("whoami"), limit, (request, directory) -> request.outputLimit(OUTPUT_LIMIT))
                                    .text())
                    .orElse(KiroAccount.UNKNOWN);
        } catch (KiroFailure | InterruptedException unknown) {
            // The usage is worth showing without knowing whose it is.
            return KiroAccount.UNKNOWN;
        }
    }

    /** Waits for the answer, but not beyond the deadline. */
    KiroAccount await(Deadline deadline) throws InterruptedException {
        task.await(deadline.remaining());
        return answer.account;
    }

    /** Ends the program and the thread if they are still there. */
    @Override
    public void close() {
        task.interrupt();
        task.finish(GRACE);
    }
}
