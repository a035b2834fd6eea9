package dev.codexbar.monitor;

import dev.codexbar.core.UsageException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that is over, for metrics.
 *
 * @param providerId the id of the provider
 * @param duration how long it took, from its start to its answer, its failure or its time limit
 * @param reason why it failed, or {@code null} if it gave an answer
 * @since 0.1.0
 */
public record FetchReport(String providerId, Duration duration, UsageException.@Nullable Reason reason) {

    /**
     * Checks the parts.
     *
     * @param providerId the id of the provider
     * @param duration how long it took
     * @param reason why it failed, or {@code null} if it gave an answer
     */
    public FetchReport {
        Objects.requireNonNull(providerId, "providerId");
        Objects.requireNonNull(duration, "duration");
    }

    /**
     * Returns why the fetch failed.
     *
     * @return the reason, or empty if it gave an answer
     */
    public Optional<UsageException.Reason> failure() {
        return Optional.ofNullable(reason);
    }
}
