/**
 * The usage that a monitor knows, as meters.
 *
 * <p>This package is for services that publish metrics with <a href="https://micrometer.io">Micrometer</a>. Start at
 * {@link dev.codexbar.micrometer.UsageMeterBinder}. The meters are listed in {@code docs/METRICS.md}, and a Grafana
 * board made for them is in {@code docs/grafana}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.micrometer;

import org.jspecify.annotations.NullMarked;
