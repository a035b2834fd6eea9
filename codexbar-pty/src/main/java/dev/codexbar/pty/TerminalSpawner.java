package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;

/**
 * Starts programs in a pseudo-terminal, in the way that is best on this system.
 *
 * <p>On Linux with version 2.34 of the GNU C library or later (x86-64, AArch64, RISC-V and LoongArch), that library
 * opens the terminal and starts the program, at a cost that does not grow with the memory of this JVM; {@link #name()}
 * is {@code "posix_spawn"} then. Everywhere else it is {@code "pty4j"}, by the library of that name. Which one it is,
 * is found out at the first use of either.
 *
 * <p>Unless the request says otherwise, the program finds {@code TERM=xterm-256color} and its size in {@code COLUMNS}
 * and {@code LINES}.
 *
 * @apiNote Found through {@link java.util.ServiceLoader} by {@link dev.codexbar.core.process.ProcessRunners#load()};
 *     applications need not name this class.
 * @since 0.1.0
 */
public final class TerminalSpawner implements ProcessSpawner {

    /** Makes a spawner. */
    public TerminalSpawner() {}

    @Override
    public String name() {
        return Way.BEST.name();
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        return Way.BEST.spawn(request);
    }

    @Override
    public void warmUp() {
        Way.BEST.warmUp();
    }

    /** Chosen at the first use, because constructors of spawners do no work. */
    private static final class Way {

        private static final ProcessSpawner BEST = best();

        private static ProcessSpawner best() {
            try {
                return PosixStart.isAvailable() ? new PosixSpawner() : new Pty4jSpawner();
            } catch (LinkageError unloadable) {
                // JNA, which both need. A start will tell.
                return new PosixSpawner();
            }
        }
    }
}
