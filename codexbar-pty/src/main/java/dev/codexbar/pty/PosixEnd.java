package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Our end of a pseudo-terminal on Linux. The other end, the program's, is never opened here in a way by which a JVM
 * that leads a session would get it as its controlling terminal, and be hung up with it.
 */
final class PosixEnd extends TerminalEnd {

    /** More than the kernel hands out at once. */
    private static final int CHUNK = 8192;

    /** Errors of a system that has run out: of descriptors, of memory, of pseudo-terminals (the last). */
    private static final Set<Integer> OUT_OF_RESOURCES =
            Set.of(LibC.EAGAIN, LibC.ENOMEM, LibC.ENFILE, LibC.EMFILE, LibC.ENOSPC);

    /** Checked once: mounts hardly ever change while this JVM runs. */
    private static volatile boolean namesAreRight;

    private final int descriptor;
    /** An event descriptor that wakes a poll under way; {@link #wake} writes to it. */
    private final int closing;

    private final String name;
    private final byte[] chunk = new byte[CHUNK];

    private PosixEnd(int descriptor, int closing, String name) {
        this.descriptor = descriptor;
        this.closing = closing;
        this.name = name;
    }

    /**
     * Opens a terminal that has its size before any program can ask for it.
     *
     * @throws ProcessStartException if there are no more terminals or none at all, as in a container without
     *     {@code /dev/ptmx}
     */
    static PosixEnd open(TerminalSize size) throws ProcessStartException {
        try {
            int descriptor = LibC.openTerminal();
            try {
                return prepared(descriptor, size);
            } catch (Throwable failure) {
                LibC.close(descriptor);
                throw failure;
            }
        } catch (LibC.Failure failure) {
            throw new ProcessStartException(
                    OUT_OF_RESOURCES.contains(failure.error()) ? Reason.OUT_OF_RESOURCES : Reason.TERMINAL_UNAVAILABLE,
                    "this system gives no terminal: " + failure.getMessage(),
                    failure);
        }
    }

    private static PosixEnd prepared(int descriptor, TerminalSize size) throws LibC.Failure {
        LibC.unlockTerminal(descriptor);
        LibC.setTerminalSize(descriptor, size);
        String name = LibC.terminalName(descriptor);
        if (!namesAreRight) {
            checkName(descriptor);
            namesAreRight = true;
        }
        return new PosixEnd(descriptor, LibC.openEvent(), name);
    }

    /**
     * Where {@code /dev/ptmx} and {@code /dev/pts} are of different file systems, as in some containers, the name of
     * the program's end is that of an unrelated terminal. The kernel knows.
     */
    private static void checkName(int descriptor) throws LibC.Failure {
        try {
            LibC.close(LibC.openTerminalPeer(descriptor));
        } catch (LibC.Failure failure) {
            // Others mean that the kernel is too old to tell.
            if (failure.error() == LibC.ENODEV) {
                throw failure;
            }
        }
    }

    /** The path of the program's end. */
    String name() {
        return name;
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
                // The last process that had the program's end open has closed it.
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
