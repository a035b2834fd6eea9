package dev.codexbar.spring;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * Makes the published JSON of what a controller returns: a {@link dev.codexbar.core.UsageSnapshot}, a
 * {@link dev.codexbar.core.UsageResult}, a {@link dev.codexbar.json.UsageReport}, a
 * {@link dev.codexbar.monitor.UsageView}, or a collection of one of them. It names no account unless
 * {@code codexbar.web.identity=full} says so.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CodexBarAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.http.converter.HttpMessageConverter",
            "dev.codexbar.server.UsageReports",
            "dev.codexbar.json.UsageJson"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(name = CodexBarAutoConfiguration.EVENTS)
public class CodexBarJsonAutoConfiguration {

    CodexBarJsonAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "codexbarUsageHttpMessageConverter")
    UsageHttpMessageConverter codexbarUsageHttpMessageConverter(CodexBarProperties properties) {
        boolean identityShown = properties.getWeb().getIdentity() == CodexBarProperties.Identity.FULL;
        return new UsageHttpMessageConverter(identityShown, Clock.systemUTC());
    }
}
