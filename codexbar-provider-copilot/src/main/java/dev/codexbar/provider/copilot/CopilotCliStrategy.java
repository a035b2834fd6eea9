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
import dev.codexbar.provider.copilot.report.CopilotCliReader;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonRpc;
import dev.codexbar.provider.support.PrivateDirectory;
import dev.codexbar.provider.support.ToolFailures;
import dev.codexbar.provider.support.ToolLocator;
import dev.codexbar.provider.support.ToolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks the GitHub Copilot CLI for its login, which comes with the quotas. No session is opened, so no model is reached.
 *
 * <p>Not {@code account.getQuota}, whose {@code resetDate} is the time of the observation, and never
 * {@code account.getAllUsers}, which answers with tokens.
 */
final class CopilotCliStrategy {

    static final String ID = "copilot-cli";

    /** The folders are those into which installers put it without PATH knowing them. */
    static final ProviderProgram PROGRAM =
            ProviderProgram.of("copilot", "COPILOT_CLI_PATH", "~/.local/bin", "/opt/homebrew/bin", "/usr/local/bin");

    /** The program ends by itself a quarter of a second after the end of its input. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final ToolFailures FAILURES = new ToolFailures(
            "the Copilot CLI",
            "Install gh from https://cli.github.com/ and run `gh auth login`.",
            "Run `copilot --version` to see whether it works at all, or install gh.");

    private final ToolLocator locator;
    private final ProcessRunner runner;
    private final ToolSettings settings;

    CopilotCliStrategy(ToolLocator locator, ToolSettings settings) {
        this.locator = locator;
        this.runner = Objects.requireNonNullElseGet(settings.runner(), ProcessRunners::pipes);
        this.settings = settings;
    }

    Optional<Path> find() {
        return locator.find();
    }

    UsageSnapshot.Builder ask(Path program, Deadline deadline) throws UsageException, InterruptedException {
        Duration limit = deadline.forProgram();
        if (limit.isZero()) {
            throw FAILURES.noTimeLeft();
        }
        AtomicReference<@Nullable JsonReply> answer = new AtomicReference<>();
        JsonDialogue question = JsonDialogue.withHeaders(
                JsonRpc.STANDARD,
                start -> start.ask(JsonRpc.STANDARD.question(1, "account.getCurrentAuth", "{}"), answer::set));
        try (PrivateDirectory directory = PrivateDirectory.create(settings.temporaryFolder())) {
            ProcessResult result = runner.run(request(program, directory.path(), limit, question));
            JsonReply reply = answer.get();
            if (reply != null) {
                return CopilotCliReader.read(reply, settings.clock().instant());
            }
            throw switch (result.ending()) {
                case EXITED ->
                    CopilotCliReader.ended(result.exitCode().orElse(-1), TerminalText.of(result.standardError()));
                case TIMED_OUT, IDLE -> FAILURES.timedOut(limit);
                case SATISFIED, OUTPUT_LIMIT ->
                    new UsageException(
                            Reason.UNREADABLE,
                            "The Copilot CLI printed without end.",
                            "Update the Copilot CLI or this library.");
            };
        } catch (IOException problem) {
            throw FAILURES.notRun(problem);
        }
    }

    private ProcessRequest request(Path program, Path directory, Duration limit, JsonDialogue question) {
        ProcessRequest.Builder request = ProcessRequest.builder(
                        program,
                        "--headless",
                        "--stdio",
                        "--no-auto-update",
                        "--disable-client-telemetry",
                        // It writes a file at each start even so, which is deleted with the directory.
                        "--log-level",
                        "none",
                        "--log-dir",
                        directory.toString())
                .workingDirectory(directory)
                .timeLimit(limit)
                .dialogue(question)
                .closeInputFirst(GRACE);
        settings.environment().applyTo(request);
        return request.build();
    }
}
