package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsagePace.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsagePaceTest {

    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration LENGTH = Duration.ofDays(30);
    private static final Instant HALF = RESET.minus(Duration.ofDays(15));

    @ParameterizedTest
    @CsvSource({
        "50, ON_TRACK",
        "52, ON_TRACK",
        "52.01, SLIGHTLY_AHEAD",
        "56, SLIGHTLY_AHEAD",
        "56.01, AHEAD",
        "62, AHEAD",
        "62.01, FAR_AHEAD",
        "130, FAR_AHEAD",
        "48, ON_TRACK",
        "47.99, SLIGHTLY_BEHIND",
        "44, SLIGHTLY_BEHIND",
        "43.99, BEHIND",
        "38, BEHIND",
        "37.99, FAR_BEHIND",
        "0, FAR_BEHIND"
    })
    void namesTheDifference(double used, Stage stage) {
        UsagePace pace = pace(used, HALF);
        assertEquals(stage, pace.stage());
        assertEquals(50, pace.expectedPercent());
        assertEquals(used - 50, pace.deltaPercent());
    }

    @Test
    void sawTheQuotaLast() {
        assertLasts(pace(50, HALF));
        assertLasts(pace(20, HALF));
        assertLasts(pace(0, HALF));
    }

    private static void assertLasts(UsagePace pace) {
        assertTrue(pace.lastsUntilReset());
        assertEquals(Optional.empty(), pace.runsOutAt());
    }

    @Test
    void tellsWhenTheQuotaRunsOut() {
        // Three quarters in 15 days: the last quarter takes 5.
        UsagePace pace = pace(75, HALF);
        assertFalse(pace.lastsUntilReset());
        assertEquals(Optional.of(HALF.plus(Duration.ofDays(5))), pace.runsOutAt());
    }

    @Test
    void tellsThatTheQuotaIsOut() {
        for (double used : new double[] {100, 100.5, 1000}) {
            UsagePace pace = pace(used, HALF);
            assertEquals(Optional.of(HALF), pace.runsOutAt());
            assertFalse(pace.lastsUntilReset());
        }
    }

    @Test
    void doesNotGuess() {
        RateWindow known = window(50);
        assertEquals(Optional.empty(), UsagePace.of(RateWindow.of(50), HALF), "neither length nor reset");
        assertEquals(
                Optional.empty(),
                UsagePace.of(RateWindow.builder(50).period(LENGTH).build(), HALF),
                "no reset");
        assertEquals(
                Optional.empty(),
                UsagePace.of(RateWindow.builder(50).resetsAt(RESET).build(), HALF),
                "no length");
        assertEquals(Optional.empty(), UsagePace.of(known, RESET), "measured at the reset");
        assertEquals(Optional.empty(), UsagePace.of(known, RESET.plusSeconds(1)), "measured after the reset");
        assertEquals(Optional.empty(), UsagePace.of(known, RESET.minus(LENGTH)), "nothing has elapsed");
        assertEquals(Optional.empty(), UsagePace.of(known, RESET.minus(LENGTH).minusSeconds(1)), "not begun");
    }

    @Test
    void looksAtEveryInstantBetween() {
        RateWindow window = window(50);
        assertTrue(UsagePace.of(window, RESET.minus(LENGTH).plusNanos(1)).isPresent());
        assertTrue(UsagePace.of(window, RESET.minusNanos(1)).isPresent());
    }

    @Test
    void standsEnormousWindows() {
        RateWindow window = RateWindow.builder(1e-300)
                .period(Duration.ofSeconds(Long.MAX_VALUE))
                .resetsAt(RESET)
                .build();
        assertLasts(UsagePace.of(window, HALF).orElseThrow());
        RateWindow full = RateWindow.builder(Double.MAX_VALUE)
                .period(LENGTH)
                .resetsAt(RESET)
                .build();
        assertEquals(Optional.of(HALF), UsagePace.of(full, HALF).orElseThrow().runsOutAt());
    }

    @Test
    void putsItselfIntoWords() {
        assertEquals(
                Optional.of("on track, lasts until the reset"), pace(50, HALF).summary(HALF));
        assertEquals(
                Optional.of("20% less than even use, lasts until the reset"),
                pace(30, HALF).summary(HALF));
        assertEquals(
                Optional.of("25% more than even use, runs out in about 5 days"),
                pace(75, HALF).summary(HALF));
        assertEquals(
                Optional.of("50% more than even use, used up"), pace(100, HALF).summary(HALF));
    }

    @Test
    void isThatOfTheMeasurementHoweverLongAgo() {
        UsagePace pace = pace(75, HALF);
        assertEquals(HALF, pace.measuredAt());
        assertEquals(
                Optional.of("25% more than even use, runs out in about 2 days"),
                pace.summary(HALF.plus(Duration.ofDays(3))));
    }

    @Test
    void saysThatTheQuotaHasProbablyRunOutSince() {
        Instant later = HALF.plus(Duration.ofDays(5));
        assertEquals(
                Optional.of("25% more than even use, probably used up by now"),
                pace(75, HALF).summary(later));
        assertEquals(
                Optional.of("50% more than even use, used up"), pace(100, HALF).summary(later));
    }

    @Test
    void holdsUntilTheReset() {
        UsagePace pace = pace(50, HALF);
        assertTrue(pace.holdsAt(RESET.minusNanos(1)));
        assertTrue(pace.summary(RESET.minusNanos(1)).isPresent());
        assertFalse(pace.holdsAt(RESET));
        assertEquals(Optional.empty(), pace.summary(RESET));
    }

    /** As where a clock was set back. */
    @Test
    void countsFromAnInstantBeforeTheMeasurementToo() {
        assertEquals(
                Optional.of("25% more than even use, runs out in about 6 days"),
                pace(75, HALF).summary(HALF.minus(Duration.ofDays(1))));
    }

    private static UsagePace pace(double used, Instant measuredAt) {
        return UsagePace.of(window(used), measuredAt).orElseThrow();
    }

    private static RateWindow window(double used) {
        return RateWindow.builder(used).period(LENGTH).resetsAt(RESET).build();
    }
}
