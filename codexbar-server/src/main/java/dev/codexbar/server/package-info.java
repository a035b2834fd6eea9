/**
 * Serves usage over HTTP. For hosts and for the command {@code codexbar serve}. Start with
 * {@link dev.codexbar.server.UsageServer}; what is answered, without any socket, is in
 * {@link dev.codexbar.server.DashboardRoutes}.
 */
@NullMarked
package dev.codexbar.server;

import org.jspecify.annotations.NullMarked;
