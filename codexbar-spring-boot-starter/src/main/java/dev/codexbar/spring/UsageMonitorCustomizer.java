package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;

/**
 * Changes how the monitor is built, for what no property can set. Every bean of this type is called once, in its
 * {@linkplain org.springframework.core.annotation.Order order}, after the properties have been applied.
 *
 * <p>The endpoint and the page do not see a time limit that is set here: with a longer one than
 * {@code codexbar.time-limit}, set {@code codexbar.patience}, too.
 *
 * <pre>{@code
 * @Bean
 * UsageMonitorCustomizer quietNights() {
 *     return builder -> builder.policy(attempt -> ...);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UsageMonitorCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder the builder of the monitor
     */
    void customize(UsageMonitor.Builder builder);
}
