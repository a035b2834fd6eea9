/**
 * Reads the usage of Codex, OpenAI's coding agent, through the installed {@code codex}.
 *
 * <p>Hosts start at {@link dev.codexbar.provider.codex.CodexUsageProvider}, or find it through
 * {@link dev.codexbar.core.UsageProviders#load()}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.codex;

import org.jspecify.annotations.NullMarked;
