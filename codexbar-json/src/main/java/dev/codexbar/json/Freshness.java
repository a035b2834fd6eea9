package dev.codexbar.json;

import dev.codexbar.core.UsageException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the snapshot of a {@linkplain UsageReport report} is, for hosts that keep snapshots and ask again in the
 * background. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Freshness {

    private final @Nullable Instant measuredAt;
    private final boolean stale;
    private final @Nullable Instant nextAttemptAt;
    private final @Nullable UsageException lastError;

    private Freshness(Builder builder) {
        this.measuredAt = builder.measuredAt;
        this.stale = builder.stale;
        this.nextAttemptAt = builder.nextAttemptAt;
        this.lastError = builder.lastError;
    }

    /**
     * Returns a builder of a snapshot that is not stale.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns when the snapshot was measured.
     *
     * @return the instant in whole seconds, or empty if it is unknown
     */
    public Optional<Instant> measuredAt() {
        return Optional.ofNullable(measuredAt);
    }

    /**
     * Returns whether the snapshot is older than it should be.
     *
     * @return whether it is stale
     */
    public boolean isStale() {
        return stale;
    }

    /**
     * Returns when the provider is to be asked next.
     *
     * @return the instant in whole seconds, or empty if no attempt is planned
     */
    public Optional<Instant> nextAttemptAt() {
        return Optional.ofNullable(nextAttemptAt);
    }

    /**
     * Returns why asking failed since the snapshot was measured.
     *
     * @return the failure with its reason, message and next step, or empty if no attempt failed since
     */
    public Optional<UsageException> lastError() {
        return Optional.ofNullable(lastError);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Freshness that
                && stale == that.stale
                && Objects.equals(measuredAt, that.measuredAt)
                && Objects.equals(nextAttemptAt, that.nextAttemptAt)
                && said(lastError).equals(said(that.lastError));
    }

    @Override
    public int hashCode() {
        return Objects.hash(measuredAt, stale, nextAttemptAt, said(lastError));
    }

    /** An exception equals itself only, so what it says is compared. */
    private static List<Object> said(@Nullable UsageException failure) {
        return failure == null
                ? List.of()
                : List.of(failure.reason(), String.valueOf(failure.getMessage()), failure.nextStep());
    }

    /** Returns the freshness for logs, with the reason of the failure and without its message. */
    @Override
    public String toString() {
        return "Freshness[measuredAt=" + measuredAt + ", stale=" + stale + ", nextAttemptAt=" + nextAttemptAt
                + ", lastError=" + (lastError == null ? null : lastError.reason()) + "]";
    }

    /**
     * Collects the members of a {@link Freshness}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private @Nullable Instant measuredAt;
        private boolean stale;
        private @Nullable Instant nextAttemptAt;
        private @Nullable UsageException lastError;

        private Builder() {}

        /**
         * Sets when the snapshot was measured.
         *
         * @param instant the instant, of which whole seconds are kept, or {@code null} if it is unknown
         * @return this builder
         */
        public Builder measuredAt(@Nullable Instant instant) {
            this.measuredAt = wholeSeconds(instant);
            return this;
        }

        /**
         * Sets whether the snapshot is older than it should be.
         *
         * @param isStale whether it is
         * @return this builder
         */
        public Builder stale(boolean isStale) {
            this.stale = isStale;
            return this;
        }

        /**
         * Sets when the provider is to be asked next.
         *
         * @param instant the instant, of which whole seconds are kept, or {@code null} if no attempt is planned
         * @return this builder
         */
        public Builder nextAttemptAt(@Nullable Instant instant) {
            this.nextAttemptAt = wholeSeconds(instant);
            return this;
        }

        /**
         * Sets why asking failed since the snapshot was measured.
         *
         * @param failure the failure, of which the reason, the message and the next step are kept, or {@code null} if
         *     no attempt failed
         * @return this builder
         */
        public Builder lastError(@Nullable UsageException failure) {
            this.lastError = failure == null ? null : shortened(failure);
            return this;
        }

        private static UsageException shortened(UsageException failure) {
            UsageException.Builder builder =
                    UsageException.builder(failure.reason(), Objects.requireNonNullElse(failure.getMessage(), ""));
            failure.nextStep().ifPresent(builder::nextStep);
            return builder.build();
        }

        private static @Nullable Instant wholeSeconds(@Nullable Instant instant) {
            return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
        }

        /**
         * Returns the freshness.
         *
         * @return a new value with what was set so far
         */
        public Freshness build() {
            return new Freshness(this);
        }
    }
}
