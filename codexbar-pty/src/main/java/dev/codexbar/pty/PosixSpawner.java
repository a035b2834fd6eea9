package dev.codexbar.pty;

import com.sun.jna.Memory;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.process.SpawnedProcess;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pseudo-terminals on Linux by {@code posix_spawn}, without a fork of this JVM and without a program in between: what
 * is started is the program itself, in a session of its own, and by opening its end of the terminal there it makes that
 * its controlling terminal. This JVM never opens that end: one that leads a session would get it as its own controlling
 * terminal and be hung up with it.
 *
 * @implNote Needs version 2.34 of the GNU C library or later, the first that can close in the program whatever else
 *     this JVM has open, on one of the processors of {@link LibC}. Signals are those of a fresh program there: none
 *     blocked, none ignored, although a JVM blocks {@code SIGQUIT} in its threads and may itself have been started with
 *     {@code nohup}.
 */
final class PosixSpawner implements ProcessSpawner {

    private static final String SHELL = "/bin/sh";

    /** Errors of opening and executing files. */
    private static final Set<Integer> OF_FILES = Set.of(LibC.ENOENT, LibC.EIO, LibC.ENXIO, LibC.EACCES);

    /** Loads JNA where the system is the right one, which may fail with a {@link LinkageError}. */
    static boolean isAvailable() {
        return LibC.isKnownSystem() && LibC.canCloseFrom();
    }

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
        } catch (IOException unavailable) {
            // The first start reports it.
        }
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        byte[] attributes = Prepared.ATTRIBUTES;
        PosixEnd terminal = PosixEnd.open(TerminalEnvironment.size(request));
        try (StartedPid pid = new StartedPid()) {
            start(request, terminal.name(), attributes, pid);
            return pid.own(terminal);
        } catch (Throwable failure) {
            terminal.close();
            throw failure;
        }
    }

    private static void start(ProcessRequest request, String terminal, byte[] attributes, StartedPid pid)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(request.executable());
        command.addAll(request.arguments());
        Map<String, String> environment = new HashMap<>(System.getenv());
        TerminalEnvironment.apply(request, environment);
        try (LibC.SpawnActions actions = new LibC.SpawnActions();
                Memory variables = NativeStrings.of(NativeStrings.environment(environment))) {
            // First: where this JVM has all the descriptors it may have, there are some again.
            actions.closeFrom(3);
            actions.open(0, terminal);
            actions.duplicate(0, 1);
            actions.duplicate(0, 2);
            if (request.workingDirectory().isPresent()) {
                actions.changeDirectory(request.workingDirectory().get().toString());
            }
            int error = spawn(pid, command, actions, attributes, variables);
            if (error == LibC.ENOEXEC) {
                // A script without "#!" is one for the shell, as in execvp and in the JDK.
                command.add(0, SHELL);
                error = spawn(pid, command, actions, attributes, variables);
            }
            if (error != 0) {
                throw failure(error, terminal);
            }
        }
    }

    private static int spawn(
            StartedPid pid, List<String> command, LibC.SpawnActions actions, byte[] attributes, Memory variables) {
        try (Memory arguments = NativeStrings.of(NativeStrings.encoded(command))) {
            return LibC.spawn(pid.target(), command.get(0), actions, attributes, arguments, variables);
        }
    }

    /** The same error may be that of the program, which was found before, or that of its end of the terminal. */
    private static IOException failure(int error, String terminal) {
        Path path = Path.of(terminal);
        if (OF_FILES.contains(error) && !(Files.isReadable(path) && Files.isWritable(path))) {
            return new ProcessStartException(
                    Reason.TERMINAL_UNAVAILABLE,
                    "this system gives no terminal: " + terminal + " cannot be opened",
                    null);
        }
        return LibC.spawnFailure(error);
    }

    /** What is the same for all programs, made at the first start. */
    private static final class Prepared {

        static final byte[] ATTRIBUTES = attributes();

        private static byte[] attributes() {
            if (LibC.ignoresChildren()) {
                // Inherited from the program that started this JVM. A child that the system reaps itself cannot be
                // waited for, and its pid may be reused at any time.
                LibC.stopIgnoringChildren();
            }
            return LibC.spawnAttributes();
        }
    }
}
