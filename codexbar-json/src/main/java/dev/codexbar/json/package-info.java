/**
 * Snapshots and failures as JSON, in the shape existing dashboards read.
 *
 * <p>For hosts that feed a dashboard or read what the command {@code codexbar usage --json} printed. Start at
 * {@link dev.codexbar.json.UsageJson}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.json;

import org.jspecify.annotations.NullMarked;
