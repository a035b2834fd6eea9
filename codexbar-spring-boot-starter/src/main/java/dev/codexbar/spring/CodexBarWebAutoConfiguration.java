package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.server.DashboardRoutes;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the page and the dashboard of CodexBar below {@code codexbar.web.path}, once
 * {@code codexbar.web.enabled=true}. Neither a token nor a name is checked: the security of the application is what
 * guards the path.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CodexBarAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.web.servlet.function.RouterFunction",
            "dev.codexbar.server.UsageReports",
            "dev.codexbar.json.UsageJson"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(name = CodexBarAutoConfiguration.EVENTS)
@ConditionalOnProperty(name = "codexbar.web.enabled", havingValue = "true")
public class CodexBarWebAutoConfiguration {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    CodexBarWebAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    DashboardRoutes codexbarDashboardRoutes(UsageMonitor monitor, CodexBarProperties properties) {
        return DashboardRoutes.builder(monitor)
                .guardedByHost()
                .identityShown(properties.getWeb().getIdentity() == CodexBarProperties.Identity.FULL)
                .refreshInterval(properties.getRefreshInterval())
                .patience(properties.patienceOfRequests())
                .build();
    }

    @Bean
    UsageWebStreams codexbarWebStreams(DashboardRoutes routes) {
        return new UsageWebStreams(routes, UsageWebStreams.HEARTBEAT);
    }

    @Bean
    RouterFunction<ServerResponse> codexbarRouterFunction(
            DashboardRoutes routes, CodexBarProperties properties, UsageWebStreams streams) {
        String path = properties.getWeb().getPath();
        if (!PATH.matcher(path).matches()) {
            throw new InvalidConfigurationPropertyValueException(
                    "codexbar.web.path", path, "it must begin with a slash and not end with one, such as /codexbar");
        }
        return RouterFunctions.route()
                .route(RequestPredicates.path(path + "/**"), new UsageWebHandler(routes, path, streams))
                .build();
    }
}
