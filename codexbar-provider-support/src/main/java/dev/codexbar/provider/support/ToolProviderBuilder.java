package dev.codexbar.provider.support;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.process.ProcessRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects what every provider has that asks an installed program. Not thread-safe.
 *
 * <p>Hosts meet it as what the builder of a provider inherits. Authors of providers extend it and name what is the
 * provider's own, such as its program.
 *
 * @param <P> the provider that is built
 * @param <B> the builder itself, which each method returns
 * @since 0.1.0
 */
public abstract class ToolProviderBuilder<P extends UsageProvider, B extends ToolProviderBuilder<P, B>> {

    private final Duration leastTimeLimit;
    private @Nullable ProcessRunner runner;
    private Clock clock = Clock.systemUTC();
    private Duration timeLimit;
    private ToolEnvironment environment = ToolEnvironment.inherited();
    private @Nullable Path temporaryFolder;

    /**
     * Makes a builder of a provider that can do with any time.
     *
     * @param timeLimit how long a fetch may take if neither its request nor the host says
     */
    protected ToolProviderBuilder(Duration timeLimit) {
        this(timeLimit, Duration.ZERO);
    }

    /**
     * Makes a builder.
     *
     * @param timeLimit how long a fetch may take if neither its request nor the host says
     * @param leastTimeLimit the shortest limit that a host may set, in whole seconds; zero for any
     */
    protected ToolProviderBuilder(Duration timeLimit, Duration leastTimeLimit) {
        this.timeLimit = Objects.requireNonNull(timeLimit, "timeLimit");
        this.leastTimeLimit = Objects.requireNonNull(leastTimeLimit, "leastTimeLimit");
    }

    /**
     * Sets how programs are run. The one that the provider chooses by itself starts them with pipes, or in a terminal
     * where its tool needs one.
     *
     * @param value a runner, such as one of {@link dev.codexbar.core.process.ProcessRunners}
     * @return this builder
     */
    public B runner(ProcessRunner value) {
        this.runner = Objects.requireNonNull(value, "runner");
        return self();
    }

    /**
     * Sets the clock that dates snapshots and resets. Time limits do not depend on it.
     *
     * @param value a clock; the system's unless set
     * @return this builder
     */
    public B clock(Clock value) {
        this.clock = Objects.requireNonNull(value, "clock");
        return self();
    }

    /**
     * Sets how long a fetch may take if its request does not say. The constructor of each provider states the limit
     * that holds unless this is called.
     *
     * @param limit longer than zero, and not shorter than the provider needs to end its tool without harm
     * @return this builder
     * @throws IllegalArgumentException if the limit is too short
     */
    public B timeLimit(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (limit.isZero() || limit.isNegative() || limit.compareTo(leastTimeLimit) < 0) {
            throw new IllegalArgumentException("timeLimit must be "
                    + (leastTimeLimit.isZero() ? "longer than zero" : leastTimeLimit.toSeconds() + " seconds or longer")
                    + ": " + limit);
        }
        this.timeLimit = limit;
        return self();
    }

    /**
     * Sets the environment in which the tool is looked for and runs, in place of that of this JVM: another
     * {@code HOME}, for instance, for a second account.
     *
     * @param variables all variables; those of this JVM unless set
     * @return this builder
     */
    public B environment(Map<String, String> variables) {
        this.environment = ToolEnvironment.of(variables);
        return self();
    }

    /**
     * Sets where the private directories of programs are made, so that a test sees whether any is left.
     *
     * @param folder an existing folder
     */
    protected final void makeDirectoriesIn(Path folder) {
        this.temporaryFolder = Objects.requireNonNull(folder, "folder");
    }

    /**
     * Returns what was set so far.
     *
     * @return the settings
     */
    protected final ToolSettings settings() {
        return new ToolSettings(runner, clock, timeLimit, environment, temporaryFolder);
    }

    /**
     * Returns the provider.
     *
     * @return a new provider with what was set so far
     */
    public abstract P build();

    @SuppressWarnings("unchecked") // B is this class by its declaration
    private B self() {
        return (B) this;
    }
}
