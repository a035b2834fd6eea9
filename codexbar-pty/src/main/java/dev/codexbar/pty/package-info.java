/**
 * Runs programs in a pseudo-terminal. Hosts add {@code codexbar-pty} to the dependencies, which is all there is to do:
 * {@link dev.codexbar.core.process.ProcessRunners#load()} finds {@link dev.codexbar.pty.TerminalSpawner}.
 *
 * <p>Maintainers start at {@code TerminalSpawner}, which chooses between {@code PosixSpawner} (Linux with a recent GNU
 * C library, whose functions are all in {@code LibC}) and {@code Pty4jSpawner} (everywhere else). Both hand over a
 * {@code TerminalProcess}, with a {@code TerminalEnd} as its streams. {@code PosixPipeSpawner} gives pipes in the way
 * of {@code PosixSpawner}; {@code PosixStart} is what they share. {@code NativeCache} is where native libraries are
 * unpacked.
 *
 * <h2>State of the whole process</h2>
 *
 * A library in a host's JVM should touch nothing that belongs to all. Where it has to:
 *
 * <ul>
 *   <li>If the JVM was started with SIGCHLD ignored, the first start in a terminal sets the default action: otherwise
 *       the system reaps the children of this JVM itself, and their exit codes are lost.
 *   <li>While JNA is initialised, its system properties {@code jna.boot.library.path} and {@code jna.tmpdir} name our
 *       cache, unless the host has set one of them; they are cleared at once. The same goes for {@code pty4j.tmpdir}
 *       while pty4j is loaded. Two threads of ours do that one after the other; a host that initialises JNA at the very
 *       same moment gets our folder as well, which does no harm.
 *   <li>Where pty4j makes terminals and the host has no SLF4J, SLF4J says so on standard error when pty4j makes its
 *       logger. {@code slf4j.internal.verbosity} is {@code ERROR} at that moment, unless the host has set it, and
 *       cleared thereafter.
 *   <li>Native libraries stay loaded, and unpacked in the user's cache folder.
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.pty;

import org.jspecify.annotations.NullMarked;
