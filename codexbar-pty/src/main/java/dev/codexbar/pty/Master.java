package dev.codexbar.pty;

import com.sun.jna.Native;
import dev.codexbar.core.process.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Our end of a pseudo-terminal on Linux. The other end, the program's, is never opened here: a JVM that leads a session
 * would get it as its controlling terminal and be hung up with it.
 */
final class Master extends TerminalEnd {

    /** More than the kernel hands out at once. */
    private static final int CHUNK = 8192;

    private final int descriptor;
    /** An event descriptor that wakes a poll under way; {@link #wake} writes to it. */
    private final int closing;

    private final String slave;
    private final byte[] chunk = new byte[CHUNK];

    private Master(int descriptor, int closing, String slave) {
        this.descriptor = descriptor;
        this.closing = closing;
        this.slave = slave;
    }

    /** Opens a terminal that has its size before anybody can look at it. */
    static Master open(TerminalSize size) throws IOException {
        int descriptor = LibC.call("posix_openpt", LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        if (descriptor < 0) {
            throw LibC.failure("posix_openpt");
        }
        try {
            check("grantpt", descriptor);
            check("unlockpt", descriptor);
            // struct winsize { unsigned short rows, columns, and two that nobody reads; }
            check("ioctl", descriptor, LibC.TIOCSWINSZ, new short[] {(short) size.rows(), (short) size.columns(), 0, 0
            });
            byte[] name = new byte[128];
            int error = LibC.call("ptsname_r", descriptor, name, (long) name.length);
            if (error != 0) {
                throw LibC.failure("ptsname_r", error);
            }
            int closing = check("eventfd", 0, LibC.O_NONBLOCK | LibC.O_CLOEXEC);
            return new Master(descriptor, closing, Native.toString(name, StandardCharsets.US_ASCII.name()));
        } catch (Throwable failure) {
            LibC.close(descriptor);
            throw failure;
        }
    }

    private static int check(String call, Object... arguments) throws IOException {
        int result = LibC.call(call, arguments);
        if (result < 0) {
            throw LibC.failure(call);
        }
        return result;
    }

    /** The path of the program's end. */
    String slave() {
        return slave;
    }

    @Override
    void wake() {
        byte[] one = new byte[Long.BYTES];
        one[0] = 1;
        LibC.write(closing, one, one.length);
    }

    @Override
    void release() {
        LibC.close(descriptor);
        LibC.close(closing);
    }

    /** Waits until the terminal can be read or written; returns {@code false} once it is closed. */
    private boolean await(short event) throws IOException {
        // struct pollfd { int fd; short events; short revents; }, twice
        ByteBuffer descriptors = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        descriptors.putInt(descriptor).putShort(event).putShort((short) 0);
        descriptors.putInt(closing).putShort(LibC.POLLIN).putShort((short) 0);
        while (LibC.poll(descriptors.array(), 2, -1) < 0) {
            if (LibC.error() != LibC.EINTR) {
                throw LibC.failure("poll");
            }
        }
        return descriptors.getShort(14) == 0;
    }

    /** Tells whether a call is to be tried again after it failed. */
    private static boolean isTransient(int error) {
        return error == LibC.EAGAIN || error == LibC.EINTR;
    }

    @Override
    int read(byte[] target, int offset, int length) throws IOException {
        while (await(LibC.POLLIN)) {
            int count = (int) LibC.read(descriptor, chunk, Math.min(length, chunk.length));
            if (count > 0) {
                System.arraycopy(chunk, 0, target, offset, count);
                return count;
            }
            int error = count == 0 ? LibC.EIO : LibC.error();
            if (error == LibC.EIO) {
                // The program's end was closed by all who had it.
                return -1;
            }
            if (!isTransient(error)) {
                throw LibC.failure("read");
            }
        }
        return -1;
    }

    @Override
    void write(byte[] source, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(source, offset, length);
        while (left.hasRemaining()) {
            if (!await(LibC.POLLOUT)) {
                throw new IOException("the terminal is closed");
            }
            byte[] piece = new byte[Math.min(left.remaining(), CHUNK)];
            left.duplicate().get(piece);
            int count = (int) LibC.write(descriptor, piece, piece.length);
            if (count > 0) {
                left.position(left.position() + count);
            } else if (!isTransient(LibC.error())) {
                throw LibC.failure("write");
            }
        }
    }
}
