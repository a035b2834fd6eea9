package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.process.SpawnedProcess;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Pseudo-terminals on Linux, by {@link PosixStart}. The program opens its end of the terminal itself, in its own
 * session, and so gets it as its controlling terminal. This JVM never opens that end: one that leads a session would
 * get it as its own controlling terminal and be hung up with it.
 */
final class PosixSpawner implements ProcessSpawner {

    /** Errors of opening and executing files. */
    private static final Set<Integer> OF_FILES = Set.of(LibC.ENOENT, LibC.EIO, LibC.ENXIO, LibC.EACCES);

    @Override
    public String name() {
        return "posix_spawn";
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    /** {@inheritDoc} By opening a terminal nearly all is loaded that a start needs. */
    @Override
    public void warmUp() {
        try (PosixEnd terminal = PosixEnd.open(TerminalSize.DEFAULT)) {
            NativeStrings.terminated(terminal.name());
            PosixStart.warmUp();
        } catch (IOException unavailable) {
            // The first start reports it.
        }
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        TerminalEnvironment.apply(request, environment);
        PosixEnd terminal = PosixEnd.open(TerminalEnvironment.size(request));
        try {
            PosixChild child = PosixStart.start(request, environment, actions -> connect(actions, terminal.name()));
            return new PosixTerminal(child, terminal);
        } catch (LibC.Failure failure) {
            terminal.close();
            throw explained(failure, terminal.name());
        } catch (Throwable failure) {
            terminal.close();
            throw failure;
        }
    }

    private static void connect(LibC.SpawnActions actions, String terminal) throws LibC.Failure {
        // First: where this JVM has all the descriptors it may have, there are some again.
        actions.closeFrom(3);
        actions.open(0, terminal);
        actions.duplicate(0, 1);
        actions.duplicate(0, 2);
    }

    /** The same error may be that of the program, which was found before, or that of its end of the terminal. */
    private static IOException explained(LibC.Failure failure, String terminal) {
        Path path = Path.of(terminal);
        if (OF_FILES.contains(failure.error()) && !(Files.isReadable(path) && Files.isWritable(path))) {
            return new ProcessStartException(
                    Reason.TERMINAL_UNAVAILABLE,
                    "this system gives no terminal: " + terminal + " cannot be opened",
                    failure);
        }
        return failure;
    }
}
