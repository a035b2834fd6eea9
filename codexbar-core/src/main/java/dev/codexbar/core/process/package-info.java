/**
 * Running programs: the only door of this library to the operating system.
 *
 * <p>Providers start at {@link dev.codexbar.core.process.ProcessRunners#load()} and hand a
 * {@link dev.codexbar.core.process.ProcessRequest} to the {@link dev.codexbar.core.process.ProcessRunner} they get.
 * Whatever the program does, the call comes back in time and nothing it started is left.
 *
 * <p>A {@link dev.codexbar.core.process.ProcessSpawner} is how a further way of starting programs is added, such as the
 * pseudo-terminals of {@code codexbar-pty}: the life of the program after its start is the same for all of them.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.core.process;

import org.jspecify.annotations.NullMarked;
