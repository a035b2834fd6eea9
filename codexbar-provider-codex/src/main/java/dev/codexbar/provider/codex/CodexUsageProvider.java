package dev.codexbar.provider.codex;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.ToolProviderBuilder;
import dev.codexbar.provider.support.ToolSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of Codex through the {@code codex} that is installed on this machine, of version 0.49 or later.
 *
 * <pre>{@code
 * UsageSnapshot usage = new CodexUsageProvider().fetch(FetchRequest.defaults());
 * usage.primary().ifPresent(session -> System.out.println(session.usedPercent() + " % of the session is used"));
 * }</pre>
 *
 * <p>Codex is asked by its own protocol for clients: {@code codex app-server -c features.plugins=false} with pipes,
 * {@code account/rateLimits/read} and {@code account/read}. That makes read-only requests to OpenAI's service, and
 * renews the login if Codex finds it expired; it reaches no model, starts no server or hook, and needs no terminal.
 * Codex' tokens, settings and sessions are never read. The version is asked first, because up to 0.42 the command is
 * taken for a prompt. Sources: dialogues recorded with the programs 0.45 to 0.171, and Codex' own protocol schema
 * ({@code codex app-server generate-json-schema}).
 *
 * <p>Windows are told apart by their length, not by their place: five hours are the {@code primary} window, seven days
 * the {@code secondary} one, any other length takes the place that is free. Quotas of single models follow, then the
 * monthly credit limit of a workspace.
 *
 * <p>Thread-safe. In one JVM, one fetch at a time asks each home of Codex ({@code CODEX_HOME}); others wait for it
 * within their time limits. What one fetch learns about the version serves the next ones of the same instance.
 *
 * @since 0.1.0
 */
public final class CodexUsageProvider implements UsageProvider {

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder("codex", "Codex")
            .windowTitle(NamedRateWindow.PRIMARY, "Session")
            .windowTitle(NamedRateWindow.SECONDARY, "Weekly")
            .dashboardUri(URI.create("https://chatgpt.com/codex/settings/usage"))
            .statusUri(URI.create("https://status.openai.com/"))
            .program(CodexLocator.PROGRAM)
            .access("Runs `codex app-server` for the limits of the account, which reaches no model and costs nothing.")
            .accentColor("#49A3B0")
            .minimumInterval(Duration.ofMinutes(2))
            .build();

    /** Behind a slow proxy the service takes 7 seconds, and the shorter the limit, the more often a run is cut. */
    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(20);

    private final ToolSettings settings;
    private final CodexLocator locator;
    private final KnownTool memory = new KnownTool();
    private volatile @Nullable ProcessRunner runner;

    /** Makes a provider that finds {@code codex} by itself and answers within 20 seconds. Does no work. */
    public CodexUsageProvider() {
        this(builder());
    }

    private CodexUsageProvider(Builder builder) {
        this.settings = builder.collected();
        this.locator = new CodexLocator(builder.executable, settings.environment());
        this.runner = settings.runner();
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
     * <p>Of a plan that has credits alone the snapshot holds no window. If Codex cannot tell whose usage it is, the
     * snapshot holds no identity, and the attempts say so.
     *
     * <p>Returns within the time limit. Two seconds before, the input of Codex is closed, so that it can finish what a
     * signal would harm; a signal follows only at the limit. For the same reason an interrupt may take two seconds, and
     * with less than two seconds Codex is not started at all ({@link UsageException.Reason#TIMED_OUT}).
     */
    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Deadline deadline = Deadline.after(request.timeLimit().orElse(settings.timeLimit()));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before codex was asked");
        }
        // First, so that the failure on a machine without codex comes before anything is loaded.
        Path executable = locator.locate();
        CodexCli cli = new CodexCli(executable, runner(), settings.environment(), settings.temporaryFolder());
        return new CodexFetch(cli, deadline, settings.clock(), memory).run();
    }

    @Override
    public String toString() {
        return "CodexUsageProvider[timeLimit=" + settings.timeLimit() + "]";
    }

    private ProcessRunner runner() {
        ProcessRunner known = runner;
        if (known == null) {
            // Two threads may both load one: they are alike, and either will do.
            known = ProcessRunners.load();
            runner = known;
        }
        return known;
    }

    /**
     * Collects the parts of a {@link CodexUsageProvider}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends ToolProviderBuilder<CodexUsageProvider, Builder> {

        private @Nullable Path executable;

        private Builder() {
            super(DEFAULT_TIME_LIMIT, CodexFetch.LEAST_TIME);
        }

        /**
         * Names the program, instead of looking for it at {@code CODEX_CLI_PATH}, on PATH, and where installers and
         * desktop applications put it.
         *
         * @param path the path of {@code codex}; if there is no executable file, none is looked for elsewhere
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
        public CodexUsageProvider build() {
            return new CodexUsageProvider(this);
        }
    }
}
