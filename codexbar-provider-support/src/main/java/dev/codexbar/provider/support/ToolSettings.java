package dev.codexbar.provider.support;

import dev.codexbar.core.process.ProcessRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ToolProviderBuilder} collected.
 *
 * @param runner runs programs, or {@code null} for the provider's own choice
 * @param clock dates snapshots
 * @param timeLimit how long a fetch may take if its request does not say
 * @param environment where the tool is looked for and runs
 * @param temporaryFolder where private directories are made, or {@code null} for the folder for temporary files
 * @since 0.1.0
 */
public record ToolSettings(
        @Nullable ProcessRunner runner,
        Clock clock,
        Duration timeLimit,
        ToolEnvironment environment,
        @Nullable Path temporaryFolder) {

    /**
     * Checks the parts.
     *
     * @param runner runs programs, or {@code null} for the provider's own choice
     * @param clock dates snapshots
     * @param timeLimit how long a fetch may take if its request does not say
     * @param environment where the tool is looked for and runs
     * @param temporaryFolder where private directories are made, or {@code null} for the folder for temporary files
     */
    public ToolSettings {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(timeLimit, "timeLimit");
        Objects.requireNonNull(environment, "environment");
    }
}
