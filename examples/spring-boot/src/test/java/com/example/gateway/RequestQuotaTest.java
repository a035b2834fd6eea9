package com.example.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RequestQuotaTest {

    private Instant now = Instant.parse("2026-02-01T07:59:59Z");

    @Test
    void startsAgainAtMidnightInTheZoneOfTheClock() {
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.ofHours(-8));
        RequestQuota quota = new RequestQuota(10, clock);
        quota.count();
        assertEquals(
                new RequestQuota.Count(1, 10, now, Instant.parse("2026-02-01T08:00:00Z")), quota.current());

        now = now.plus(Duration.ofSeconds(1));
        assertEquals(
                new RequestQuota.Count(0, 10, now, Instant.parse("2026-02-02T08:00:00Z")), quota.current());
    }
}
