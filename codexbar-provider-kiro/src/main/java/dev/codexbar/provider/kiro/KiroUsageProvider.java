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
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
            .cliName(KiroLocator.NAME)
            .accentColor("#FF9900")
            .minimumInterval(Duration.ofMinutes(5))
            .build();

    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

    private final KiroLocator locator;
    private final Clock clock;
    private final Duration timeLimit;
    private final List<KiroStrategy> strategies;
    private final @Nullable Path temporaryFolder;
    private final KnownTool knownTool = new KnownTool();
    private final TerminalWarmUp warmUp = new TerminalWarmUp();
    private volatile @Nullable ProcessRunner runner;

    /** Makes a provider that finds {@code kiro-cli} by itself and answers within 10 seconds. Does no work. */
    public KiroUsageProvider() {
        this(builder());
    }

    private KiroUsageProvider(Builder builder) {
        this.locator = new KiroLocator(builder.executable, builder.environment);
        this.clock = builder.clock;
        this.timeLimit = builder.timeLimit;
        this.strategies = builder.strategies;
        this.temporaryFolder = builder.temporaryFolder;
        this.runner = builder.runner;
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
        Deadline deadline = Deadline.after(request.timeLimit().orElse(timeLimit));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before kiro-cli was asked");
        }
        // First, so that nothing is loaded on a machine without kiro-cli.
        Path executable = locator.locate();
        ProcessRunner programs = runner();
        KiroCli cli = new KiroCli(executable, programs, temporaryFolder);
        boolean mayUseTerminal = strategies.isEmpty() || strategies.contains(KiroStrategy.PTY);
        Runnable endOfWarmUp = mayUseTerminal ? warmUp.start(programs, deadline) : () -> {};
        try {
            return new KiroFetch(cli, deadline, clock, knownTool).run(strategies);
        } finally {
            endOfWarmUp.run();
        }
    }

    @Override
    public String toString() {
        return "KiroUsageProvider[timeLimit=" + timeLimit + ", strategies="
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
    public static final class Builder {

        private @Nullable Path executable;
        private @Nullable ProcessRunner runner;
        private Clock clock = Clock.systemUTC();
        private Duration timeLimit = DEFAULT_TIME_LIMIT;
        private @Nullable Map<String, String> environment;
        private List<KiroStrategy> strategies = List.of();
        private @Nullable Path temporaryFolder;

        private Builder() {}

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
         * Sets how programs are run.
         *
         * @param value a runner; {@link ProcessRunners#load()} unless set
         * @return this builder
         */
        public Builder runner(ProcessRunner value) {
            this.runner = Objects.requireNonNull(value, "runner");
            return this;
        }

        /**
         * Sets the clock that dates snapshots and resets. Limits do not depend on it.
         *
         * @param value a clock; the system's unless set
         * @return this builder
         */
        public Builder clock(Clock value) {
            this.clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets how long a fetch may take if its request does not say.
         *
         * @param limit longer than zero; 10 seconds unless set
         * @return this builder
         * @throws IllegalArgumentException if the limit is zero or negative
         */
        public Builder timeLimit(Duration limit) {
            if (limit.isZero() || limit.isNegative()) {
                throw new IllegalArgumentException("timeLimit must be longer than zero: " + limit);
            }
            this.timeLimit = limit;
            return this;
        }

        /**
         * Sets where {@code KIRO_CLI_PATH}, {@code PATH} and {@code HOME} are looked up. The program itself inherits
         * the environment of this JVM in any case.
         *
         * @param variables the variables; those of this JVM unless set
         * @return this builder
         */
        public Builder environment(Map<String, String> variables) {
            this.environment = Map.copyOf(variables);
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

        /** Sets where the private directories are made, so that a test sees whether any is left. */
        Builder temporaryFolder(Path folder) {
            this.temporaryFolder = folder;
            return this;
        }

        /**
         * Returns the provider.
         *
         * @return a new provider with what was set so far
         */
        public KiroUsageProvider build() {
            return new KiroUsageProvider(this);
        }
    }
}
