package com.example.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import dev.codexbar.testkit.MutableClock;
import java.time.Duration;
import java.util.List;
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
                                UsageException.Reason.NOT_LOGGED_IN, "Not signed in.", "Sign in.")),
                new FakeUsageProvider("d-broken").thenBreaks(new IllegalStateException()),
                new FakeUsageProvider("e-slow").thenHangs());

        assertEquals(
                List.of(
                        "a-good: Usage 25 % used",
                        "b-unknown: unknown",
                        "c-failing: Not signed in. Sign in.",
                        "d-broken: d-broken (dev.codexbar.testkit.FakeUsageProvider) failed unexpectedly: "
                                + "IllegalStateException Report this to the author of the provider.",
                        "e-slow: The fake did not answer within PT0.2S. Try again."),
                new Dashboard(providers, Duration.ofMillis(200)).lines());
    }
}
