package dev.codexbar.provider.copilot;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.copilot.report.GhReader;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.PrivateDirectory;
import dev.codexbar.provider.support.ToolFailures;
import dev.codexbar.provider.support.ToolLocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks through {@code gh api}: one process, one request, nothing written. */
final class GhStrategy {

    static final String ID = "gh";
    static final String PROGRAM = "gh";

    /** Where installers put the program without PATH knowing it. */
    static final List<String> PLACES =
            List.of("~/.local/bin", "/opt/homebrew/bin", "/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin");

    /** An answer has two kilobytes. */
    private static final int OUTPUT_LIMIT = 1 << 20;

    private static final ToolFailures FAILURES = new ToolFailures(
            PROGRAM,
            "Install gh from https://cli.github.com/ and run `gh auth login`.",
            "Run `gh --version` to see whether it works at all.");

    private final ToolLocator locator;
    private final ProcessRunner runner;
    private final @Nullable Path temporaryFolder;

    GhStrategy(ToolLocator locator, ProcessRunner runner, @Nullable Path temporaryFolder) {
        this.locator = locator;
        this.runner = runner;
        this.temporaryFolder = temporaryFolder;
    }

    Optional<Path> find() {
        return locator.find();
    }

    UsageException notInstalled() {
        return FAILURES.notInstalled(locator.whyMissing());
    }

    UsageSnapshot.Builder ask(Path program, Deadline deadline, Clock clock)
            throws UsageException, InterruptedException {
        Duration limit = deadline.forProgram();
        if (limit.isZero()) {
            throw FAILURES.noTimeLeft();
        }
        // A directory that is no repository, so that gh has none to look into.
        try (PrivateDirectory directory = PrivateDirectory.create(temporaryFolder)) {
            return read(runner.run(request(program, directory.path(), limit)), limit, clock);
        } catch (IOException problem) {
            throw FAILURES.notRun(problem);
        }
    }

    private static ProcessRequest request(Path program, Path directory, Duration limit) {
        return ProcessRequest.builder(program, "api", "/copilot_internal/user")
                .workingDirectory(directory)
                .timeLimit(limit)
                .outputLimit(OUTPUT_LIMIT)
                .environment("GH_PROMPT_DISABLED", "1")
                .environment("GH_NO_UPDATE_NOTIFIER", "1")
                .environment("GH_NO_EXTENSION_UPDATE_NOTIFIER", "1")
                .environment("NO_COLOR", "1")
                // Each of these mixes something else into the output.
                .withoutEnvironment("GH_FORCE_TTY")
                .withoutEnvironment("CLICOLOR_FORCE")
                .withoutEnvironment("GH_DEBUG")
                .withoutEnvironment("DEBUG")
                .build();
    }

    private static UsageSnapshot.Builder read(ProcessResult result, Duration limit, Clock clock) throws UsageException {
        return switch (result.ending()) {
            case EXITED ->
                GhReader.read(
                        result.exitCode().orElse(-1),
                        result.standardOutput(),
                        TerminalText.of(result.standardError()),
                        clock.instant());
            case OUTPUT_LIMIT ->
                throw new UsageException(
                        Reason.UNREADABLE, "gh printed more than an answer.", "Run `gh api /copilot_internal/user`.");
            default -> throw FAILURES.timedOut(limit);
        };
    }
}
