package dev.codexbar.monitor;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a monitor watches a provider. Immutable; what is not set is taken from the settings of the monitor, and from its
 * defaults after that.
 *
 * @since 0.1.0
 */
public final class WatchSettings {

    /** The interval unless it is set. */
    static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

    static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(60);
    static final Duration LONGEST_INTERVAL = Duration.ofHours(6);
    static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(30);
    static final Duration LONGEST_TIME_LIMIT = Duration.ofMinutes(10);
    static final Duration LONGEST_AGE = Duration.ofHours(24);

    private static final WatchSettings DEFAULTS = builder().build();

    private final @Nullable Duration interval;
    private final @Nullable Duration timeLimit;
    private final @Nullable Duration staleAfter;
    private final @Nullable Duration expireAfter;

    private WatchSettings(Builder builder) {
        this.interval = builder.interval;
        this.timeLimit = builder.timeLimit;
        this.staleAfter = builder.staleAfter;
        this.expireAfter = builder.expireAfter;
    }

    /**
     * Returns settings in which nothing is set.
     *
     * @return the defaults
     */
    public static WatchSettings defaults() {
        return DEFAULTS;
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
     * Returns how often to ask while all is well.
     *
     * @return the interval, or empty if it is not set
     */
    public Optional<Duration> interval() {
        return Optional.ofNullable(interval);
    }

    /**
     * Returns how long one fetch may take.
     *
     * @return the limit, or empty if it is not set
     */
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(timeLimit);
    }

    /**
     * Returns the age from which on an answer is {@link UsageView.State#STALE}.
     *
     * @return the age, or empty if it is not set
     */
    public Optional<Duration> staleAfter() {
        return Optional.ofNullable(staleAfter);
    }

    /**
     * Returns the age from which on an answer is {@link UsageView.State#EXPIRED}.
     *
     * @return the age, or empty if it is not set
     */
    public Optional<Duration> expireAfter() {
        return Optional.ofNullable(expireAfter);
    }

    /** Returns these settings, completed by others where nothing is set. */
    WatchSettings orElse(WatchSettings others) {
        Builder builder = new Builder();
        builder.interval = interval == null ? others.interval : interval;
        builder.timeLimit = timeLimit == null ? others.timeLimit : timeLimit;
        builder.staleAfter = staleAfter == null ? others.staleAfter : staleAfter;
        builder.expireAfter = expireAfter == null ? others.expireAfter : expireAfter;
        return builder.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WatchSettings that
                && Objects.equals(interval, that.interval)
                && Objects.equals(timeLimit, that.timeLimit)
                && Objects.equals(staleAfter, that.staleAfter)
                && Objects.equals(expireAfter, that.expireAfter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(interval, timeLimit, staleAfter, expireAfter);
    }

    @Override
    public String toString() {
        return "WatchSettings[interval=" + interval + ", timeLimit=" + timeLimit + ", staleAfter=" + staleAfter
                + ", expireAfter=" + expireAfter + "]";
    }

    /**
     * Collects the parts of {@link WatchSettings}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private @Nullable Duration interval;
        private @Nullable Duration timeLimit;
        private @Nullable Duration staleAfter;
        private @Nullable Duration expireAfter;

        private Builder() {}

        /**
         * Sets how often to ask while all is well. The default is 5 minutes. A provider that declares a longer minimum
         * is asked at that one.
         *
         * @param duration from 60 seconds to 6 hours
         * @return this builder
         * @throws IllegalArgumentException if the duration is out of range
         */
        public Builder interval(Duration duration) {
            this.interval = Checks.within(duration, SHORTEST_INTERVAL, LONGEST_INTERVAL, "interval");
            return this;
        }

        /**
         * Sets how long one fetch may take. The default is 30 seconds.
         *
         * @param limit longer than zero, at most 10 minutes
         * @return this builder
         * @throws IllegalArgumentException if the limit is out of range
         */
        public Builder timeLimit(Duration limit) {
            this.timeLimit = Checks.within(limit, Duration.ofMillis(1), LONGEST_TIME_LIMIT, "timeLimit");
            return this;
        }

        /**
         * Sets the age from which on an answer is {@link UsageView.State#STALE}. The default is two intervals and one
         * time limit.
         *
         * @param age longer than zero, at most 24 hours
         * @return this builder
         * @throws IllegalArgumentException if the age is out of range
         */
        public Builder staleAfter(Duration age) {
            this.staleAfter = Checks.within(age, Duration.ofMillis(1), LONGEST_AGE, "staleAfter");
            return this;
        }

        /**
         * Sets the age from which on an answer is {@link UsageView.State#EXPIRED}. The default is twelve intervals, at
         * least 1 hour, at most 24 hours. An answer never expires before it is stale.
         *
         * @param age longer than zero, at most 24 hours
         * @return this builder
         * @throws IllegalArgumentException if the age is out of range
         */
        public Builder expireAfter(Duration age) {
            this.expireAfter = Checks.within(age, Duration.ofMillis(1), LONGEST_AGE, "expireAfter");
            return this;
        }

        /**
         * Returns the settings.
         *
         * @return new settings with what was set so far
         */
        public WatchSettings build() {
            return new WatchSettings(this);
        }
    }
}
