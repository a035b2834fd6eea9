package dev.codexbar.provider.kiro.report;

/**
 * What the Kiro CLI answered to the question for the usage: {@link KiroUsage}, or the {@link KiroProblem} that stood in
 * its place.
 *
 * @since 0.1.0
 */
public sealed interface KiroAnswer permits KiroUsage, KiroProblem {}
