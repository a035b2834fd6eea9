/**
 * Reads the usage of GitHub Copilot through the installed {@code gh}, or else through the Copilot CLI.
 *
 * <p>Hosts start at {@link dev.codexbar.provider.copilot.CopilotUsageProvider}, or find it through
 * {@link dev.codexbar.core.UsageProviders#load()}. An answer that is at hand already is read by
 * {@link dev.codexbar.provider.copilot.report.GhReader}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.copilot;

import org.jspecify.annotations.NullMarked;
