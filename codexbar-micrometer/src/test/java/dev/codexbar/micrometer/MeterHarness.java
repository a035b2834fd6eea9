package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.VirtualUsageMonitors;
import dev.codexbar.testkit.VirtualTime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A monitor in virtual time, bound to a registry of Prometheus. */
final class MeterHarness {

    static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Deque<Runnable> atTheEnd = new ArrayDeque<>();
    private @Nullable UsageMonitor monitor;

    VirtualTime time() {
        return time;
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    UsageMonitor monitor() {
        return Objects.requireNonNull(monitor);
    }

    /** Makes a monitor of the providers, binds it, starts it, and lets the first fetches end. */
    UsageMeterBinder start(UsageProvider... providers) {
        UsageMonitor started =
                VirtualUsageMonitors.builder(UsageProviders.of(providers), time).build();
        monitor = started;
        atTheEnd.push(started::close);
        UsageMeterBinder binder = bind(UsageMeterNames.standard());
        started.start();
        time.advance(Duration.ZERO);
        return binder;
    }

    UsageMeterBinder bind(UsageMeterNames names) {
        UsageMeterBinder binder =
                UsageMeterBinder.builder(monitor()).names(names).build();
        atTheEnd.push(binder::close);
        binder.bindTo(registry);
        return binder;
    }

    void advance(Duration duration) {
        time.advance(duration);
    }

    /** Returns the series whose names have one of the prefixes, as Prometheus reads them. */
    Map<String, Double> scrape(String... prefixes) {
        Map<String, Double> series = new TreeMap<>();
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .filter(line -> List.of(prefixes).stream().anyMatch(line::startsWith))
                .forEach(line -> {
                    int blank = line.lastIndexOf(' ');
                    double value = Double.parseDouble(line.substring(blank + 1));
                    assertFalse(Double.isNaN(value), line);
                    series.put(line.substring(0, blank), value);
                });
        return series;
    }

    double value(String series) {
        Map<String, Double> found = scrape(series);
        assertEquals(List.of(series), List.copyOf(found.keySet()));
        return found.values().iterator().next();
    }

    void close() {
        atTheEnd.forEach(Runnable::run);
        time.close();
    }
}
