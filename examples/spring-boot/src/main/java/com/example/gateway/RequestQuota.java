package com.example.gateway;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many requests the team has made today, in UTC. Thread-safe. */
@Component
class RequestQuota {

    private final int limit;
    private final Clock clock = Clock.systemUTC();
    private LocalDate day = LocalDate.EPOCH;
    private int used;

    RequestQuota(@Value("${acme.requests-per-day:1000}") int limit) {
        this.limit = limit;
    }

    /** What was counted at one instant. */
    record Count(int used, int limit, Instant at, Instant resetsAt) {}

    synchronized void count() {
        startNewDay();
        used++;
    }

    synchronized Count current() {
        startNewDay();
        return new Count(
                used, limit, clock.instant(), day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private void startNewDay() {
        LocalDate today = LocalDate.now(clock);
        if (!today.equals(day)) {
            day = today;
            used = 0;
        }
    }
}
