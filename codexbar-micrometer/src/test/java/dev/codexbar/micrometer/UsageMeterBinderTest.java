package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.VirtualUsageMonitors;
import dev.codexbar.testkit.FakeUsageProvider;
import dev.codexbar.testkit.VirtualTime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageMeterBinderTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Instant RESET = START.plus(Duration.ofDays(15));

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        time.close();
    }

    @Test
    void publishesWhatAnAnswerHas() {
        start(new FakeUsageProvider("kiro").thenAnswers(full(START)));
        assertEquals(
                Map.ofEntries(
                        Map.entry("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"}", 0.75),
                        Map.entry("codexbar_quota_expected_ratio{provider=\"kiro\",window=\"primary\"}", 0.5),
                        Map.entry(
                                "codexbar_quota_usage{provider=\"kiro\",unit=\"credits\",window=\"primary\"}", 7500.0),
                        Map.entry(
                                "codexbar_quota_limit{provider=\"kiro\",unit=\"credits\",window=\"primary\"}",
                                10_000.0),
                        Map.entry(
                                "codexbar_quota_reset_timestamp_seconds{precision=\"instant\",provider=\"kiro\",window=\"primary\"}",
                                (double) RESET.getEpochSecond()),
                        Map.entry(
                                "codexbar_quota_runout_timestamp_seconds{provider=\"kiro\",window=\"primary\"}",
                                (double) START.plus(Duration.ofDays(5)).getEpochSecond()),
                        Map.entry("codexbar_cost_usage{currency=\"USD\",provider=\"kiro\"}", 1.5),
                        Map.entry("codexbar_cost_limit{currency=\"USD\",provider=\"kiro\"}", 20.0)),
                scrape("codexbar_quota_", "codexbar_cost_"));
    }

    private UsageMeterBinder start(UsageProvider... providers) {
        UsageMonitor monitor =
                VirtualUsageMonitors.builder(UsageProviders.of(providers), time).build();
        open.add(monitor);
        UsageMeterBinder binder = UsageMeterBinder.of(monitor);
        open.add(binder);
        binder.bindTo(registry);
        monitor.start();
        time.advance(Duration.ZERO);
        return binder;
    }

    private static UsageSnapshot full(Instant at) {
        return UsageSnapshot.builder("kiro", at)
                .primary(
                        "Credits",
                        RateWindow.builder(75)
                                .amount(new RateWindow.Amount(7500, 10_000, "credits"))
                                .period(Duration.ofDays(30))
                                .resetsAt(RESET)
                                .build())
                .cost(UsageCost.builder(1.5, "USD").limit(20).build())
                .build();
    }

    /** Returns the series whose names have one of the prefixes, as Prometheus reads them. */
    private Map<String, Double> scrape(String... prefixes) {
        Map<String, Double> series = new TreeMap<>();
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .filter(line -> List.of(prefixes).stream().anyMatch(line::startsWith))
                .forEach(line -> {
                    int blank = line.lastIndexOf(' ');
                    series.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
                });
        return series;
    }
}
