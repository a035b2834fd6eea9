package dev.codexbar.pty;

import com.sun.jna.Memory;
import dev.codexbar.core.process.ProcessRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts of programs by {@code posix_spawn}, without a fork of this JVM and without a program in between: what is
 * started is the program itself, in a session of its own.
 *
 * @implNote Needs version 2.34 of the GNU C library or later, the first that can close in the program whatever else
 *     this JVM has open, on one of the processors of {@link LibC}. Signals are those of a fresh program there: none
 *     blocked, none ignored, although a JVM blocks {@code SIGQUIT} in its threads and may itself have been started with
 *     {@code nohup}.
 */
final class PosixStart {

    private static final String SHELL = "/bin/sh";

    private PosixStart() {}

    /** Loads JNA where the system is the right one, which may fail with a {@link LinkageError}. */
    static boolean isAvailable() {
        return LibC.isKnownSystem() && LibC.canCloseFrom();
    }

    /** What the program does with its descriptors. */
    @FunctionalInterface
    interface Streams {

        /** Connects 0, 1 and 2, and closes all others. */
        void connect(LibC.SpawnActions actions) throws LibC.Failure;
    }

    /** Loads what a start needs besides the C library. */
    static void warmUp() {
        Prepared.attributes();
    }

    /**
     * Starts a program.
     *
     * @throws LibC.Failure if that failed
     */
    static PosixChild start(ProcessRequest request, Map<String, String> environment, Streams streams)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(request.executable());
        command.addAll(request.arguments());
        try (StartedPid pid = new StartedPid();
                LibC.SpawnActions actions = new LibC.SpawnActions();
                Memory variables = NativeStrings.of(NativeStrings.environment(environment))) {
            streams.connect(actions);
            if (request.workingDirectory().isPresent()) {
                actions.changeDirectory(request.workingDirectory().get().toString());
            }
            int error = spawn(pid, command, actions, variables);
            if (error == LibC.ENOEXEC) {
                // A script without "#!" is one for the shell, as in execvp and in the JDK.
                command.add(0, SHELL);
                error = spawn(pid, command, actions, variables);
            }
            if (error != 0) {
                throw LibC.spawnFailure(error);
            }
            return pid.own();
        }
    }

    private static int spawn(StartedPid pid, List<String> command, LibC.SpawnActions actions, Memory variables) {
        try (Memory arguments = NativeStrings.of(NativeStrings.encoded(command))) {
            return LibC.spawn(pid.target(), command.get(0), actions, Prepared.attributes(), arguments, variables);
        }
    }

    /** What is the same for all programs, made at the first start. */
    private static final class Prepared {

        private static final byte[] ATTRIBUTES = make();

        static byte[] attributes() {
            return ATTRIBUTES;
        }

        private static byte[] make() {
            if (LibC.ignoresChildren()) {
                // Inherited from the program that started this JVM. A child that the system reaps itself cannot be
                // waited for, and its pid may be reused at any time.
                LibC.stopIgnoringChildren();
            }
            return LibC.spawnAttributes();
        }
    }
}
