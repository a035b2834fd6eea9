package dev.codexbar.cli;

import dev.codexbar.micrometer.UsageMeterBinder;
import dev.codexbar.micrometer.UsageMeterNames;
import dev.codexbar.monitor.UsageMonitor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * What a monitor knows, in the text format of Prometheus. The only class of the command that uses Micrometer, so that
 * its hundreds of classes are loaded only when metrics are asked for.
 */
final class PrometheusText implements AutoCloseable {

    static {
        // Micrometer looks for a logger; without one, SLF4J would print three lines about that into the command's own.
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
    }

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UsageMeterBinder meters;

    private PrometheusText(UsageMonitor monitor) {
        this.meters = UsageMeterBinder.builder(monitor)
                .names(UsageMeterNames.winCodexBar())
                .build();
        meters.bindTo(registry);
    }

    /** Returns the text of a monitor, which need not be started. */
    static PrometheusText of(UsageMonitor monitor) {
        return new PrometheusText(monitor);
    }

    /** Returns the text at this instant. Never asks a provider. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        meters.close();
        registry.close();
    }
}
