/**
 * Keeps asking providers, and always knows how old the answer is.
 *
 * <p>This package is for hosts that show usage for longer than one call: dashboards, servers, status bars, services
 * with metrics. Start at {@link dev.codexbar.monitor.UsageMonitor}: it asks each provider at its own interval, backs
 * off when one fails, and keeps a {@link dev.codexbar.monitor.UsageView} of each, which can be read at any time without
 * waiting.
 *
 * <p>A {@link dev.codexbar.monitor.UsageStore} lets all processes of a user share one fetch;
 * {@link dev.codexbar.monitor.SharedUsageProvider} does the same for a program that asks once and ends.
 *
 * <p>The seventeen rules that a monitor keeps are in {@code docs/CONTRACT.md}, and as the suite
 * {@code UsageMonitorContract} in {@code codexbar-testkit}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.monitor;

import org.jspecify.annotations.NullMarked;
