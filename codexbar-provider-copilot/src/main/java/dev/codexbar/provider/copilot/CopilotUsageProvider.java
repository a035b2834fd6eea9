package dev.codexbar.provider.copilot;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.ToolEnvironment;
import dev.codexbar.provider.support.ToolLocator;
import dev.codexbar.provider.support.ToolProviderBuilder;
import dev.codexbar.provider.support.ToolSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of GitHub Copilot through {@code gh}, the GitHub CLI that is installed and signed in on this machine.
 *
 * <pre>{@code
 * UsageSnapshot usage = new CopilotUsageProvider().fetch(FetchRequest.defaults());
 * usage.primary().ifPresent(premium -> System.out.println(premium.usedPercent() + " % of the premium requests"));
 * }</pre>
 *
 * <p>One fetch is one {@code gh api /copilot_internal/user}: a single GET request to GitHub, which reaches no model,
 * counts against no quota of Copilot, writes no file and opens no browser. {@code gh} adds the token of its login; this
 * library never sees it. The account and host are those of {@code gh}: {@code GH_HOST}, {@code GH_TOKEN} and
 * {@code GH_CONFIG_DIR} hold.
 *
 * <p>Only if there is no {@code gh}, or it is not signed in, the GitHub Copilot CLI is asked, if that is installed: it
 * starts in one to three seconds and may repeat an answer that is up to an hour old. The snapshot then carries the
 * instant at which GitHub counted.
 *
 * <p>Thread-safe. Keeps nothing from one fetch to the next.
 *
 * @implNote Measured with gh 2.23.0 and the Copilot CLI 1.0.102. The endpoint is undocumented; the Copilot CLI itself
 *     sends the token of {@code gh auth token} to it.
 * @since 0.1.0
 */
public final class CopilotUsageProvider implements UsageProvider {

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder("copilot", "GitHub Copilot")
            .windowTitle(NamedRateWindow.PRIMARY, "Premium requests")
            .windowTitle(NamedRateWindow.SECONDARY, "Chat")
            .dashboardUri(URI.create("https://github.com/settings/copilot"))
            .statusUri(URI.create("https://www.githubstatus.com/"))
            .program(GhStrategy.PROGRAM)
            .program(CopilotCliStrategy.PROGRAM)
            .access(
                    "Runs `gh api` with one read-only request, or else the Copilot CLI; neither counts against a quota.")
            .accentColor("#A855F7")
            .minimumInterval(Duration.ofMinutes(1))
            .build();

    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

    private final ToolSettings settings;
    private final GhStrategy gh;
    private final CopilotCliStrategy cli;

    /** Makes a provider that finds its program by itself and answers within 10 seconds. Does no work. */
    public CopilotUsageProvider() {
        this(builder());
    }

    private CopilotUsageProvider(Builder builder) {
        this.settings = builder.collected();
        ToolEnvironment environment = settings.environment();
        this.gh = new GhStrategy(new ToolLocator(GhStrategy.PROGRAM, builder.gh, environment), settings);
        this.cli = new CopilotCliStrategy(
                new ToolLocator(CopilotCliStrategy.PROGRAM, builder.copilotCli, environment), settings);
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
     * <p>A quota without a limit has no window but a detail, and neither has the seat of a company that is billed by
     * tokens: GitHub sends "0 of 0, 100 % left" there, which is not 0 % used.
     */
    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Deadline deadline = Deadline.after(request.timeLimit().orElse(settings.timeLimit()));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before gh was asked");
        }
        Optional<Path> ghProgram = gh.find();
        if (ghProgram.isEmpty()) {
            return ask(cli.find().orElseThrow(gh::notInstalled), deadline, List.of());
        }
        long start = System.nanoTime();
        try {
            return gh.ask(ghProgram.get(), deadline).strategy(GhStrategy.ID).build();
        } catch (UsageException failure) {
            Optional<Path> cliProgram = failure.reason() == Reason.NOT_LOGGED_IN ? cli.find() : Optional.empty();
            if (cliProgram.isEmpty()) {
                throw failure;
            }
            FetchAttempt attempt = FetchAttempt.failed(
                    GhStrategy.ID,
                    failure.reason(),
                    String.valueOf(failure.getMessage()),
                    Duration.ofNanos(System.nanoTime() - start));
            return ask(cliProgram.get(), deadline, List.of(attempt));
        }
    }

    private UsageSnapshot ask(Path program, Deadline deadline, List<FetchAttempt> before)
            throws UsageException, InterruptedException {
        long start = System.nanoTime();
        try {
            return cli.ask(program, deadline)
                    .strategy(CopilotCliStrategy.ID)
                    .attempts(before)
                    .build();
        } catch (UsageException failure) {
            String message = String.valueOf(failure.getMessage());
            List<FetchAttempt> attempts = new ArrayList<>(before);
            attempts.add(FetchAttempt.failed(
                    CopilotCliStrategy.ID, failure.reason(), message, Duration.ofNanos(System.nanoTime() - start)));
            UsageException.Builder all =
                    UsageException.builder(failure.reason(), message).attempts(attempts);
            failure.nextStep().ifPresent(all::nextStep);
            throw all.build();
        }
    }

    @Override
    public String toString() {
        return "CopilotUsageProvider[timeLimit=" + settings.timeLimit() + "]";
    }

    /**
     * Collects the parts of a {@link CopilotUsageProvider}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends ToolProviderBuilder<CopilotUsageProvider, Builder> {

        private @Nullable Path gh;
        private @Nullable Path copilotCli;

        private Builder() {
            super(DEFAULT_TIME_LIMIT);
        }

        /**
         * Names the GitHub CLI, instead of looking for it at {@code GH_PATH}, on PATH and in the usual places.
         *
         * @param path the path of {@code gh}; if there is no executable file, none is looked for elsewhere
         * @return this builder
         */
        public Builder gh(Path path) {
            this.gh = Objects.requireNonNull(path, "gh").toAbsolutePath();
            return this;
        }

        /**
         * Names the GitHub Copilot CLI, instead of looking for it at {@code COPILOT_CLI_PATH}, on PATH and in the usual
         * places.
         *
         * @param path the path of {@code copilot}; if there is no executable file, none is looked for elsewhere
         * @return this builder
         */
        public Builder copilotCli(Path path) {
            this.copilotCli = Objects.requireNonNull(path, "copilotCli").toAbsolutePath();
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
        public CopilotUsageProvider build() {
            return new CopilotUsageProvider(this);
        }
    }
}
