package dev.codexbar.provider.kiro;

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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of Kiro through the {@code kiro-cli} that is installed on this machine.
 *
 * <pre>{@code
 * UsageSnapshot usage = new KiroUsageProvider().fetch(FetchRequest.defaults());
 * usage.primary().ifPresent(credits -> System.out.println(credits.usedPercent() + " % of the credits are used"));
 * }</pre>
 *
 * <p>The program is asked with the command that its version understands, in an empty private directory, so that no
 * question ever reaches a model, opens a browser or touches a project. Its tokens, cookies, keys and databases are
 * never read.
 *
 * <p>Thread-safe. What one fetch learns about the program (its version) serves the next ones of the same instance,
 * except where the plain command is in question: there every fetch asks for the version first.
 *
 * @since 0.1.0
 */
public final class KiroUsageProvider implements UsageProvider {

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder("kiro", "Kiro")
            .windowTitle(NamedRateWindow.PRIMARY, KiroSnapshots.CREDITS_TITLE)
            .windowTitle(NamedRateWindow.SECONDARY, KiroSnapshots.BONUS_TITLE)
            .dashboardUri(URI.create("https://app.kiro.dev/account/usage"))
            .statusUri(URI.create("https://health.aws.amazon.com/health/status"))
            .program(KiroLocator.PROGRAM)
            .access("Runs kiro-cli for its own usage report, which reaches no model and costs no credits.")
            .accentColor("#FF9900")
            .minimumInterval(Duration.ofMinutes(5))
            .build();

    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

    private final ToolSettings settings;
    private final KiroLocator locator;
    private final List<KiroStrategy> strategies;
    private final KnownTool knownTool = new KnownTool();
    private final TerminalWarmUp warmUp = new TerminalWarmUp();
    private volatile @Nullable ProcessRunner runner;

    /** Makes a provider that finds {@code kiro-cli} by itself and answers within 10 seconds. Does no work. */
    public KiroUsageProvider() {
        this(builder());
    }

    private KiroUsageProvider(Builder builder) {
        this.settings = builder.collected();
        this.locator = new KiroLocator(builder.executable, settings.environment());
        this.strategies = builder.strategies;
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
     * <p>If the numbers are not available (an administrator manages the plan, or the version prints a summary only),
     * the snapshot holds the plan and no window.
     *
     * <p>Returns within the time limit. Only if less than 700 ms are allowed and the program has to be killed because
     * it ignores TERM, the fetch may be late by up to 350 ms, so that nothing is left behind. The first fetch loads the
     * terminal runner on a daemon thread, which outlasts the fetch only where loading takes longer than the program
     * does.
     *
     * <p>The first start of {@code kiro-cli acp} after an update may take over a minute (73 seconds were reported).
     * Such a fetch fails as {@link UsageException.Reason#TIMED_OUT} and says so; it is not repeated, and a later one
     * succeeds.
     *
     * <p>Should a version of {@code kiro-cli} hand the question to the model against all precaution, the fetch fails as
     * {@link UsageException.Reason#UNSUPPORTED} and says so; this instance then never asks that program in this way
     * again until its file changes.
     */
    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Deadline deadline = Deadline.after(request.timeLimit().orElse(settings.timeLimit()));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before kiro-cli was asked");
        }
        // First, so that nothing is loaded on a machine without kiro-cli.
        Path executable = locator.locate();
        ProcessRunner programs = runner();
        KiroCli cli = new KiroCli(executable, programs, settings.environment(), settings.temporaryFolder());
        boolean mayUseTerminal = strategies.isEmpty() || strategies.contains(KiroStrategy.PTY);
        Runnable endOfWarmUp = mayUseTerminal ? warmUp.start(programs, deadline) : () -> {};
        try {
            return new KiroFetch(cli, deadline, settings.clock(), knownTool).run(strategies);
        } finally {
            endOfWarmUp.run();
        }
    }

    @Override
    public String toString() {
        return "KiroUsageProvider[timeLimit=" + settings.timeLimit() + ", strategies="
                + (strategies.isEmpty() ? "usual" : strategies) + "]";
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
     * Collects the parts of a {@link KiroUsageProvider}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends ToolProviderBuilder<KiroUsageProvider, Builder> {

        private @Nullable Path executable;
        private List<KiroStrategy> strategies = List.of();

        private Builder() {
            super(DEFAULT_TIME_LIMIT);
        }

        /**
         * Names the program, instead of looking for it at {@code KIRO_CLI_PATH}, on PATH, in {@code ~/.local/bin} and
         * in the usual places of Homebrew and macOS.
         *
         * @param path the path of {@code kiro-cli}; if there is no executable file, none is looked for elsewhere
         * @return this builder
         */
        public Builder executable(Path path) {
            this.executable = Objects.requireNonNull(path, "executable").toAbsolutePath();
            return this;
        }

        /**
         * Sets the ways that may be used, in order. Unless set, these are {@link KiroStrategy#PTY} and
         * {@link KiroStrategy#ACP}; from version 2.30 on, ACP comes first, and the terminal is used only if ACP is not
         * supported; for a version newer than this library knows, ACP alone.
         *
         * @param ways at least one, each at most once
         * @return this builder
         * @throws IllegalArgumentException if there is none or one is named twice
         */
        public Builder strategies(KiroStrategy... ways) {
            List<KiroStrategy> chosen = List.of(ways);
            if (chosen.isEmpty() || chosen.stream().distinct().count() < chosen.size()) {
                throw new IllegalArgumentException("strategies must be at least one, each at most once: " + chosen);
            }
            this.strategies = chosen;
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
        public KiroUsageProvider build() {
            return new KiroUsageProvider(this);
        }
    }
}
