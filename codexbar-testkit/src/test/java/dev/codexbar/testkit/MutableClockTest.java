package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MutableClockTest {

    private final MutableClock clock = MutableClock.at("2026-01-31T10:15:30Z");

    @Test
    void standsStillUntilItIsMoved() {
        assertEquals(Instant.parse("2026-01-31T10:15:30Z"), clock.instant());
        clock.advance(Duration.ofMinutes(-1));
        assertEquals(Instant.parse("2026-01-31T10:14:30Z"), clock.instant());
        clock.set(Instant.EPOCH);
        assertEquals(Instant.EPOCH, clock.instant());
    }

    @Test
    void movesInAllZones() {
        MutableClock tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));
        tokyo.set(Instant.EPOCH);

        assertEquals(Instant.EPOCH, clock.instant());
        assertEquals(ZoneId.of("Asia/Tokyo"), tokyo.getZone());
    }
}
