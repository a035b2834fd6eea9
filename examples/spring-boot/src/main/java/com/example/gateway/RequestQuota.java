package com.example.gateway;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many requests the team has made today, in the time zone of the clock. Thread-safe. */
@Component
class RequestQuota {

    private final int limit;
    private final Clock clock;
    private LocalDate day = LocalDate.EPOCH;
    private int used;

    RequestQuota(@Value("${acme.requests-per-day:1000}") int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
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
                used, limit, clock.instant(), day.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
    }

    private void startNewDay() {
        LocalDate today = LocalDate.now(clock);
        if (!today.equals(day)) {
            day = today;
            used = 0;
        }
    }
}
