/**
 * Reads what {@code gh} and the Copilot CLI print about the quotas of GitHub Copilot: pure functions from text and an
 * instant to a snapshot or a failure. For people who have the answer already; start with
 * {@link dev.codexbar.provider.copilot.report.GhReader}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.copilot.report;

import org.jspecify.annotations.NullMarked;
