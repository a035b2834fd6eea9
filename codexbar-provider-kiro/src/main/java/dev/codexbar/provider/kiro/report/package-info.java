/**
 * Reads what Kiro prints: pure functions from text to values. Start withn *
 * {@link dev.codexbar.provider.kiro.report.KiroUsageParser}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.kiro.report;

import org.jspecify.annotations.NullMarked;
