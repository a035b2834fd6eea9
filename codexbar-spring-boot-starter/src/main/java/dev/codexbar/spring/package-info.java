/**
 * Usage in a Spring Boot application, by auto-configuration, on Boot 3.5, 4.0 and 4.1.
 *
 * <p>For hosts that add {@code codexbar-spring-boot-starter} and the providers they want. Nothing here has to be
 * called: inject {@link dev.codexbar.monitor.UsageMonitor}, listen to {@link dev.codexbar.spring.UsageChangedEvent}, or
 * return a snapshot from a controller. {@link dev.codexbar.spring.CodexBarAutoConfiguration} lists the beans that a
 * host can replace, and {@code docs/SPRING.md} the properties.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.spring;

import org.jspecify.annotations.NullMarked;
