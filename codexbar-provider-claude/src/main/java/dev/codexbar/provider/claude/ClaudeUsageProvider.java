package dev.codexbar.provider.claude;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.ToolLocator;
import dev.codexbar.provider.support.ToolProviderBuilder;
import dev.codexbar.provider.support.ToolSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the limits of a Claude subscription (Pro, Max, Team, Enterprise) through the Claude Code that is installed and
 * signed in on this machine, 2.1.169 or later.
 *
 * <pre>{@code
 * UsageSnapshot usage = new ClaudeUsageProvider().fetch(FetchRequest.defaults());
 * usage.primary().ifPresent(session -> System.out.println(session.usedPercent() + " % of the five hours"));
 * }</pre>
 *
 * <p>One fetch starts {@code claude -p --safe-mode} without a prompt, sends the control requests {@code initialize} and
 * {@code get_usage}, and closes the input. No message reaches a model, no hook and no MCP server of the user is started
 * (those of an administrator's policy are), and no transcript is written. Versions before 2.1.169 call a model in that
 * situation; they reject {@code --safe-mode} and end at once, so that the command itself keeps them from being asked.
 * There is no second way.
 *
 * <p>Claude Code finds its own login; this library reads none of its files. {@code CLAUDE_CONFIG_DIR} selects the
 * account as usual. Variables whose names begin with {@code ANTHROPIC_} are withheld, because an API key hides the
 * subscription. What Claude Code does on each start it does here, too: it rewrites {@code ~/.claude.json} and keeps one
 * copy of it in {@code ~/.claude/backups}. Its temporary files ({@code CLAUDE_CODE_TMPDIR}, {@code TMPDIR}) go into the
 * private directory in which it runs, and are deleted with that.
 *
 * <p>The figures may be up to a minute old, and up to an hour while Anthropic's service fails: Claude Code repeats them
 * without a mark. Where a reset that is past proves their age, the window is left out, and a detail of the snapshot
 * gives the age.
 *
 * <p>Thread-safe. Keeps nothing from one fetch to the next.
 *
 * @implNote Measured with Claude Code 1.0.128, 2.0.76, 2.1.50, 2.1.160 and 2.1.170 to 2.1.332. {@code get_usage} is
 *     experimental by the name of its method in {@code @anthropic-ai/claude-agent-sdk}.
 * @since 0.1.0
 */
public final class ClaudeUsageProvider implements UsageProvider {

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder("claude", "Claude Code")
            .windowTitle(NamedRateWindow.PRIMARY, "Session")
            .windowTitle(NamedRateWindow.SECONDARY, "Weekly")
            .dashboardUri(URI.create("https://claude.ai/settings/usage"))
            .statusUri(URI.create("https://status.claude.com/"))
            .program(ClaudeCode.PROGRAM)
            .access("Runs `claude -p --safe-mode` without a prompt, which reaches no model and costs nothing.")
            .accentColor("#CC7C5E")
            .minimumInterval(Duration.ofMinutes(1))
            .build();

    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(15);

    private final ToolSettings settings;
    private final ClaudeCode program;

    /** Makes a provider that finds {@code claude} by itself and answers within 15 seconds. Does no work. */
    public ClaudeUsageProvider() {
        this(builder());
    }

    private ClaudeUsageProvider(Builder builder) {
        this.settings = builder.collected();
        this.program = new ClaudeCode(
                new ToolLocator(ClaudeCode.PROGRAM, builder.executable, settings.environment()), settings);
    }

    /**
     * Returns a builder, for everything that the constructor does not choose well.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    /**
     * {@inheritDoc}
     *
     * <p>An account without a plan (API key, Amazon Bedrock, Google Vertex AI) has no limits: its snapshot has a detail
     * for that, and no window.
     *
     * <p>Allow five seconds at least: starting takes up to three, and Claude Code waits five for its service. Unless
     * the time is too short, Claude Code is ended by the end of its input, because a kill leaves files of its session
     * behind. An interrupted fetch is therefore over once Claude Code has ended: at once as a rule, and after six
     * seconds at most while its service is silent.
     */
    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Deadline deadline = Deadline.after(request.timeLimit().orElse(settings.timeLimit()));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before Claude Code was asked");
        }
        return program.ask(deadline);
    }

    @Override
    public String toString() {
        return "ClaudeUsageProvider[timeLimit=" + settings.timeLimit() + "]";
    }

    /**
     * Collects the parts of a {@link ClaudeUsageProvider}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends ToolProviderBuilder<ClaudeUsageProvider, Builder> {

        private @Nullable Path executable;

        private Builder() {
            super(DEFAULT_TIME_LIMIT);
        }

        /**
         * Names the program, instead of looking for it at {@code CLAUDE_CLI_PATH}, on PATH and in the usual places.
         *
         * @param path the path of {@code claude}; if there is no executable file, none is looked for elsewhere
         * @return this builder
         */
        public Builder executable(Path path) {
            this.executable = Objects.requireNonNull(path, "executable").toAbsolutePath();
            return this;
        }

        private ToolSettings collected() {
            return settings();
        }

        /** See {@link #makeDirectoriesIn}. */
        Builder temporaryFolder(Path folder) {
            makeDirectoriesIn(folder);
            return this;
        }

        @Override
        public ClaudeUsageProvider build() {
            return new ClaudeUsageProvider(this);
        }
    }
}
