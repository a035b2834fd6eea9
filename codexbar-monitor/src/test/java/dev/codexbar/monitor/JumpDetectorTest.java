package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JumpDetectorTest {

    private Instant wall = Instant.parse("2026-01-31T10:00:00Z");
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();
    private final JumpDetector detector = new JumpDetector(wall, nanos);

    private boolean jumpedAfter(Duration seen, Duration counted) {
        wall = wall.plus(seen);
        nanos += counted.toNanos();
        return detector.hasJumped(wall, nanos);
    }

    @Test
    void noticesNothingWhileBothClocksAgree() {
        for (int i = 0; i < 100; i++) {
            // Beyond the end of what a long can hold, where nanoTime goes on from the other end.
            assertFalse(jumpedAfter(JumpDetector.TICK, JumpDetector.TICK));
        }
    }

    @Test
    void toleratesAClockThatIsKeptByTheNetwork() {
        assertFalse(jumpedAfter(Duration.ofSeconds(14), Duration.ofSeconds(5)));
        assertFalse(jumpedAfter(Duration.ofSeconds(-4), Duration.ofSeconds(5)));
    }

    @Test
    void noticesASleepInWhichTheSecondClockStoodStill() {
        assertTrue(jumpedAfter(Duration.ofHours(8), Duration.ofSeconds(2)));
        assertFalse(jumpedAfter(JumpDetector.TICK, JumpDetector.TICK));
    }

    @Test
    void noticesASleepInWhichTheSecondClockCountedOn() {
        assertTrue(jumpedAfter(Duration.ofHours(8), Duration.ofHours(8)));
    }

    @Test
    void noticesAClockThatWasSetBack() {
        assertTrue(jumpedAfter(Duration.ofHours(-1), Duration.ofSeconds(5)));
    }
}
