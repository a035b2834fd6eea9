package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageStore;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A monitor in virtual time, bound to a registry of Prometheus. */
final class MeterHarness {

    static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Deque<Runnable> atTheEnd = new ArrayDeque<>();
    private final Logger logger = Logger.getLogger("dev.codexbar.micrometer");
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler collector = new Collector();
    private @Nullable UsageMonitor monitor;

    MeterHarness() {
        logger.addHandler(collector);
        logger.setUseParentHandlers(false);
    }

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
        return start(UsageMeterNames.standard(), providers);
    }

    UsageMeterBinder start(UsageMeterNames names, UsageProvider... providers) {
        return start(names, null, providers);
    }

    UsageMeterBinder start(UsageMeterNames names, @Nullable UsageStore store, UsageProvider... providers) {
        UsageMonitor started = VirtualUsageMonitors.builder(UsageProviders.of(providers), time)
                .store(store)
                .build();
        monitor = started;
        UsageMeterBinder binder = UsageMeterBinder.builder(started).names(names).build();
        atTheEnd.push(started::close);
        atTheEnd.push(binder::close);
        binder.bindTo(registry);
        started.start();
        time.advance(Duration.ZERO);
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

    /** Returns what was logged since the harness was made, in place of the console. */
    List<String> logged() {
        return logged;
    }

    private final class Collector extends Handler {

        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    void close() {
        logger.removeHandler(collector);
        logger.setUseParentHandlers(true);
        atTheEnd.forEach(Runnable::run);
        time.close();
    }
}
