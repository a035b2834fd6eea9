package dev.codexbar.pty;

import com.sun.jna.Native;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Our end of a pseudo-terminal on Linux. The other end, the program's, is never opened here in a way by which a JVM
 * that leads a session would get it as its controlling terminal, and be hung up with it.
 */
final class PosixEnd extends TerminalEnd {

    /** More than the kernel hands out at once. */
    private static final int CHUNK = 8192;

    /** What there are only so many of: descriptors, memory, and pseudo-terminals (the last). */
    private static final Set<Integer> SCARCE = Set.of(LibC.EAGAIN, LibC.ENOMEM, LibC.ENFILE, LibC.EMFILE, LibC.ENOSPC);

    /** Mounts do not change while this JVM runs, or only by somebody who knows what it is doing. */
    private static volatile boolean namesAreRight;

    private final int descriptor;
    /** An event descriptor that wakes a poll under way; {@link #wake} writes to it. */
    private final int closing;

    private final String slave;
    private final byte[] chunk = new byte[CHUNK];

    private PosixEnd(int descriptor, int closing, String slave) {
        this.descriptor = descriptor;
        this.closing = closing;
        this.slave = slave;
    }

    /**
     * Opens a terminal that has its size before anybody can look at it.
     *
     * @throws ProcessStartException if there are no more terminals or none at all, as in a container without
     *     {@code /dev/ptmx}
     */
    static PosixEnd open(TerminalSize size) throws ProcessStartException {
        int descriptor = check("posix_openpt", LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        try {
            // Not grantpt, which does nothing any more (since version 2.33 of the GNU C library).
            check("unlockpt", descriptor);
            // struct winsize { unsigned short rows, columns, and two that nobody reads; }
            check("ioctl", descriptor, LibC.TIOCSWINSZ, new short[] {(short) size.rows(), (short) size.columns(), 0, 0
            });
            byte[] name = new byte[128];
            int error = LibC.call("ptsname_r", descriptor, name, (long) name.length);
            if (error != 0) {
                throw unavailable("ptsname_r", error);
            }
            if (!namesAreRight) {
                checkName(descriptor);
                namesAreRight = true;
            }
            int closing = check("eventfd", 0, LibC.O_NONBLOCK | LibC.O_CLOEXEC);
            return new PosixEnd(descriptor, closing, Native.toString(name, StandardCharsets.US_ASCII.name()));
        } catch (Throwable failure) {
            LibC.close(descriptor);
            throw failure;
        }
    }

    /**
     * Where {@code /dev/ptmx} and {@code /dev/pts} are of different file systems, as in some containers, the name of
     * the program's end is that of somebody else's terminal. The kernel knows.
     */
    private static void checkName(int descriptor) throws ProcessStartException {
        int peer = LibC.call("ioctl", descriptor, LibC.TIOCGPTPEER, LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC);
        if (peer >= 0) {
            LibC.close(peer);
        } else if (LibC.error() == LibC.ENODEV) {
            throw unavailable("TIOCGPTPEER", LibC.ENODEV);
        }
    }

    private static int check(String call, Object... arguments) throws ProcessStartException {
        int result = LibC.call(call, arguments);
        if (result < 0) {
            throw unavailable(call, LibC.error());
        }
        return result;
    }

    private static ProcessStartException unavailable(String call, int error) {
        return new ProcessStartException(
                SCARCE.contains(error) ? Reason.OUT_OF_RESOURCES : Reason.TERMINAL_UNAVAILABLE,
                "this system gives no terminal: " + call + " failed with error " + error,
                null);
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
