/**
 * Reads the usage of Kiro, AWS's coding agent, through the installed {@code kiro-cli}.
 *
 * <p>Hosts start at {@link dev.codexbar.provider.kiro.KiroUsageProvider}, or find it through
 * {@link dev.codexbar.core.UsageProviders#load()}. Code that has the text of a report starts at
 * {@link dev.codexbar.provider.kiro.report.KiroUsageParser}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.kiro;

import org.jspecify.annotations.NullMarked;
