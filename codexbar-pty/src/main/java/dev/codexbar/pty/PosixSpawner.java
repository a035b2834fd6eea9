package dev.codexbar.pty;

import com.sun.jna.Memory;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.SpawnedProcess;
import dev.codexbar.core.process.TerminalSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pseudo-terminals on Linux by {@code posix_spawn}, without a fork of this JVM and without a program in between: what
 * is started is the program itself, in a session of its own, and by opening its end of the terminal there it makes that
 * its controlling terminal. This JVM never opens that end: one that leads a session would get it as its own controlling
 * terminal and be hung up with it.
 *
 * @implNote Needs version 2.34 of the GNU C library or later, the first that can close in the program whatever else
 *     this JVM has open. Signals are those of a fresh program there: none blocked, none ignored, although a JVM blocks
 *     {@code SIGQUIT} in its threads and may itself have been started with {@code nohup}.
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
        try (Master master = Master.open(TerminalSize.DEFAULT)) {
            NativeStrings.terminated(master.slave());
        } catch (IOException unavailable) {
            // Told by the first start.
        }
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        Master master = Master.open(TerminalEnvironment.size(request));
        try {
            return new PosixChild(start(request, master.slave()), master);
        } catch (Throwable failure) {
            master.close();
            throw failure;
        }
    }

    private static int start(ProcessRequest request, String slave) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(request.executable());
        command.addAll(request.arguments());
        Map<String, String> environment = new HashMap<>(System.getenv());
        TerminalEnvironment.apply(request, environment);
        byte[] attributes = new byte[STRUCTURE];
        byte[] actions = new byte[STRUCTURE];
        check("posix_spawnattr_init", attributes);
        check("posix_spawn_file_actions_init", (Object) actions);
        try (Memory variables = NativeStrings.of(NativeStrings.environment(environment))) {
            setSignals(attributes);
            check("posix_spawnattr_setflags", attributes, FLAGS);
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
            int[] id = new int[1];
            int error = spawn(id, command, actions, attributes, variables);
            if (error == LibC.ENOEXEC) {
                // A script that does not say what for is one for the shell, as execvp and the JDK have it.
                command.add(0, SHELL);
                error = spawn(id, command, actions, attributes, variables);
            }
            if (error != 0) {
                throw LibC.failure("posix_spawn", error);
            }
            return id[0];
        } finally {
            LibC.call("posix_spawn_file_actions_destroy", (Object) actions);
            LibC.call("posix_spawnattr_destroy", (Object) attributes);
        }
    }

    private static int spawn(int[] id, List<String> command, byte[] actions, byte[] attributes, Memory variables) {
        try (Memory arguments = NativeStrings.of(NativeStrings.encoded(command))) {
            byte[] program = NativeStrings.terminated(command.get(0));
            return LibC.call("posix_spawn", id, program, actions, attributes, arguments, variables);
        }
    }

    private static void setSignals(byte[] attributes) throws IOException {
        byte[] signals = new byte[SIGNALS];
        check("posix_spawnattr_setsigmask", attributes, signals);
        // All bits by hand: sigfillset leaves out two that the library keeps to itself, and spawns them ignored.
        Arrays.fill(signals, (byte) 0xFF);
        check("posix_spawnattr_setsigdefault", attributes, signals);
    }

    /** These calls return what they failed with. */
    private static void check(String call, Object... arguments) throws IOException {
        int error = LibC.call(call, arguments);
        if (error != 0) {
            throw LibC.failure(call, error);
        }
    }
}
