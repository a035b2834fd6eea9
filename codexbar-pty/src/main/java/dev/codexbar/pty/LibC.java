package dev.codexbar.pty;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The C library as far as starting programs on Linux needs it: the only class that knows its functions by name and its
 * numbers, which are those of 64-bit processors with the generic layout ({@code include/uapi/asm-generic} of Linux).
 * {@code size_t} and pointers are a {@code long} there. Structures are opaque bytes: the library is the only one to
 * look inside.
 *
 * @implNote Called as {@link Function}s. Methods that JNA binds itself ({@link Native#register(Class)}) are quicker by
 *     a microsecond a call, but binding the first takes JNA as long as all the rest of its start.
 */
final class LibC {

    // errno.h
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int ENOEXEC = 8;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENODEV = 19;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;

    // poll.h
    static final short POLLIN = 1;
    static final short POLLOUT = 4;

    /** The size of a wait status, for {@link #reap} and {@link #reapIfExited}. */
    static final int STATUS_SIZE = Integer.BYTES;

    // fcntl.h, the same numbers for eventfd
    private static final int O_RDWR = 02;
    private static final int O_NOCTTY = 0400;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int STDERR = 2;

    // asm-generic/ioctls.h
    private static final long TIOCSWINSZ = 0x5414;
    private static final long TIOCGPTPEER = 0x5441;

    // sys/wait.h
    private static final int P_PID = 1;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;

    // signal.h
    private static final int SIGKILL = 9;
    private static final int SIGCHLD = 17;
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;

    // spawn.h
    private static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final short POSIX_SPAWN_SETSID = 0x80;

    private static final String ADD_CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";

    /** Of {@code siginfo_t} and {@code sigset_t}. */
    private static final int SMALL_STRUCTURE = 128;

    /**
     * More than {@code posix_spawn_file_actions_t} (80 bytes), {@code posix_spawnattr_t} (336) and {@code sigaction}.
     */
    private static final int STRUCTURE = 512;

    /** By the names of {@link Platform#ARCH}. */
    private static final Set<String> PROCESSORS = Set.of("x86-64", "aarch64", "riscv64", "loongarch64");

    private LibC() {}

    /** A call that failed, in words that the core understands. */
    static final class Failure extends IOException {

        private static final long serialVersionUID = 1;

        private final int error;

        private Failure(String function, int error) {
            super(function + " failed: error=" + error);
            this.error = error;
        }

        /** The {@code errno}. */
        int error() {
            return error;
        }
    }

    /** Whether the numbers here are those of this system. Loads nothing native. */
    static boolean isKnownSystem() {
        return Platform.isLinux() && PROCESSORS.contains(Platform.ARCH);
    }

    /**
     * Whether {@link SpawnActions#closeFrom} exists: since version 2.34 of the GNU C library.
     *
     * @throws LinkageError if JNA cannot be loaded
     */
    static boolean canCloseFrom() {
        NativeLibrary library = Loaded.LIBRARY;
        try {
            library.getFunction(ADD_CLOSE_FROM);
            return true;
        } catch (UnsatisfiedLinkError absent) {
            return false;
        }
    }

    /** Loaded at the first call, and not where no call is made. */
    private static final class Loaded {

        private static final NativeLibrary LIBRARY = load();

        private static final Function POLL = LIBRARY.getFunction("poll");
        private static final Function READ = LIBRARY.getFunction("read");
        private static final Function WRITE = LIBRARY.getFunction("write");

        private static NativeLibrary load() {
            NativeCache.loadJna();
            // The C library is part of this process: no need to look for its file.
            NativeLibrary library = NativeLibrary.getProcess();
            PosixPipeSpawner.libraryIsLoaded();
            return library;
        }
    }

    private static int call(String function, @Nullable Object... arguments) {
        return Loaded.LIBRARY.getFunction(function).invokeInt(arguments);
    }

    /** For functions that return -1 and set {@code errno}. */
    private static int check(String function, @Nullable Object... arguments) throws Failure {
        int result = call(function, arguments);
        if (result < 0) {
            throw new Failure(function, error());
        }
        return result;
    }

    /** For functions that return the error number. */
    private static void checkError(String function, @Nullable Object... arguments) throws Failure {
        int error = call(function, arguments);
        if (error != 0) {
            throw new Failure(function, error);
        }
    }

    /** Returns the {@code errno} of the latest call on this thread. */
    static int error() {
        return Native.getLastError();
    }

    // ---- Descriptors

    /** Waits for events; returns less than 0 if that failed. */
    static int poll(byte[] descriptors, long count, int milliseconds) {
        return Loaded.POLL.invokeInt(new Object[] {descriptors, count, milliseconds});
    }

    /** Returns how much was read, or less than 0 if that failed. */
    static long read(int descriptor, byte[] buffer, long length) {
        return Loaded.READ.invokeLong(new Object[] {descriptor, buffer, length});
    }

    /** Returns how much was written, or less than 0 if that failed. */
    static long write(int descriptor, byte[] buffer, long length) {
        return Loaded.WRITE.invokeLong(new Object[] {descriptor, buffer, length});
    }

    static void close(int descriptor) {
        call("close", descriptor);
    }

    /** The failure of the latest {@link #poll}, {@link #read} or {@link #write} on this thread. */
    static Failure failure(String function) {
        return new Failure(function, error());
    }

    /** Opens a counter that can be polled and written to. */
    static int openEvent() throws Failure {
        return check("eventfd", 0, O_NONBLOCK | O_CLOEXEC);
    }

    /** Opens a pipe; returns the end to read from and the end to write to, neither of which is 0, 1 or 2. */
    static int[] openPipe() throws Failure {
        int[] ends = new int[2];
        check("pipe2", ends, O_CLOEXEC);
        for (int i = 0; i < ends.length; i++) {
            if (ends[i] <= STDERR) {
                // The host has closed one of these, and a program expects its own streams there.
                int higher = call("fcntl", ends[i], F_DUPFD_CLOEXEC, STDERR + 1);
                int error = error();
                close(ends[i]);
                ends[i] = higher;
                if (higher < 0) {
                    close(ends[1 - i]);
                    throw new Failure("fcntl", error);
                }
            }
        }
        return ends;
    }

    // ---- Terminals

    /** Opens our end of a new pseudo-terminal. */
    static int openTerminal() throws Failure {
        return check("posix_openpt", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    }

    /** Lets the program's end be opened. Not {@code grantpt}, which does nothing since version 2.33. */
    static void unlockTerminal(int descriptor) throws Failure {
        check("unlockpt", descriptor);
    }

    static void setTerminalSize(int descriptor, TerminalSize size) throws Failure {
        // struct winsize { unsigned short rows, columns, and two unused ones; }
        short[] window = {(short) size.rows(), (short) size.columns(), 0, 0};
        check("ioctl", descriptor, TIOCSWINSZ, window);
    }

    /** Returns the path of the program's end. */
    static String terminalName(int descriptor) throws Failure {
        byte[] name = new byte[128];
        checkError("ptsname_r", descriptor, name, (long) name.length);
        return Native.toString(name, StandardCharsets.US_ASCII.name());
    }

    /** Opens the program's end without its path, and without making it a controlling terminal. */
    static int openTerminalPeer(int descriptor) throws Failure {
        return check("ioctl", descriptor, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    }

    // ---- Children

    static void kill(int pid) {
        call("kill", pid, SIGKILL);
    }

    /**
     * Waits until a child has exited, but does not reap it: the child stays a zombie, so its pid cannot be reused and a
     * signal to it stays safe.
     */
    static void awaitExit(int pid) {
        int result;
        do {
            result = call("waitid", P_PID, pid, new byte[SMALL_STRUCTURE], WEXITED | WNOWAIT);
        } while (result < 0 && error() == EINTR);
    }

    /** Waits for a child and reaps it; returns its pid, or less than 0 if it is no child or was reaped before. */
    static int reap(int pid, byte[] status) {
        return waitpid(pid, status, 0);
    }

    /** Reaps a child if it has exited; returns 0 if it has not, else as {@link #reap}. */
    static int reapIfExited(int pid, byte[] status) {
        return waitpid(pid, status, WNOHANG);
    }

    private static int waitpid(int pid, byte[] status, int options) {
        int reaped;
        do {
            reaped = call("waitpid", pid, status, options);
        } while (reaped < 0 && error() == EINTR);
        return reaped;
    }

    /** Whether the system reaps the children of this JVM itself, because SIGCHLD is ignored. */
    static boolean ignoresChildren() {
        byte[] action = new byte[STRUCTURE];
        // struct sigaction begins with the handler.
        return call("sigaction", SIGCHLD, null, action) == 0
                && ByteBuffer.wrap(action).order(ByteOrder.nativeOrder()).getLong() == SIG_IGN;
    }

    /** Sets the default action for SIGCHLD in this JVM. */
    static void stopIgnoringChildren() {
        call("signal", SIGCHLD, SIG_DFL);
    }

    // ---- Spawning

    /**
     * Returns attributes of a fresh session, in which no signal is blocked or ignored. Never to be freed with glibc.
     */
    static byte[] spawnAttributes() {
        byte[] attributes = new byte[STRUCTURE];
        byte[] signals = new byte[SMALL_STRUCTURE];
        call("posix_spawnattr_init", attributes);
        call("posix_spawnattr_setsigmask", attributes, signals);
        // All bits by hand: sigfillset leaves out two that the library reserves, and spawns them ignored.
        Arrays.fill(signals, (byte) 0xFF);
        call("posix_spawnattr_setsigdefault", attributes, signals);
        int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID;
        call("posix_spawnattr_setflags", attributes, (short) flags);
        return attributes;
    }

    /** What a new process does with its descriptors and its directory before it becomes the program. */
    static final class SpawnActions implements AutoCloseable {

        private final byte[] actions = new byte[STRUCTURE];

        SpawnActions() throws Failure {
            checkError("posix_spawn_file_actions_init", actions);
        }

        void closeFrom(int lowest) throws Failure {
            checkError(ADD_CLOSE_FROM, actions, lowest);
        }

        void open(int descriptor, String path) throws Failure {
            byte[] name = NativeStrings.terminated(path);
            checkError("posix_spawn_file_actions_addopen", actions, descriptor, name, O_RDWR, 0);
        }

        void duplicate(int descriptor, int target) throws Failure {
            checkError("posix_spawn_file_actions_adddup2", actions, descriptor, target);
        }

        void changeDirectory(String path) throws Failure {
            checkError("posix_spawn_file_actions_addchdir_np", actions, NativeStrings.terminated(path));
        }

        @Override
        public void close() {
            call("posix_spawn_file_actions_destroy", actions);
        }
    }

    /**
     * Starts a program.
     *
     * @param pid gets the pid as soon as there is one
     * @return 0, or the error number
     */
    static int spawn(
            int[] pid, String program, SpawnActions actions, byte[] attributes, Memory arguments, Memory variables) {
        byte[] path = NativeStrings.terminated(program);
        return call("posix_spawn", pid, path, actions.actions, attributes, arguments, variables);
    }

    /** The failure of {@link #spawn}. */
    static Failure spawnFailure(int error) {
        return new Failure("posix_spawn", error);
    }
}
