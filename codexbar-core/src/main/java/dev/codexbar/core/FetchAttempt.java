package dev.codexbar.core;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One strategy that was tried during a fetch without giving a full answer. Immutable.
 *
 * @since 0.1.0
 */
public final class FetchAttempt {

    private final String strategy;
    private final UsageException.@Nullable Reason reason;
    private final String message;
    private final Duration duration;

    private FetchAttempt(String strategy, UsageException.@Nullable Reason reason, String message, Duration duration) {
        this.strategy = Checks.notBlank(strategy, "strategy");
        this.reason = reason;
        this.message = Checks.sentence(message, "message");
        this.duration = Objects.requireNonNull(duration, "duration");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration must not be negative: " + duration);
        }
    }

    /**
     * Returns an attempt that failed.
     *
     * @param strategy the strategy that was tried, such as {@code "pty"}; not blank
     * @param reason why it gave no answer
     * @param message one sentence for people; not blank; identity in it is masked
     * @param duration how long it took, from zero up
     * @return a new attempt
     * @throws IllegalArgumentException if a text is blank or the duration is negative
     */
    public static FetchAttempt failed(
            String strategy, UsageException.Reason reason, String message, Duration duration) {
        return new FetchAttempt(strategy, Objects.requireNonNull(reason, "reason"), message, duration);
    }

    /**
     * Returns an attempt that succeeded but reported too little, so that another strategy was tried.
     *
     * @param strategy the strategy that was tried, such as {@code "pty"}; not blank
     * @param message one sentence for people; not blank; identity in it is masked
     * @param duration how long it took, from zero up
     * @return a new attempt
     * @throws IllegalArgumentException if a text is blank or the duration is negative
     */
    public static FetchAttempt incomplete(String strategy, String message, Duration duration) {
        return new FetchAttempt(strategy, null, message, duration);
    }

    /**
     * Returns the strategy that was tried.
     *
     * @return the name of the strategy, not blank
     */
    public String strategy() {
        return strategy;
    }

    /**
     * Returns why the attempt gave no answer.
     *
     * @return the reason, or empty if the attempt succeeded but reported too little
     */
    public Optional<UsageException.Reason> reason() {
        return Optional.ofNullable(reason);
    }

    /**
     * Returns what happened, for people.
     *
     * @return one sentence without identity
     */
    public String message() {
        return message;
    }

    /**
     * Returns how long the attempt took.
     *
     * @return the duration, from zero up
     */
    public Duration duration() {
        return duration;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FetchAttempt that
                && strategy.equals(that.strategy)
                && reason == that.reason
                && message.equals(that.message)
                && duration.equals(that.duration);
    }

    @Override
    public int hashCode() {
        return Objects.hash(strategy, reason, message, duration);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("FetchAttempt")
                .field("strategy", strategy)
                .field("reason", reason)
                .field("message", message)
                .field("duration", duration)
                .toString();
    }
}
