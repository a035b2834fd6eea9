package dev.codexbar.spring;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.RefreshPolicy;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Watches the usage of all providers while the application runs.
 *
 * <p>The beans, of which each can be replaced by one of the host's own:
 *
 * <ul>
 *   <li>{@link UsageProviders}: every {@link UsageProvider} bean, and what {@link java.util.ServiceLoader} finds. A
 *       bean takes the place of a loaded provider with the same id.
 *   <li>{@link UsageMonitor}: started when the context has started and closed with it. A monitor that the host makes is
 *       started by the host. {@link UsageStore} and {@link RefreshPolicy} beans and {@link UsageMonitorCustomizer}s are
 *       applied to the one that is made here. Its fetches run on virtual threads if
 *       {@code spring.threads.virtual.enabled} says so and the JVM has them.
 * </ul>
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnProperty(name = "codexbar.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(CodexBarProperties.class)
public class CodexBarAutoConfiguration {

    private static final Log LOGGER = LogFactory.getLog(CodexBarAutoConfiguration.class);

    CodexBarAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    UsageProviders usageProviders(
            ObjectProvider<UsageProvider> beans, CodexBarProperties properties, ApplicationContext context) {
        UsageProviders own = UsageProviders.of(beans.orderedStream().toArray(UsageProvider[]::new));
        Set<String> taken =
                own.descriptors().stream().map(descriptor -> descriptor.id()).collect(Collectors.toSet());
        ClassLoader loader = context.getClassLoader();
        UsageProviders loaded = loader == null ? UsageProviders.load() : UsageProviders.load(loader);
        UsageProviders all = own.with(loaded.without(taken));
        all.failures().forEach(failure -> LOGGER.warn("A usage provider is left out. " + failure));
        return all.without(properties.switchedOff());
    }

    @Bean
    @ConditionalOnMissingBean(UsageEvents.class)
    UsageEvents codexbarUsageEvents(UsageMonitor monitor, ApplicationEventPublisher publisher) {
        return new UsageEvents(monitor, publisher);
    }

    /** The monitor, unless the host has one. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(UsageMonitor.class)
    static class Monitor {

        @Bean(destroyMethod = "close")
        UsageMonitor usageMonitor(
                UsageProviders providers,
                CodexBarProperties properties,
                ApplicationContext context,
                ObjectProvider<UsageStore> store,
                ObjectProvider<RefreshPolicy> policy,
                ObjectProvider<UsageMonitorCustomizer> customizers) {
            // Providers of the host's own are switched off here.
            UsageProviders watched = providers.without(properties.switchedOff());
            UsageMonitor.Builder builder = UsageMonitor.builder(watched)
                    .settings(properties.settings())
                    .virtualThreads(context.getEnvironment()
                            .getProperty("spring.threads.virtual.enabled", Boolean.class, false));
            CodexBarProperties.set("codexbar.max-concurrent", properties.maxConcurrent(), builder::mostAtOnce);
            CodexBarProperties.set("codexbar.history-size", properties.historySize(), builder::historySize);
            List<String> unknown = new ArrayList<>();
            properties.providers().forEach((id, provider) -> {
                if (watched.find(id).isPresent()) {
                    builder.settings(id, provider.settings(id));
                } else if (provider.enabled()) {
                    unknown.add(id);
                }
            });
            if (!unknown.isEmpty()) {
                LOGGER.warn("There are properties codexbar.providers.* for " + unknown
                        + ", but no such provider; there are "
                        + watched.descriptors().stream()
                                .map(descriptor -> descriptor.id())
                                .toList());
            }
            store.ifUnique(builder::store);
            policy.ifUnique(builder::policy);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }

        @Bean
        UsageMonitorLifecycle codexbarUsageMonitorLifecycle(UsageMonitor monitor) {
            return new UsageMonitorLifecycle(monitor);
        }
    }
}
