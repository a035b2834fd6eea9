/**
 * Reads what Claude Code answers about the limits of a subscription: pure functions from messages and an instant to a
 * snapshot or a failure. For people who have the answers already; start with
 * {@link dev.codexbar.provider.claude.report.ClaudeReader}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.claude.report;

import org.jspecify.annotations.NullMarked;
