package dev.codexbar.spring;

import dev.codexbar.server.UsageReports;
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
@ConditionalOnBean(CodexBarProperties.class)
public class CodexBarJsonAutoConfiguration {

    CodexBarJsonAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    UsageHttpMessageConverter codexbarUsageHttpMessageConverter(CodexBarProperties properties) {
        return new UsageHttpMessageConverter(reports(properties), Clock.systemUTC());
    }

    private static UsageReports reports(CodexBarProperties properties) {
        return properties.web().identity() == CodexBarProperties.Identity.FULL
                ? UsageReports.withIdentity()
                : UsageReports.redacted();
    }
}
