/**
 * Figures for the maintainers of this library: how fast terminal text is read, and what a program costs from its start
 * to its result. {@link dev.codexbar.benchmarks.Report} makes all of them.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.benchmarks;

import org.jspecify.annotations.NullMarked;
