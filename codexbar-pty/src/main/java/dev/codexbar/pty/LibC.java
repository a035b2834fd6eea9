package dev.codexbar.pty;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;

/**
 * The functions and constants of the C library that pseudo-terminals on Linux need, for the 64-bit processors that use
 * the generic numbers ({@code include/uapi/asm-generic} of Linux). {@code size_t} is a {@code long} there.
 */
final class LibC {

    static final int O_RDWR = 02;
    static final int O_NOCTTY = 0400;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final long TIOCSWINSZ = 0x5414;
    static final short POLLIN = 1;
    static final short POLLOUT = 4;

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;

    static {
        NativeCache.loadJna();
        // The C library is part of this process: no need to look for its file.
        Native.register(LibC.class, NativeLibrary.getProcess());
    }

    private LibC() {}

    static native int posix_openpt(int flags);

    static native int grantpt(int descriptor);

    static native int unlockpt(int descriptor);

    static native int ptsname_r(int descriptor, byte[] name, long length);

    static native int ioctl(int descriptor, long request, short[] size);

    static native int getsid(int process);

    static native int eventfd(int value, int flags);

    static native int poll(byte[] descriptors, long count, int milliseconds);

    static native long read(int descriptor, byte[] buffer, long length);

    static native long write(int descriptor, byte[] buffer, long length);

    static native int close(int descriptor);

    /** What the latest call on this thread failed with, in the words the core understands. */
    static IOException failure(String call) {
        return new IOException(call + " failed: error=" + Native.getLastError());
    }
}
