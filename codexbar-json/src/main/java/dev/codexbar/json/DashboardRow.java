package dev.codexbar.json;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One provider of a dashboard document: the last answer, and the failure that came after it, if one did. Immutable.
 *
 * @since 0.1.0
 */
public final class DashboardRow {

    private final ProviderDescriptor descriptor;
    private final @Nullable UsageSnapshot snapshot;
    private final @Nullable UsageException failure;
    private final @Nullable Instant measuredAt;
    private final @Nullable Instant nextAttemptAt;
    private final boolean stale;
    private final @Nullable Integer position;

    private DashboardRow(Builder builder) {
        this.descriptor = builder.descriptor;
        this.snapshot = builder.snapshot;
        this.failure = builder.failure;
        this.measuredAt = builder.measuredAt;
        this.nextAttemptAt = builder.nextAttemptAt;
        this.stale = builder.stale;
        this.position = builder.position;
    }

    /**
     * Returns a builder.
     *
     * @param descriptor the descriptor of the provider
     * @return a new builder
     */
    public static Builder builder(ProviderDescriptor descriptor) {
        return new Builder(descriptor);
    }

    /**
     * Returns what the provider is called.
     *
     * @return the descriptor
     */
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    /**
     * Returns the last answer.
     *
     * @return the snapshot, or empty if there is none that may be shown
     */
    public Optional<UsageSnapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /**
     * Returns why the last attempt failed.
     *
     * @return the failure, or empty if the last attempt did not fail
     */
    public Optional<UsageException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Returns when the last answer was measured, even if it is too old to be shown.
     *
     * @return the instant, or empty if there was no answer yet
     */
    public Optional<Instant> measuredAt() {
        return Optional.ofNullable(measuredAt);
    }

    /**
     * Returns when the provider is asked next.
     *
     * @return the instant, or empty if that is not planned
     */
    public Optional<Instant> nextAttemptAt() {
        return Optional.ofNullable(nextAttemptAt);
    }

    /**
     * Tells whether the answer is older than it should be.
     *
     * @return whether it is
     */
    public boolean stale() {
        return stale;
    }

    /**
     * Returns the place of the provider among all, which may be more than the document shows.
     *
     * @return a number from 0 up, or empty if it is the place in the document
     */
    public OptionalInt position() {
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DashboardRow that
                && descriptor.equals(that.descriptor)
                && Objects.equals(snapshot, that.snapshot)
                && Objects.equals(failure, that.failure)
                && Objects.equals(measuredAt, that.measuredAt)
                && Objects.equals(nextAttemptAt, that.nextAttemptAt)
                && stale == that.stale
                && Objects.equals(position, that.position);
    }

    @Override
    public int hashCode() {
        return Objects.hash(descriptor, snapshot, failure, measuredAt, nextAttemptAt, stale, position);
    }

    /** Returns the row for logs; identity is masked. */
    @Override
    public String toString() {
        return "DashboardRow[" + descriptor.id() + ", measuredAt=" + measuredAt + ", nextAttemptAt=" + nextAttemptAt
                + ", stale=" + stale + ", snapshot=" + snapshot
                + (failure == null ? "" : ", failure=" + failure.reason() + " " + failure.getMessage()) + "]";
    }

    /**
     * Collects the parts of a {@link DashboardRow}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final ProviderDescriptor descriptor;
        private @Nullable UsageSnapshot snapshot;
        private @Nullable UsageException failure;
        private @Nullable Instant measuredAt;
        private @Nullable Instant nextAttemptAt;
        private boolean stale;
        private @Nullable Integer position;

        private Builder(ProviderDescriptor descriptor) {
            this.descriptor = Objects.requireNonNull(descriptor, "descriptor");
        }

        /**
         * Sets the last answer.
         *
         * @param last the snapshot, or {@code null} if there is none that may be shown
         * @return this builder
         */
        public Builder snapshot(@Nullable UsageSnapshot last) {
            this.snapshot = last;
            return this;
        }

        /**
         * Sets why the last attempt failed.
         *
         * @param last the failure, or {@code null} if it did not fail
         * @return this builder
         */
        public Builder failure(@Nullable UsageException last) {
            this.failure = last;
            return this;
        }

        /**
         * Sets when the last answer was measured.
         *
         * @param instant the instant, or {@code null} if there was no answer yet
         * @return this builder
         */
        public Builder measuredAt(@Nullable Instant instant) {
            this.measuredAt = instant;
            return this;
        }

        /**
         * Sets when the provider is asked next.
         *
         * @param instant the instant, or {@code null} if that is not planned
         * @return this builder
         */
        public Builder nextAttemptAt(@Nullable Instant instant) {
            this.nextAttemptAt = instant;
            return this;
        }

        /**
         * Sets whether the answer is older than it should be.
         *
         * @param old whether it is
         * @return this builder
         */
        public Builder stale(boolean old) {
            this.stale = old;
            return this;
        }

        /**
         * Sets the place of the provider among all, for a document that shows only some.
         *
         * @param place a number from 0 up; the place in the document unless set
         * @return this builder
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder position(int place) {
            if (place < 0) {
                throw new IllegalArgumentException("position must be from 0 up: " + place);
            }
            this.position = place;
            return this;
        }

        /**
         * Returns the row.
         *
         * @return a new row with what was set so far
         */
        public DashboardRow build() {
            return new DashboardRow(this);
        }
    }
}
