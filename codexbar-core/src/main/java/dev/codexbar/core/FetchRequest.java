package dev.codexbar.core;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@link UsageProvider#fetch}. Immutable. Further parameters may be added to its builder.
 *
 * @since 0.1.0
 */
public final class FetchRequest {

    private static final FetchRequest DEFAULTS = builder().build();

    private final @Nullable Duration timeLimit;

    private FetchRequest(Builder builder) {
        this.timeLimit = builder.timeLimit;
    }

    /**
     * Returns the request that leaves all choices to the provider.
     *
     * @return a request without a time limit of its own
     */
    public static FetchRequest defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a request with a time limit.
     *
     * @param timeLimit how long the whole fetch may take; longer than zero
     * @return a new request
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public static FetchRequest of(Duration timeLimit) {
        return builder().timeLimit(timeLimit).build();
    }

    /**
     * Returns a builder.
     *
     * @return a new builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how long the whole fetch may take, retries and fallbacks included, from the call to its end.
     *
     * @return the limit, or empty if the provider's own limit applies
     */
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(timeLimit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FetchRequest that && Objects.equals(timeLimit, that.timeLimit);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(timeLimit);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("FetchRequest").field("timeLimit", timeLimit).toString();
    }

    /**
     * Collects the parts of a {@link FetchRequest}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private @Nullable Duration timeLimit;

        private Builder() {}

        /**
         * Sets how long the whole fetch may take.
         *
         * @param limit longer than zero
         * @return this builder
         * @throws IllegalArgumentException if the limit is zero or negative
         */
        public Builder timeLimit(Duration limit) {
            this.timeLimit = Checks.positive(limit, "timeLimit");
            return this;
        }

        /**
         * Returns the request.
         *
         * @return a new request with what was set so far
         */
        public FetchRequest build() {
            return new FetchRequest(this);
        }
    }
}
