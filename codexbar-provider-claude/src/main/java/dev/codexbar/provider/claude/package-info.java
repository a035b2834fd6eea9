/**
 * Reads the limits of a Claude subscription through the installed Claude Code.
 *
 * <p>Hosts start at {@link dev.codexbar.provider.claude.ClaudeUsageProvider}, or find it through
 * {@link dev.codexbar.core.UsageProviders#load()}. Answers that are at hand already are read by
 * {@link dev.codexbar.provider.claude.report.ClaudeReader}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.claude;

import org.jspecify.annotations.NullMarked;
