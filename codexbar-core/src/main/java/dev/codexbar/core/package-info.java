/**
 * How much of an AI coding tool's quota is used, when it resets and whose it is.
 *
 * <p>Hosts (dashboards, status bars, build tools) start at {@link dev.codexbar.core.UsageProviders}: it finds the
 * providers, each of which answers with a {@link dev.codexbar.core.UsageSnapshot}. Authors of providers start at
 * {@link dev.codexbar.core.UsageProvider}.
 *
 * <p>Two rules hold everywhere in this package. What is unknown is absent, never 0: an {@link java.util.Optional}
 * without a value says that the tool did not tell. And identity is private: {@code toString} masks e-mail addresses.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.core;

import org.jspecify.annotations.NullMarked;
