package dev.codexbar.monitor;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a user last learned about one provider.
 *
 * @param providerId the id of the provider
 * @param endedAt when the last attempt ended
 * @param snapshot the last answer, or {@code null} if there was none
 * @param failure why the last attempt failed, or {@code null} if it gave the snapshot
 * @since 0.1.0
 */
public record StoredUsage(
        String providerId,
        Instant endedAt,
        @Nullable UsageSnapshot snapshot,
        @Nullable UsageException failure) {

    /**
     * Checks the parts.
     *
     * @param providerId the id of the provider
     * @param endedAt when the last attempt ended
     * @param snapshot the last answer, or {@code null} if there was none
     * @param failure why the last attempt failed, or {@code null} if it gave the snapshot
     * @throws IllegalArgumentException if there is neither, or the snapshot is of another provider
     */
    public StoredUsage {
        Objects.requireNonNull(providerId, "providerId");
        Objects.requireNonNull(endedAt, "endedAt");
        if (snapshot == null && failure == null) {
            throw new IllegalArgumentException("neither a snapshot nor a failure of " + providerId);
        }
        if (snapshot != null && !snapshot.providerId().equals(providerId)) {
            throw new IllegalArgumentException("a snapshot of " + snapshot.providerId() + " for " + providerId);
        }
    }

    /**
     * Returns the end of the pause that the service asked for.
     *
     * @return the instant, or empty unless the last attempt was rate limited and the service said how long
     */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(failure)
                .filter(one -> one.reason() == UsageException.Reason.RATE_LIMITED)
                .flatMap(UsageException::retryAfter)
                .map(wait -> Times.plus(endedAt, wait));
    }

    /** Returns when the latest of both was true: the answer was measured, or the failure happened. */
    Instant measuredAt() {
        return failure == null && snapshot != null ? Times.earlier(snapshot.updatedAt(), endedAt) : endedAt;
    }

    /** Returns what follows from another attempt: a failure keeps the last answer. */
    static StoredUsage after(
            @Nullable StoredUsage before,
            String providerId,
            Instant endedAt,
            @Nullable UsageSnapshot snapshot,
            @Nullable UsageException failure) {
        UsageSnapshot last = snapshot != null || before == null ? snapshot : before.snapshot();
        return new StoredUsage(providerId, endedAt, last, failure);
    }
}
