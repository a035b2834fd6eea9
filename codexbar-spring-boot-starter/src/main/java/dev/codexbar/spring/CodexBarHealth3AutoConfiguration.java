package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds {@code codexbar} to the health of an application on Spring Boot 3.5: UP while there are numbers of any provider,
 * else UNKNOWN, and DOWN only if {@code codexbar.health.down-when-all-fail} says so. It is in no group, so neither
 * readiness nor liveness depend on it. {@code management.health.codexbar.enabled=false} takes it away.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CodexBarAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator")
@ConditionalOnBean(name = CodexBarAutoConfiguration.EVENTS)
public class CodexBarHealth3AutoConfiguration {

    CodexBarHealth3AutoConfiguration() {}

    @Bean
    @ConditionalOnEnabledHealthIndicator("codexbar")
    @ConditionalOnMissingBean(name = "codexbarHealthIndicator")
    HealthIndicator codexbarHealthIndicator(UsageMonitor monitor, CodexBarProperties properties) {
        boolean downWhenAllFail = properties.getHealth().isDownWhenAllFail();
        // A lambda would take longer to link than this class takes to load.
        return new HealthIndicator() {
            @Override
            public Health health() {
                UsageHealth usage = UsageHealth.of(monitor.views(), downWhenAllFail);
                return Health.status(usage.status().name())
                        .withDetails(usage.details())
                        .build();
            }
        };
    }
}
