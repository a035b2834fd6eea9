package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.monitor.RefreshPolicy.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of the standard policy, each over many random attempts. */
class RefreshPolicyTest {

    private static final List<Reason> REASONS = List.of(Reason.values());
    private static final int ATTEMPTS = 20_000;
    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final RefreshPolicy policy = RefreshPolicy.standard();

    @Test
    void isAPureFunction() {
        forAll(attempt -> assertEquals(policy.next(attempt), policy.next(attempt), attempt::toString));
    }

    @Test
    void neverPlansThePast() {
        forAll(attempt -> assertTrue(policy.next(attempt).isAfter(attempt.endedAt()), attempt::toString));
    }

    @Test
    void neverShortensAPauseThatTheServiceAskedForAndNeverMakesItLonger() {
        forAll(attempt ->
                attempt.retryAt().ifPresent(until -> assertEquals(until, policy.next(attempt), attempt::toString)));
    }

    @Test
    void asksWithinAnIntervalAndATenthAfterAnAnswer() {
        forAll(attempt -> {
            if (attempt.failure() == null) {
                Duration wait = Duration.between(attempt.endedAt(), policy.next(attempt));
                assertTrue(wait.compareTo(scaled(attempt.interval(), 1.1)) <= 0, attempt::toString);
            }
        });
    }

    @Test
    void keepsTheShortestPauseAfterEveryFailureButARateLimit() {
        forAll(attempt -> {
            UsageException failure = attempt.failure();
            if (failure != null && failure.reason() != Reason.RATE_LIMITED) {
                Duration wait = Duration.between(attempt.endedAt(), policy.next(attempt));
                assertTrue(wait.compareTo(attempt.shortestPause()) >= 0, attempt::toString);
            }
        });
    }

    @Test
    void neverWaitsLongerThanTheMostOfTheReason() {
        forAll(attempt -> {
            UsageException failure = attempt.failure();
            if (failure != null && attempt.retryAt().isEmpty()) {
                Duration most = switch (failure.reason()) {
                    case RATE_LIMITED -> Duration.ofHours(6);
                    case NOT_INSTALLED, NOT_LOGGED_IN, LOGIN_EXPIRED, UNSUPPORTED ->
                        scaled(Duration.ofMinutes(15), 1.1);
                    default -> Duration.ofMinutes(30);
                };
                Duration wait = Duration.between(attempt.endedAt(), policy.next(attempt));
                assertTrue(
                        wait.compareTo(Times.longer(most, attempt.shortestPause())) <= 0,
                        () -> wait + " after " + attempt);
            }
        });
    }

    @Test
    void backsOffFurtherWithEachFailureInARow() {
        Duration before = Duration.ZERO;
        for (int failures = 1; failures < 60; failures++) {
            Duration wait = Duration.between(NOW, policy.next(failed(Reason.UNAVAILABLE, null, failures, 0.999999)));
            assertTrue(wait.compareTo(before) >= 0, "after " + failures + " failures: " + wait);
            before = wait;
        }
        assertTrue(before.compareTo(Duration.ofMinutes(29)) > 0, before::toString);
    }

    @Test
    void spreadsBackOffOverItsWholeRange() {
        assertEquals(NOW.plus(PAUSE), policy.next(failed(Reason.FAILED, null, 9, 0)));
        assertEquals(NOW.plus(Duration.ofMinutes(15)), policy.next(failed(Reason.FAILED, null, 9, 0.5)));
    }

