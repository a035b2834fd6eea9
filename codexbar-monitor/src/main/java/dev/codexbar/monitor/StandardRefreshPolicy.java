package dev.codexbar.monitor;

import dev.codexbar.core.UsageException;
import java.time.Duration;
import java.time.Instant;

/** The default of {@link RefreshPolicy}, where its rules are in words. */
enum StandardRefreshPolicy implements RefreshPolicy {
    INSTANCE;

    /** Far enough from the reset that a clock a little ahead or behind still sees the new period. */
    static final Duration AFTER_RESET = Duration.ofSeconds(30);

    static final Duration RATE_LIMIT_BASE = Duration.ofMinutes(5);
    static final Duration RATE_LIMIT_MOST = Duration.ofHours(6);
    static final Duration BACK_OFF_MOST = Duration.ofMinutes(30);
    static final Duration SLOW_LOOK = Duration.ofMinutes(15);
    static final double JITTER = 0.1;

    @Override
    public Instant next(Attempt attempt) {
        UsageException failure = attempt.failure();
        return failure == null ? afterAnswer(attempt) : afterFailure(attempt, failure);
    }

    private static Instant afterAnswer(Attempt attempt) {
        Instant regular = regular(attempt);
        Instant reset = attempt.nextReset();
        if (reset == null) {
            return regular;
        }
        Instant look = Times.plus(reset, AFTER_RESET);
        if (!look.isAfter(attempt.endedAt())) {
            return regular;
        }
        return Times.earlier(regular, Times.later(look, Times.plus(attempt.endedAt(), attempt.shortestPause())));
    }

    private static Instant regular(Attempt attempt) {
        Duration step = jittered(attempt.interval(), attempt.random());
        Instant measured = attempt.measuredAt();
        if (measured != null && measured.isBefore(attempt.plannedAt().minusSeconds(1))) {
            // What another process measured is asked for again when it is as old as an answer of this one would be.
            Instant next = Times.plus(measured, step);
            if (next.isAfter(attempt.endedAt())) {
                return next;
            }
        }
        Instant next = Times.plus(attempt.plannedAt(), step);
        if (next.isAfter(attempt.endedAt())) {
            return next;
        }
        // Missed instants are skipped.
        long missed = Times.nanos(Duration.between(next, attempt.endedAt())) / Times.nanos(attempt.interval());
        return Times.plus(next, Times.times(attempt.interval(), missed + 1));
    }

    private static Instant afterFailure(Attempt attempt, UsageException failure) {
        return switch (failure.reason()) {
            case RATE_LIMITED ->
                attempt.retryAt()
                        .orElseGet(() -> Times.plus(
                                attempt.endedAt(),
                                doubled(RATE_LIMIT_BASE, attempt.failuresInARow() - 1, RATE_LIMIT_MOST)));
            case NOT_INSTALLED, NOT_LOGGED_IN, LOGIN_EXPIRED, UNSUPPORTED ->
                Times.plus(
                        attempt.endedAt(),
                        Times.longer(jittered(SLOW_LOOK, attempt.random()), attempt.shortestPause()));
            default -> {
                Duration most = doubled(attempt.interval(), attempt.failuresInARow(), BACK_OFF_MOST);
                yield Times.plus(
                        attempt.endedAt(), Times.longer(scaled(most, attempt.random()), attempt.shortestPause()));
            }
        };
    }

    private static Duration jittered(Duration duration, double random) {
        return scaled(duration, 1 - JITTER + 2 * JITTER * random);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (Times.nanos(duration) * factor));
    }

    private static Duration doubled(Duration base, int times, Duration most) {
        Duration result = base;
        for (int i = 0; i < times && result.compareTo(most) < 0; i++) {
            result = result.plus(result);
        }
        return Times.shorter(result, most);
    }
}
