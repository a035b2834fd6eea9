package dev.codexbar.provider.copilot;

import dev.codexbar.core.ProviderProgram;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.copilot.report.GhReader;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.PrivateDirectory;
import dev.codexbar.provider.support.ToolFailures;
import dev.codexbar.provider.support.ToolLocator;
import dev.codexbar.provider.support.ToolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Asks through {@code gh api}: one process, one request, nothing written. */
final class GhStrategy {

    static final String ID = "gh";

    /** The folders are those into which installers put it without PATH knowing them. */
    static final ProviderProgram PROGRAM = ProviderProgram.of(
            "gh", "GH_PATH", "~/.local/bin", "/opt/homebrew/bin", "/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin");

    /** An answer has two kilobytes. */
    private static final int OUTPUT_LIMIT = 1 << 20;

    private static final ToolFailures FAILURES = new ToolFailures(
            ID,
            "Install gh from https://cli.github.com/ and run `gh auth login`.",
            "Run `gh --version` to see whether it works at all.");

    private final ToolLocator locator;
    private final ProcessRunner runner;
    private final ToolSettings settings;

    GhStrategy(ToolLocator locator, ToolSettings settings) {
        this.locator = locator;
        this.runner = Objects.requireNonNullElseGet(settings.runner(), ProcessRunners::pipes);
        this.settings = settings;
    }

    Optional<Path> find() {
        return locator.find();
    }

    UsageException notInstalled() {
        return FAILURES.notInstalled(locator.whatIsMissing());
    }

    UsageSnapshot.Builder ask(Path program, Deadline deadline) throws UsageException, InterruptedException {
        Duration limit = deadline.forProgram();
        if (limit.isZero()) {
            throw FAILURES.noTimeLeft();
        }
        // A directory that is no repository, so that gh has none to look into.
        try (PrivateDirectory directory = PrivateDirectory.create(settings.temporaryFolder())) {
            return read(runner.run(request(program, directory.path(), limit)), limit);
        } catch (IOException problem) {
            throw FAILURES.notRun(problem);
        }
    }

    private ProcessRequest request(Path program, Path directory, Duration limit) {
        ProcessRequest.Builder request = ProcessRequest.builder(program, "api", "/copilot_internal/user")
                .workingDirectory(directory)
                .timeLimit(limit)
                .outputLimit(OUTPUT_LIMIT);
        settings.environment().applyTo(request);
        return request.environment("GH_PROMPT_DISABLED", "1")
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

    private UsageSnapshot.Builder read(ProcessResult result, Duration limit) throws UsageException {
        return switch (result.ending()) {
            case EXITED ->
                GhReader.read(
                        result.exitCode().orElse(-1),
                        result.standardOutput(),
                        TerminalText.of(result.standardError()),
                        settings.clock().instant());
            case OUTPUT_LIMIT ->
                throw new UsageException(
                        Reason.UNREADABLE, "gh printed more than an answer.", "Run `gh api /copilot_internal/user`.");
            default -> throw FAILURES.timedOut(limit);
        };
    }
}
