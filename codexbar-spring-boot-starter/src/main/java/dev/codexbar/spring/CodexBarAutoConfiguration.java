package dev.codexbar.spring;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.RefreshPolicy;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

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

    /**
     * A bean that is there if usage is watched. Conditions name it, because each search for a type looks at every bean
     * of the application.
     */
    static final String EVENTS = "codexbarUsageEvents";

    private static final String OWN_MONITOR = "codexbarUsageMonitor";

    private static final Log LOGGER = LogFactory.getLog(CodexBarAutoConfiguration.class);

    CodexBarAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    UsageProviders usageProviders(
            ObjectProvider<UsageProvider> beans, CodexBarProperties properties, ApplicationContext context) {
        UsageProviders own = UsageProviders.of(beans.orderedStream().toList().toArray(new UsageProvider[0]));
        // Here and below, loops: every lambda that is linked at the start delays the application.
        Set<String> taken = new HashSet<>();
        for (ProviderDescriptor descriptor : own.descriptors()) {
            taken.add(descriptor.id());
        }
        ClassLoader loader = context.getClassLoader();
        UsageProviders loaded = loader == null ? UsageProviders.load() : UsageProviders.load(loader);
        UsageProviders all = own.with(loaded.without(taken));
        for (UsageProviders.Failure failure : all.failures()) {
            LOGGER.warn("A usage provider is left out. " + failure);
        }
        return all.without(properties.switchedOff());
    }

    @Bean(name = OWN_MONITOR, destroyMethod = "close")
    @ConditionalOnMissingBean
    UsageMonitor codexbarUsageMonitor(
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
                .virtualThreads(
                        context.getEnvironment().getProperty("spring.threads.virtual.enabled", Boolean.class, false));
        CodexBarProperties.set("codexbar.max-concurrent", properties.getMaxConcurrent(), builder::mostAtOnce);
        CodexBarProperties.set("codexbar.history-size", properties.getHistorySize(), builder::historySize);
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, CodexBarProperties.Provider> entry :
                properties.getProviders().entrySet()) {
            String id = entry.getKey();
            CodexBarProperties.Provider provider = entry.getValue();
            if (watched.find(id).isPresent()) {
                builder.settings(id, provider.settings(id));
            } else if (provider.isEnabled()) {
                unknown.add(id);
            }
        }
        if (!unknown.isEmpty()) {
            LOGGER.warn("There are properties codexbar.providers.* for " + unknown
                    + ", but no such provider; there are "
                    + watched.descriptors().stream()
                            .map(descriptor -> descriptor.id())
                            .toList());
        }
        UsageStore onlyStore = store.getIfUnique();
        if (onlyStore != null) {
            builder.store(onlyStore);
        }
        RefreshPolicy onlyPolicy = policy.getIfUnique();
        if (onlyPolicy != null) {
            builder.policy(onlyPolicy);
        }
        for (UsageMonitorCustomizer customizer : customizers.orderedStream().toList()) {
            customizer.customize(builder);
        }
        return builder.build();
    }

    /** A monitor of the host is started by the host. */
    @Bean
    @ConditionalOnBean(name = OWN_MONITOR, search = SearchStrategy.CURRENT)
    UsageMonitorLifecycle codexbarUsageMonitorLifecycle(UsageMonitor monitor) {
        return new UsageMonitorLifecycle(monitor);
    }

    @Bean(name = EVENTS)
    @ConditionalOnMissingBean(name = EVENTS)
    UsageEvents codexbarUsageEvents(UsageMonitor monitor, ApplicationEventPublisher publisher) {
        return new UsageEvents(monitor, publisher);
    }
}