    @Test
    void doublesThePauseOfARateLimitWithoutOne() {
        List<Long> minutes = List.of(1, 2, 3, 4, 20).stream()
                .map(failures -> Duration.between(NOW, policy.next(failed(Reason.RATE_LIMITED, null, failures, 0.5)))
                        .toMinutes())
                .toList();

        assertEquals(List.of(5L, 10L, 20L, 40L, 360L), minutes);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void hasAPlanForEveryReason(Reason reason) {
        assertTrue(policy.next(failed(reason, null, 1, 0.5)).isAfter(NOW));
    }

    @Test
    void countsFromThePlan() {
        assertEquals(NOW.minusSeconds(20).plus(INTERVAL), policy.next(answered(NOW.minusSeconds(20), NOW, null, 0.5)));
    }

    @Test
    void skipsWhatWasMissed() {
        Instant planned = NOW.minus(INTERVAL.multipliedBy(7)).minusSeconds(100);

        assertEquals(NOW.minusSeconds(100).plus(INTERVAL), policy.next(answered(planned, NOW, null, 0.5)));
    }

    @Test
    void countsFromTheMeasurementOfAnotherProcess() {
        Instant measured = NOW.minusSeconds(200);

        assertEquals(measured.plus(INTERVAL), policy.next(answered(NOW.minusSeconds(1), measured, null, 0.5)));
    }

    @Test
    void looksHalfAMinuteAfterAResetThatIsSoonerThanTheInterval() {
        Instant reset = NOW.plusSeconds(90);

        assertEquals(reset.plusSeconds(30), policy.next(answered(NOW, NOW, reset, 0.5)));
    }

    @Test
    void looksNoSoonerThanTheShortestPauseAfterAReset() {
        assertEquals(NOW.plus(PAUSE), policy.next(answered(NOW, NOW, NOW.minusSeconds(10), 0.5)));
    }

    @Test
    void leavesAResetAloneThatTheIntervalFinds() {
        assertEquals(NOW.plus(INTERVAL), policy.next(answered(NOW, NOW, NOW.plus(INTERVAL), 0.5)));
    }

    @Test
    void survivesAWaitBeyondTheCalendar() {
        assertEquals(Instant.MAX, policy.next(failed(Reason.RATE_LIMITED, Duration.ofSeconds(Long.MAX_VALUE), 1, 0.5)));
    }

    @Test
    void rejectsAnAttemptThatContradictsItself() {
        assertThrows(IllegalArgumentException.class, () -> failed(Reason.FAILED, null, 0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> failed(Reason.FAILED, null, 1, 1));
        assertFalse(answered(NOW, NOW, null, 0).retryAt().isPresent());
    }

    private void forAll(Consumer<Attempt> property) {
        Random random = new Random(17);
        for (int i = 0; i < ATTEMPTS; i++) {
            property.accept(anyAttempt(random));
        }
    }

    private static Attempt anyAttempt(Random random) {
        Duration interval = Duration.ofSeconds(60 + random.nextInt(6 * 3600 - 59));
        Duration pause = Duration.ofSeconds(60 + random.nextInt((int) interval.toSeconds() - 59));
        Instant planned = NOW.minusSeconds(random.nextInt(1 << random.nextInt(24)));
        Reason reason = REASONS.get(random.nextInt(REASONS.size()));
        int failures = 1 + random.nextInt(1 << random.nextInt(12));
        Duration retryAfter = random.nextBoolean() ? Duration.ofMillis(1 + random.nextInt(1 << 28)) : null;
        return random.nextInt(3) == 0
                ? new Attempt(
                        planned,
                        NOW,
                        interval,
                        pause,
                        NOW.minusSeconds(random.nextInt(1 << random.nextInt(24))),
                        random.nextBoolean() ? NOW.plusSeconds(random.nextInt(40000) - 20000) : null,
                        null,
                        0,
                        random.nextDouble())
                : new Attempt(
                        planned,
                        NOW,
                        interval,
                        pause,
                        null,
                        null,
                        failure(reason, retryAfter),
                        failures,
                        random.nextDouble());
    }

    private static Attempt answered(Instant planned, Instant measured, Instant reset, double random) {
        return new Attempt(planned, NOW, INTERVAL, PAUSE, measured, reset, null, 0, random);
    }

    private static Attempt failed(Reason reason, Duration retryAfter, int failures, double random) {
        return new Attempt(NOW, NOW, INTERVAL, PAUSE, null, null, failure(reason, retryAfter), failures, random);
    }

    private static UsageException failure(Reason reason, Duration retryAfter) {
        UsageException.Builder failure = UsageException.builder(reason, "It fails.");
        if (retryAfter != null) {
            failure.retryAfter(retryAfter);
        }
        return failure.build();
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }
}
