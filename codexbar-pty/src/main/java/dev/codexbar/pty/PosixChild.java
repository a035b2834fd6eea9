package dev.codexbar.pty;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A child process that {@link PosixStart} started, and that only this class reaps. */
final class PosixChild {

    /** What a shell adds to the number of the signal that ended a program. */
    private static final int BY_SIGNAL = 128;

    /** Other native code in this JVM, which waits for any child, has reaped this one. */
    private static final int UNKNOWN = -1;

    private static final int MOST_ATTEMPTS = 200;
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final int pid;
    private final Object lock = new Object();
    private boolean awaited;
    private @Nullable Integer exitCode;

    PosixChild(int pid) {
        this.pid = pid;
    }

    int pid() {
        return pid;
    }

    /** Waits for the exit and reaps the child; returns the exit code as {@code SpawnedProcess} has it. */
    int waitFor() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the end of " + pid + " was waited for");
        }
        synchronized (lock) {
            awaited = true;
        }
        // Without the lock, so that the program can be killed meanwhile.
        LibC.awaitExit(pid);
        reapIfExited();
        synchronized (lock) {
            return exitCode == null ? UNKNOWN : exitCode;
        }
    }

    /** Reaps the child if it has exited; returns whether it is reaped. Does not block. */
    private boolean reapIfExited() {
        synchronized (lock) {
            if (exitCode == null) {
                byte[] status = new byte[LibC.STATUS_SIZE];
                int reaped = LibC.reapIfExited(pid, status);
                if (reaped != 0) {
                    exitCode = reaped < 0 ? UNKNOWN : exitCode(status);
                }
            }
            return exitCode != null;
        }
    }

    /** As the macros of {@code sys/wait.h} read a wait status. */
    private static int exitCode(byte[] status) {
        int bits = ByteBuffer.wrap(status).order(ByteOrder.nativeOrder()).getInt();
        int signal = bits & 0x7F;
        return signal == 0 ? bits >> 8 & 0xFF : BY_SIGNAL + signal;
    }

    void kill() {
        synchronized (lock) {
            // Until the child is reaped, its pid cannot be reused.
            if (exitCode == null) {
                LibC.kill(pid);
            }
        }
    }

    /** Reaps a child that was killed before a thread waited for it. */
    void close() {
        for (int attempt = 0; !isAwaited() && !reapIfExited() && attempt < MOST_ATTEMPTS; attempt++) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean isAwaited() {
        synchronized (lock) {
            return awaited;
        }
    }
}
