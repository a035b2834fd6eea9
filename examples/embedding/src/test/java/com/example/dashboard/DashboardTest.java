package com.example.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.testkit.FakeUsageProvider;
import dev.codexbar.testkit.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DashboardTest {

    private final MutableClock clock = MutableClock.at("2026-01-31T10:15:30Z");

    @Test
    void showsEveryProviderWhateverTheOthersDo() throws Exception {
        UsageProviders providers = UsageProviders.of(
                new FakeUsageProvider("a-good"),
                new FakeUsageProvider("b-unknown")
                        .thenAnswers(UsageSnapshot.builder("b-unknown", clock.instant()).build()),
                new FakeUsageProvider("c-failing")
                        .thenFails(new UsageException(
                                UsageException.Reason.NOT_LOGGED_IN, "You are not signed in.", "Sign in.")),
                new FakeUsageProvider("d-broken").thenBreaks(new IllegalStateException()),
                new FakeUsageProvider("e-slow").thenHangs());

        try (UsageMonitor monitor = UsageMonitor.builder(providers)
                .timeLimit(Duration.ofMillis(200))
                .clock(clock)
                .build()) {
            assertEquals("a-good: not asked yet", Dashboard.line(monitor.views().get(0)));
            monitor.start();
            for (UsageView view : monitor.views()) {
                monitor.refresh(view.providerId()).get(10, TimeUnit.SECONDS);
            }

            List<String> lines = monitor.views().stream().map(Dashboard::line).toList();
            assertEquals("a-good: Usage 25 % used", lines.get(0));
            assertEquals("b-unknown: unknown", lines.get(1));
            assertEquals("c-failing: unknown (You are not signed in. Sign in.)", lines.get(2));
            assertTrue(lines.get(3).startsWith("d-broken: unknown (The provider of d-broken is broken"), lines.get(3));
            assertEquals("e-slow: unknown (The fake did not answer within PT0.2S. Try again.)", lines.get(4));
        }
    }
}
