package dev.codexbar.provider.codex;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.provider.codex.report.CodexAnswer;
import dev.codexbar.provider.codex.report.CodexProblem;
import dev.codexbar.provider.codex.report.CodexSnapshots;
import dev.codexbar.provider.codex.report.CodexUsage;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.FileFingerprint;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One fetch: the version, then the question. Used once, by one thread. */
final class CodexFetch {

    /** The way to ask, as attempts and snapshots name it. */
    static final String STRATEGY = "app-server";

    /**
     * A switch and not {@code --disable plugins}, which ends version 0.101. Without it, an account that is not of
     * ChatGPT makes Codex start {@code git}, which outlives it.
     */
    private static final List<String> COMMAND = List.of("app-server", "-c", "features.plugins=false");

    /**
     * How long Codex may take to exit once its input is closed. Until it has answered, it may be redeeming its refresh
     * token or indexing sessions. It finishes both at the end of its input; a signal would lose the login or block
     * every start for 15 minutes.
     */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** With less, too little of the grace period would be left. */
    static final Duration LEAST_TIME = Duration.ofSeconds(2);

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(3);
    private static final int VERSION_OUTPUT_LIMIT = 64 << 10;

    private final CodexCli cli;
    private final Deadline deadline;
    private final Clock clock;
    private final KnownTool memory;

    CodexFetch(CodexCli cli, Deadline deadline, Clock clock, KnownTool memory) {
        this.cli = cli;
        this.deadline = deadline;
        this.clock = clock;
        this.memory = memory;
    }

    UsageSnapshot run() throws UsageException, InterruptedException {
        requireTime();
        CodexHome home = CodexHome.of(cli.variables()).orElseThrow(CodexFailures::withoutHome);
        CodexVersion version = version();
        return HomeLock.inside(home, deadline.remaining(), () -> {
            // A fetch before this one may have taken most of the time.
            requireTime();
            if (version.indexesSessions() && home.lacksIndex()) {
                throw CodexFailures.withoutIndex();
            }
            return ask(version);
        });
    }

    private void requireTime() throws UsageException {
        if (deadline.remaining().compareTo(LEAST_TIME) < 0) {
            throw CodexFailures.tooLittleTime(LEAST_TIME);
        }
    }

    private CodexVersion version() throws UsageException, InterruptedException {
        FileFingerprint fingerprint;
        try {
            fingerprint = FileFingerprint.of(cli.executable());
        } catch (IOException gone) {
            throw CodexFailures.TOOL.notRun(gone);
        }
        Optional<CodexVersion> known = memory.version(fingerprint);
        CodexVersion version = known.isPresent() ? known.get() : askForVersion();
        if (!version.isSupported()) {
            throw CodexFailures.tooOld(version);
        }
        memory.remember(fingerprint, version);
        return version;
    }

    private CodexVersion askForVersion() throws UsageException, InterruptedException {
        Duration limit = deadline.forProgram(VERSION_LIMIT);
        ProcessResult result =
                cli.run(List.of("--version"), limit, request -> request.outputLimit(VERSION_OUTPUT_LIMIT));
        // What was cut off may be the beginning of another version.
        Optional<CodexVersion> version =
                result.ending() == ProcessResult.Ending.EXITED ? CodexVersion.read(result.text()) : Optional.empty();
        return version.orElseThrow(() -> CodexFailures.unknownVersion(result, limit));
    }

    private UsageSnapshot ask(CodexVersion version) throws UsageException, InterruptedException {
        AppServerDialogue dialogue = new AppServerDialogue();
        Duration limit = deadline.forProgram();
        ProcessResult result = cli.run(
                COMMAND, limit, request -> request.closeInputFirst(GRACE).dialogue(dialogue.partner()));
        dialogue.endOfOutput();
        CodexAnswer answer = dialogue.answer().orElseThrow(() -> CodexFailures.ofSilence(result, limit));
        if (answer instanceof CodexProblem problem) {
            throw CodexFailures.of(problem);
        }
        return CodexSnapshots.map((CodexUsage) answer, dialogue.account(), clock.instant())
                .strategy(STRATEGY)
                .toolVersion(dialogue.version().orElse(version.toString()))
                .attempts(attempts(dialogue, result))
                .build();
    }

    private static List<FetchAttempt> attempts(AppServerDialogue dialogue, ProcessResult result) {
        List<FetchAttempt> attempts = new ArrayList<>();
        if (dialogue.hasRenewed()) {
            attempts.add(FetchAttempt.failed(
                    STRATEGY,
                    Reason.LOGIN_EXPIRED,
                    "The service refused the login, so Codex was made to renew it.",
                    result.duration()));
        }
        if (!dialogue.account().isKnown()) {
            attempts.add(FetchAttempt.incomplete(STRATEGY, "Codex did not tell whose usage it is.", result.duration()));
        }
        return attempts;
    }
}
