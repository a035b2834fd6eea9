package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Starts programs with pipes and in a session of their own, on Linux with version 2.34 of the GNU C library or later,
 * in half the time that the JDK and {@code setsid} take. {@linkplain #isReady() Ready} once the terminals of this
 * module have loaded JNA: loading it for pipes would take longer than it spares.
 *
 * @apiNote Found through {@link java.util.ServiceLoader} by {@link dev.codexbar.core.process.ProcessRunners#load()};
 *     applications need not name this class.
 * @since 0.1.0
 */
public final class PosixPipeSpawner implements ProcessSpawner {

    /** Our ends as files: the JDK reads and writes them without JNA. */
    private static final String DESCRIPTORS = "/proc/self/fd";

    private static final String NULL_DEVICE = "/dev/null";

    /** Set by {@link LibC}; here, so that asking does not load even that class. */
    private static volatile boolean libraryIsLoaded;

    private final boolean isEager;

    /** Makes a spawner that is ready once something else has loaded JNA. */
    public PosixPipeSpawner() {
        this(false);
    }

    private PosixPipeSpawner(boolean isEager) {
        this.isEager = isEager;
    }

    /**
     * Returns a spawner that loads JNA itself when it is first asked whether it is ready. That takes about as long as
     * three starts by the JDK, so it pays where more programs than that are started, or a terminal is needed anyway.
     *
     * @return a new spawner
     */
    public static PosixPipeSpawner eager() {
        return new PosixPipeSpawner(true);
    }

    @Override
    public String name() {
        return "posix_spawn with pipes";
    }

    @Override
    public boolean isTerminal() {
        return false;
    }

    /** Called once the C library can be called without loading anything. */
    static void libraryIsLoaded() {
        libraryIsLoaded = true;
    }

    @Override
    public boolean isReady() {
        return (isEager || libraryIsLoaded) && Available.HERE;
    }

    /** Asked once, and not before the C library is loaded. */
    private static final class Available {

        private static final boolean HERE = PosixStart.isAvailable() && new File(DESCRIPTORS).isDirectory();
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeAll(request.removedEnvironment());
        environment.putAll(request.environment());
        boolean hasInput = request.standardInput().length > 0
                || request.dialogue().isPresent()
                || request.closeInputFirst().isPresent();
        try (Pipe input = new Pipe();
                Pipe output = new Pipe();
                Pipe error = new Pipe()) {
            PosixChild child = PosixStart.start(request, environment, actions -> {
                if (hasInput) {
                    actions.duplicate(input.readEnd, 0);
                } else {
                    actions.open(0, NULL_DEVICE);
                }
                actions.duplicate(output.writeEnd, 1);
                actions.duplicate(error.writeEnd, 2);
                actions.closeFrom(3);
            });
            try {
                return new PosixPipes(
                        child,
                        hasInput ? new FileOutputStream(file(input.writeEnd)) : OutputStream.nullOutputStream(),
                        new FileInputStream(file(output.readEnd)),
                        new FileInputStream(file(error.readEnd)));
            } catch (Throwable failure) {
                // No descriptors left. A stream that was opened is closed by its cleaner.
                child.kill();
                child.close();
                throw failure;
            }
        }
    }

    private static String file(int descriptor) {
        return DESCRIPTORS + "/" + descriptor;
    }

    /** Both ends of a pipe, for the time of a start. */
    private static final class Pipe implements AutoCloseable {

        private final int readEnd;
        private final int writeEnd;

        Pipe() throws LibC.Failure {
            int[] ends = LibC.openPipe();
            this.readEnd = ends[0];
            this.writeEnd = ends[1];
        }

        @Override
        public void close() {
            LibC.close(readEnd);
            LibC.close(writeEnd);
        }
    }
}
