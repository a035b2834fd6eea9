package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import java.time.Clock;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds the actuator endpoint {@code codexbar}, once it is exposed: {@code GET} reads all providers or one, without
 * identity; {@code POST} asks all or one now. For what a controller or another bean needs, use {@link UsageMonitor}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CodexBarAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint",
            "dev.codexbar.server.UsageReports",
            "dev.codexbar.json.UsageJson"
        })
@ConditionalOnBean(name = CodexBarAutoConfiguration.EVENTS)
public class CodexBarEndpointAutoConfiguration {

    CodexBarEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean(name = "codexbarEndpoint")
    CodexBarEndpoint codexbarEndpoint(UsageMonitor monitor, CodexBarProperties properties) {
        return new CodexBarEndpoint(monitor, properties.patienceOfRequests(), Clock.systemUTC());
    }
}
