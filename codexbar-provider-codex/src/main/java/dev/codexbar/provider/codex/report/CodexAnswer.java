package dev.codexbar.provider.codex.report;

/**
 * What a dialogue with {@code codex app-server} came to.
 *
 * @since 0.1.0
 */
public sealed interface CodexAnswer permits CodexUsage, CodexProblem {}
