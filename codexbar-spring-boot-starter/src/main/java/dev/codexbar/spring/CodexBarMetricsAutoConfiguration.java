package dev.codexbar.spring;

import dev.codexbar.micrometer.UsageMeterBinder;
import dev.codexbar.micrometer.UsageMeterNames;
import dev.codexbar.monitor.UsageMonitor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Publishes the meters of {@link UsageMeterBinder} in every meter registry of an application with Micrometer.
 * {@code codexbar.metrics.enabled=false} takes them away.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CodexBarAutoConfiguration.class)
@ConditionalOnClass(
        name = {"io.micrometer.core.instrument.binder.MeterBinder", "dev.codexbar.micrometer.UsageMeterBinder"})
@ConditionalOnBean(name = CodexBarAutoConfiguration.EVENTS)
@ConditionalOnProperty(name = "codexbar.metrics.enabled", havingValue = "true", matchIfMissing = true)
public class CodexBarMetricsAutoConfiguration {

    CodexBarMetricsAutoConfiguration() {}

    /** Spring Boot binds every bean of this kind, to registries that come later, too. */
    @Bean
    @ConditionalOnMissingBean
    UsageMeterBinder codexbarUsageMeterBinder(UsageMonitor monitor, CodexBarProperties properties) {
        return UsageMeterBinder.builder(monitor)
                .names(
                        properties.getMetrics().isWinCodexbarNames()
                                ? UsageMeterNames.winCodexBar()
                                : UsageMeterNames.standard())
                .build();
    }
}
