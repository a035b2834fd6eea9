package dev.codexbar.pty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A program in a terminal that {@link PosixSpawner} started, and that nobody but this class waits for.
 *
 * @implNote An interrupt does not end {@link #waitFor()}; the end of the program does.
 */
final class PosixChild extends TerminalProcess {

    /** {@code siginfo_t} takes 128 bytes. */
    private static final int INFORMATION = 128;

    // P_PID; WEXITED and WNOWAIT; WNOHANG, from sys/wait.h.
    private static final int BY_ID = 1;
    private static final int UNTIL_EXIT_AND_KEEP = 4 | 0x0100_0000;
    private static final int AT_ONCE = 1;

    private static final int SIGKILL = 9;

    /** What a shell adds to the number of the signal that ended a program. */
    private static final int BY_SIGNAL = 128;

    /** Native code in this JVM that waits for any child was quicker. */
    private static final int UNKNOWN = -1;

    private final int id;
    private final Object lock = new Object();
    private @Nullable Integer exitCode;

    PosixChild(int id, TerminalEnd terminal) {
        super(terminal);
        this.id = id;
    }

    @Override
    public long pid() {
        return id;
    }

    @Override
    public int waitFor() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the end of " + id + " was waited for");
        }
        // Not yet taken leave of, so that the id stays the program's and can be killed by others meanwhile.
        while (LibC.call("waitid", BY_ID, id, new byte[INFORMATION], UNTIL_EXIT_AND_KEEP) < 0
                && LibC.error() == LibC.EINTR) {
            Thread.onSpinWait();
        }
        return reap(0);
    }

    private int reap(int options) {
        synchronized (lock) {
            if (exitCode != null) {
                return exitCode;
            }
            byte[] status = new byte[Integer.BYTES];
            int reaped;
            do {
                reaped = LibC.call("waitpid", id, status, options);
            } while (reaped < 0 && LibC.error() == LibC.EINTR);
            if (reaped == 0) {
                return UNKNOWN;
            }
            int code = reaped < 0
                    ? UNKNOWN
                    : exitCode(ByteBuffer.wrap(status)
                            .order(ByteOrder.nativeOrder())
                            .getInt());
            exitCode = code;
            return code;
        }
    }

    private static int exitCode(int status) {
        int signal = status & 0x7F;
        return signal == 0 ? status >> 8 & 0xFF : BY_SIGNAL + signal;
    }

    @Override
    public void kill() {
        synchronized (lock) {
            // Until it is waited for, the id is nobody else's.
            if (exitCode == null) {
                LibC.call("kill", id, SIGKILL);
            }
        }
    }

    @Override
    public void close() throws IOException {
        // If there was no thread to wait for it, it is a zombie by now.
        reap(AT_ONCE);
        super.close();
    }
}
