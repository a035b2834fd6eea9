/**
 * How much of an AI coding tool's quota is used, when it resets, and which account it belongs to.
 *
 * <p>Hosts (dashboards, status bars, build tools) start at {@link dev.codexbar.core.UsageProviders}: it loads the
 * providers and asks them all, and returns a {@link dev.codexbar.core.UsageResult} for each: a
 * {@link dev.codexbar.core.UsageSnapshot} or the reason why there is none. Authors of providers start at
 * {@link dev.codexbar.core.UsageProvider}.
 *
 * <p>Two rules hold everywhere in this package. What is unknown is absent, never 0: an {@link java.util.Optional}
 * without a value means that the tool did not report it. And identity is private: {@code toString} masks it.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.core;

import org.jspecify.annotations.NullMarked;
