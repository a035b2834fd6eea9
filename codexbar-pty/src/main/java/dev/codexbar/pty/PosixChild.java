package dev.codexbar.pty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A program in a terminal that {@link PosixSpawner} started, and that nobody but this class waits for. */
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

    private static final int MOST_ATTEMPTS = 200;
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final int id;
    private final Object lock = new Object();
    private boolean awaited;
    private @Nullable Integer exitCode;

    PosixChild(int id, TerminalEnd terminal) {
        super(terminal);
        this.id = id;
    }

    /** Kills a program that nobody will ever know of. */
    static void killUnborn(int id) {
        LibC.call("kill", id, SIGKILL);
        LibC.call("waitpid", id, new byte[Integer.BYTES], 0);
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
        synchronized (lock) {
            awaited = true;
        }
        // Not yet taken leave of, so that the id stays the program's and can be killed by others meanwhile.
        int waited;
        do {
            waited = LibC.call("waitid", BY_ID, id, new byte[INFORMATION], UNTIL_EXIT_AND_KEEP);
        } while (waited < 0 && LibC.error() == LibC.EINTR);
        reap();
        synchronized (lock) {
            return exitCode == null ? UNKNOWN : exitCode;
        }
    }

    /** Takes leave of the program if it has ended; returns whether that is done. Does not block. */
    private boolean reap() {
        synchronized (lock) {
            if (exitCode == null) {
                byte[] status = new byte[Integer.BYTES];
                int reaped;
                do {
                    reaped = LibC.call("waitpid", id, status, AT_ONCE);
                } while (reaped < 0 && LibC.error() == LibC.EINTR);
                if (reaped != 0) {
                    int told = ByteBuffer.wrap(status)
                            .order(ByteOrder.nativeOrder())
                            .getInt();
                    exitCode = reaped < 0 ? UNKNOWN : exitCode(told);
                }
            }
            return exitCode != null;
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
        try {
            for (int attempt = 0; !isAwaited() && !reap() && attempt < MOST_ATTEMPTS; attempt++) {
                // There was no thread to wait for it. It was killed, and dies any moment.
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } finally {
            super.close();
        }
    }

    private boolean isAwaited() {
        synchronized (lock) {
            return awaited;
        }
    }
}
