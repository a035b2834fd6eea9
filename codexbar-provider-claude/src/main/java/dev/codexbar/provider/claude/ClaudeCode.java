package dev.codexbar.provider.claude;

import dev.codexbar.core.ProviderProgram;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.claude.report.ClaudeReader;
import dev.codexbar.provider.claude.report.ClaudeReader.Surroundings;
import dev.codexbar.provider.claude.report.ControlProtocol;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.PrivateDirectory;
import dev.codexbar.provider.support.ToolFailures;
import dev.codexbar.provider.support.ToolLocator;
import dev.codexbar.provider.support.ToolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The installed Claude Code. Immutable and thread-safe. */
final class ClaudeCode {

    /** The folders are those into which installers put it without PATH knowing them. */
    static final ProviderProgram PROGRAM = ProviderProgram.of(
            "claude",
            "CLAUDE_CLI_PATH",
            "~/.local/bin",
            "~/.claude/local",
            "/opt/homebrew/bin",
            "/usr/local/bin",
            "/home/linuxbrew/.linuxbrew/bin");

    /**
     * {@code --safe-mode} is the gate: it came in the version that can be asked without cost, and all versions before
     * end on it. It also keeps hooks and MCP servers of the user from starting.
     */
    private static final List<String> ARGUMENTS = List.of(
            "-p",
            "--safe-mode",
            "--no-session-persistence",
            "--strict-mcp-config",
            "--tools",
            "",
            "--input-format",
            "stream-json",
            "--output-format",
            "stream-json",
            "--verbose");

    /**
     * The program ends 0.3 s after the end of its input, but first waits for its service, for 5 s at most. A kill
     * leaves files of its session behind.
     */
    private static final Duration GRACE = Duration.ofSeconds(6);

    /**
     * At each start, the program tries out in the first folder whether files can be watched, and a quick end leaves the
     * file; 2.1.197 makes a folder in the second one as well.
     */
    private static final List<String> TEMPORARY_FOLDERS = List.of("CLAUDE_CODE_TMPDIR", "TMPDIR");

    private static final String KEYS = "ANTHROPIC_";
    private static final String TRAFFIC = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC";

    private static final ToolFailures FAILURES = new ToolFailures(
            "Claude Code",
            "Install Claude Code from https://code.claude.com/docs, run `claude`, then /login.",
            "Run `claude --version` to see whether it works at all.");

    private final ToolLocator locator;
    private final ProcessRunner runner;
    private final ToolSettings settings;

    ClaudeCode(ToolLocator locator, ToolSettings settings) {
        this.locator = locator;
        this.runner = Objects.requireNonNullElseGet(settings.runner(), ProcessRunners::pipes);
        this.settings = settings;
    }

    /** The answers of the program. Filled by the thread that runs the program. */
    private static final class Answers {

        private JsonReply initialized = JsonReply.UNREADABLE;
        private @Nullable JsonReply usage;

        void ask(JsonDialogue dialogue) {
            // The account is only in the first answer, the limits are only in the second.
            dialogue.ask(
                    ControlProtocol.INSTANCE.question("initialize", "{\"subtype\":\"initialize\"}"),
                    reply -> initialized = reply);
            // Without the second member, it would read the transcripts of a week.
            dialogue.ask(
                    ControlProtocol.INSTANCE.question("usage", "{\"subtype\":\"get_usage\",\"skip_behaviors\":true}"),
                    reply -> usage = reply);
        }
    }

    UsageSnapshot ask(Deadline deadline) throws UsageException, InterruptedException {
        Path executable = locator.find().orElseThrow(() -> FAILURES.notInstalled(locator.whatIsMissing()));
        Duration limit = deadline.forProgram();
        if (limit.isZero()) {
            throw FAILURES.noTimeLeft();
        }
        Answers answers = new Answers();
        JsonDialogue dialogue = JsonDialogue.lines(ControlProtocol.INSTANCE, answers::ask);
        // An empty directory of its own: no project whose settings it would read or whose files it would list.
        try (PrivateDirectory directory = PrivateDirectory.create(settings.temporaryFolder())) {
            ProcessResult result = runner.run(request(executable, directory.path(), limit, dialogue));
            dialogue.endOfOutput();
            return read(answers, result, limit);
        } catch (IOException problem) {
            throw FAILURES.notRun(problem);
        }
    }

    private ProcessRequest request(Path executable, Path directory, Duration limit, JsonDialogue dialogue) {
        ProcessRequest.Builder request = ProcessRequest.builder(executable.toString(), ARGUMENTS)
                .workingDirectory(directory)
                .timeLimit(limit)
                .dialogue(dialogue)
                .closeInputFirst(GRACE);
        setEnvironment(request, directory);
        return request.build();
    }

    private void setEnvironment(ProcessRequest.Builder request, Path directory) {
        settings.environment().applyTo(request);
        // With a key or the address of another service, it answers for that instead of for the subscription.
        for (String name : variables().keySet()) {
            if (name.startsWith(KEYS)) {
                request.withoutEnvironment(name);
            }
        }
        // None of these changes the answer.
        request.environment("DISABLE_TELEMETRY", "1")
                .environment("DISABLE_ERROR_REPORTING", "1")
                .environment("DISABLE_AUTOUPDATER", "1");
        TEMPORARY_FOLDERS.forEach(name -> request.environment(name, directory.toString()));
    }

    private Map<String, String> variables() {
        return settings.environment().variables();
    }

    private UsageSnapshot read(Answers answers, ProcessResult result, Duration limit) throws UsageException {
        JsonReply usage = answers.usage;
        if (usage != null) {
            Map<String, String> variables = variables();
            Surroundings surroundings = new Surroundings(
                    isOn(variables.getOrDefault(TRAFFIC, "")),
                    variables.containsKey("ANTHROPIC_API_KEY") || variables.containsKey("ANTHROPIC_AUTH_TOKEN"));
            return ClaudeReader.read(
                            answers.initialized,
                            usage,
                            surroundings,
                            settings.clock().instant())
                    .build();
        }
        throw switch (result.ending()) {
            case EXITED -> ClaudeReader.ended(result.exitCode().orElse(-1), TerminalText.of(result.standardError()));
            case TIMED_OUT, IDLE -> FAILURES.timedOut(limit);
            case SATISFIED, OUTPUT_LIMIT ->
                new UsageException(
                        Reason.UNREADABLE, "Claude Code printed without end.", "Update Claude Code or this library.");
        };
    }

    private static boolean isOn(String variable) {
        return !variable.isBlank() && !variable.equals("0") && !variable.equalsIgnoreCase("false");
    }
}
