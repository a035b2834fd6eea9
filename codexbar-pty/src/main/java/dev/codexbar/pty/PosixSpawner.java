package dev.codexbar.pty;

import com.sun.jna.Memory;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.process.SpawnedProcess;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final String CLOSE_OTHERS = "posix_spawn_file_actions_addclosefrom_np";

    /** {@code posix_spawn_file_actions_t} and {@code posix_spawnattr_t} take 80 and 336 bytes. */
    private static final int STRUCTURE = 512;

    /** {@code sigset_t} takes 128 bytes, a bit for each signal. */
    private static final int SIGNALS = 128;

    // POSIX_SPAWN_SETSIGDEF, POSIX_SPAWN_SETSIGMASK and POSIX_SPAWN_SETSID, from spawn.h.
    private static final short FLAGS = 0x04 | 0x08 | 0x80;

    private static final String SHELL = "/bin/sh";

    /** What opening and executing files fails with. */
    private static final Set<Integer> OF_FILES = Set.of(LibC.ENOENT, LibC.EIO, LibC.ENXIO, LibC.EACCES);

    // From signal.h.
    private static final int SIGCHLD = 17;
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;

    /** Loads JNA where the system is the right one, which may fail with a {@link LinkageError}. */
    static boolean isAvailable() {
        return LibC.isKnownSystem() && LibC.has(CLOSE_OTHERS);
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
        try (PosixEnd master = PosixEnd.open(TerminalSize.DEFAULT)) {
            NativeStrings.terminated(master.slave());
        } catch (IOException unavailable) {
            // Told by the first start.
        }
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        byte[] attributes = Prepared.ATTRIBUTES;
        PosixEnd master = PosixEnd.open(TerminalEnvironment.size(request));
        int[] id = new int[1];
        try {
            start(request, master.slave(), attributes, id);
            return new PosixChild(id[0], master);
        } catch (Throwable failure) {
            if (id[0] > 0) {
                PosixChild.killUnborn(id[0]);
            }
            master.close();
            throw failure;
        }
    }

    /** Starts the program; as soon as there is one, its id is in the array, whatever may be thrown then. */
    private static void start(ProcessRequest request, String slave, byte[] attributes, int[] id) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(request.executable());
        command.addAll(request.arguments());
        Map<String, String> environment = new HashMap<>(System.getenv());
        TerminalEnvironment.apply(request, environment);
        byte[] actions = new byte[STRUCTURE];
        check("posix_spawn_file_actions_init", actions);
        try (Memory variables = NativeStrings.of(NativeStrings.environment(environment))) {
            // First: where this JVM has all the descriptors it may have, there are some again.
            check(CLOSE_OTHERS, actions, 3);
            check("posix_spawn_file_actions_addopen", actions, 0, NativeStrings.terminated(slave), LibC.O_RDWR, 0);
            check("posix_spawn_file_actions_adddup2", actions, 0, 1);
            check("posix_spawn_file_actions_adddup2", actions, 0, 2);
            if (request.workingDirectory().isPresent()) {
                byte[] directory = NativeStrings.terminated(
                        request.workingDirectory().get().toString());
                check("posix_spawn_file_actions_addchdir_np", actions, directory);
            }
            int error = spawn(id, command, actions, attributes, variables);
            if (error == LibC.ENOEXEC) {
                // A script that does not say what for is one for the shell, as execvp and the JDK have it.
                command.add(0, SHELL);
                error = spawn(id, command, actions, attributes, variables);
            }
            if (error != 0) {
                throw failure(error, slave);
            }
        } finally {
            LibC.call("posix_spawn_file_actions_destroy", actions);
        }
    }

    private static int spawn(int[] id, List<String> command, byte[] actions, byte[] attributes, Memory variables) {
        try (Memory arguments = NativeStrings.of(NativeStrings.encoded(command))) {
            byte[] program = NativeStrings.terminated(command.get(0));
            return LibC.call("posix_spawn", id, program, actions, attributes, arguments, variables);
        }
    }

    /** The same error may speak of the program, which was looked for before, and of its end of the terminal. */
    private static IOException failure(int error, String slave) {
        Path terminal = Path.of(slave);
        if (OF_FILES.contains(error) && !(Files.isReadable(terminal) && Files.isWritable(terminal))) {
            return new ProcessStartException(
                    Reason.TERMINAL_UNAVAILABLE, "this system gives no terminal: " + slave + " cannot be opened", null);
        }
        return LibC.failure("posix_spawn", error);
    }

    /** What is the same for all programs, made at the first start. */
    private static final class Prepared {

        /** The GNU C library keeps nothing else of them, so they are never destroyed. */
        static final byte[] ATTRIBUTES = attributes();

        private static byte[] attributes() {
            heedChildren();
            byte[] attributes = new byte[STRUCTURE];
            byte[] signals = new byte[SIGNALS];
            LibC.call("posix_spawnattr_init", attributes);
            LibC.call("posix_spawnattr_setsigmask", attributes, signals);
            // All bits by hand: sigfillset leaves out two that the library keeps to itself, and spawns them ignored.
            Arrays.fill(signals, (byte) 0xFF);
            LibC.call("posix_spawnattr_setsigdefault", attributes, signals);
            LibC.call("posix_spawnattr_setflags", attributes, FLAGS);
            return attributes;
        }

        /**
         * A JVM may have been started by somebody who ignores his children. What such a one starts cannot be waited
         * for, and its id may be anybody's at any time.
         */
        private static void heedChildren() {
            byte[] action = new byte[STRUCTURE];
            boolean told = LibC.call("sigaction", SIGCHLD, null, action) == 0;
            // struct sigaction begins with the handler.
            if (told && ByteBuffer.wrap(action).order(ByteOrder.nativeOrder()).getLong() == SIG_IGN) {
                LibC.call("signal", SIGCHLD, SIG_DFL);
            }
        }
    }

    /** These calls return what they failed with. */
    private static void check(String call, Object... arguments) throws IOException {
        int error = LibC.call(call, arguments);
        if (error != 0) {
            throw LibC.failure(call, error);
        }
    }
}
