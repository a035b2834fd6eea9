package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;

/**
 * Starts programs in a pseudo-terminal, in the way that is best on this system.
 *
 * <p>On Linux the terminal is opened through JNA, and the program started at a cost that does not grow with the memory
 * of this JVM: by the C library where that is GNU's from 2.34 on, {@link #name()} being {@code "posix_spawn"}, and
 * before by the JDK and {@code setsid}, as {@code "setsid"}. Everywhere else it is {@code "pty4j"}, by the library of
 * that name.
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
            if (PosixSpawner.isAvailable()) {
                return new PosixSpawner();
            }
            return SetsidSpawner.isAvailable() ? new SetsidSpawner() : new Pty4jSpawner();
        }
    }
}
