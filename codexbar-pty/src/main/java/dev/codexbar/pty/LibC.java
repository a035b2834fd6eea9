package dev.codexbar.pty;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions and constants of the C library that pseudo-terminals on Linux need, for the 64-bit processors that use
 * the generic numbers ({@code include/uapi/asm-generic} of Linux). {@code size_t} and pointers are a {@code long}
 * there. Structures are opaque bytes: the library is the only one to look inside.
 *
 * @implNote Called as {@link Function}s. Methods that JNA binds itself ({@link Native#register(Class)}) are quicker by
 *     a microsecond a call, but binding the first takes JNA as long as all the rest of its start.
 */
final class LibC {

    static final int O_RDWR = 02;
    static final int O_NOCTTY = 0400;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final long TIOCSWINSZ = 0x5414;
    static final long TIOCGPTPEER = 0x5441;
    static final short POLLIN = 1;
    static final short POLLOUT = 4;

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

    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64", "riscv64", "loongarch64");

    private LibC() {}

    /** Tells whether the numbers here are those of this system. Loads nothing. */
    static boolean isKnownSystem() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
                && PROCESSORS.contains(System.getProperty("os.arch", ""));
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
            return NativeLibrary.getProcess();
        }
    }

    /**
     * Tells whether the C library of this system has a function.
     *
     * @throws LinkageError if JNA cannot be loaded
     */
    static boolean has(String function) {
        NativeLibrary library = Loaded.LIBRARY;
        try {
            library.getFunction(function);
            return true;
        } catch (UnsatisfiedLinkError absent) {
            return false;
        }
    }

    /** Calls a function that is called rarely, and returns its {@code int}. */
    static int call(String function, @Nullable Object... arguments) {
        return Loaded.LIBRARY.getFunction(function).invokeInt(arguments);
    }

    static int poll(byte[] descriptors, long count, int milliseconds) {
        return Loaded.POLL.invokeInt(new Object[] {descriptors, count, milliseconds});
    }

    static long read(int descriptor, byte[] buffer, long length) {
        return Loaded.READ.invokeLong(new Object[] {descriptor, buffer, length});
    }

    static long write(int descriptor, byte[] buffer, long length) {
        return Loaded.WRITE.invokeLong(new Object[] {descriptor, buffer, length});
    }

    static void close(int descriptor) {
        call("close", descriptor);
    }

    /** What the latest call on this thread failed with. */
    static int error() {
        return Native.getLastError();
    }

    /** The same, in the words the core understands. */
    static IOException failure(String call) {
        return failure(call, error());
    }

    static IOException failure(String call, int error) {
        return new IOException(call + " failed: error=" + error);
    }
}
