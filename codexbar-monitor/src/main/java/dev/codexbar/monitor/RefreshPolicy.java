package dev.codexbar.monitor;

import dev.codexbar.core.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans when a provider is asked again. A pure function: everything it may depend on is in the {@link Attempt}.
 *
 * <p>Whatever a policy returns, the monitor never asks before a {@linkplain UsageException#retryAfter() time that the
 * service asked for} is over.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RefreshPolicy {

    /**
     * Returns when to ask next. Called after each attempt, on any thread, and must not block.
     *
     * @param attempt what happened
     * @return the instant of the next attempt; one that is not after the end of this attempt counts as one second after
     *     it
     */
    Instant next(Attempt attempt);

    /**
     * Returns the policy that monitors use by default.
     *
     * <ul>
     *   <li>After an answer: one interval ±10 % after the <em>planned</em> instant of this attempt; instants that are
     *       over already are skipped. If the answer was measured earlier than this attempt began (by another process),
     *       one interval ±10 % after its measurement. If a window resets before that: 30 seconds after its reset, but
     *       at least the shortest pause after this attempt.
     *   <li>{@link UsageException.Reason#RATE_LIMITED}: exactly when the time is over that the service asked for;
     *       without one, 5 minutes doubled with each failure in a row, at most 6 hours.
     *   <li>{@link UsageException.Reason#NOT_INSTALLED NOT_INSTALLED}, {@link UsageException.Reason#NOT_LOGGED_IN
     *       NOT_LOGGED_IN}, {@link UsageException.Reason#LOGIN_EXPIRED LOGIN_EXPIRED},
     *       {@link UsageException.Reason#UNSUPPORTED UNSUPPORTED}: 15 minutes ±10 %, so that a sign-in is noticed
     *       without a restart.
     *   <li>Any other reason: exponential back-off with full jitter, a random part of the interval doubled with each
     *       failure in a row, at most 30 minutes, but at least the shortest pause.
     * </ul>
     *
     * @return the policy; thread-safe
     */
    static RefreshPolicy standard() {
        return StandardRefreshPolicy.INSTANCE;
    }

    /**
     * An attempt that is over.
     *
     * @param plannedAt when it was due
     * @param endedAt when it ended
     * @param interval how often the provider is asked while all is well; longer than zero
     * @param shortestPause how long to wait at least between two scheduled attempts; longer than zero
     * @param measuredAt when the answer was measured, or {@code null} if there was none
     * @param nextReset the earliest reset of a window that no attempt has followed yet, or {@code null} if none is
     *     known
     * @param failure why there was no answer, or {@code null} if there was one
     * @param failuresInARow how many attempts failed since the last answer, this one included; 0 after an answer
     * @param random evenly distributed, from 0 up to but not including 1
     * @since 0.1.0
     */
    record Attempt(
            Instant plannedAt,
            Instant endedAt,
            Duration interval,
            Duration shortestPause,
            @Nullable Instant measuredAt,
            @Nullable Instant nextReset,
            @Nullable UsageException failure,
            int failuresInARow,
            double random) {

        /**
         * Checks the parts.
         *
         * @param plannedAt when it was due
         * @param endedAt when it ended
         * @param interval how often the provider is asked while all is well; longer than zero
         * @param shortestPause how long to wait at least between two scheduled attempts; longer than zero
         * @param measuredAt when the answer was measured, or {@code null} if there was none
         * @param nextReset the earliest reset of a window that no attempt has followed yet, or {@code null}
         * @param failure why there was no answer, or {@code null} if there was one
         * @param failuresInARow how many attempts failed since the last answer, this one included
         * @param random evenly distributed, from 0 up to but not including 1
         * @throws IllegalArgumentException if a duration is not longer than zero, the count does not fit the failure,
         *     or the random number is out of range
         */
        public Attempt {
            Objects.requireNonNull(plannedAt, "plannedAt");
            Objects.requireNonNull(endedAt, "endedAt");
            Checks.positive(interval, "interval");
            Checks.positive(shortestPause, "shortestPause");
            if (failure == null ? failuresInARow != 0 : failuresInARow < 1) {
                throw new IllegalArgumentException("failuresInARow must be 0 after an answer and at least 1 after a"
                        + " failure: " + failuresInARow);
            }
            if (!(random >= 0 && random < 1)) {
                throw new IllegalArgumentException("random must be at least 0 and less than 1: " + random);
            }
        }

        /**
         * Returns the time that the service asked for.
         *
         * @return the end of the wait, or empty unless the attempt was rate limited and the service said how long
         */
        Optional<Instant> retryAt() {
            return Optional.ofNullable(failure)
                    .filter(one -> one.reason() == UsageException.Reason.RATE_LIMITED)
                    .flatMap(UsageException::retryAfter)
                    .map(wait -> Times.plus(endedAt, wait));
        }
    }
}
