package dev.codexbar.core.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to a program on a thread of its own, because a program that does not read blocks the writer. The thread begins
 * with the first bytes: most programs are told nothing.
 */
final class InputWriter {

    private static final byte[] END = {};

    private final OutputStream target;
    private final String threadName;
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private boolean started;

    InputWriter(OutputStream target, String threadName) {
        this.target = target;
        this.threadName = threadName;
    }

    /** Writes soon. Called by one thread, like {@link #finish}. */
    void write(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        waiting.addAndGet(bytes.length);
        queue.add(bytes.clone());
        if (!started) {
            started = true;
            DaemonThreads.start(threadName, this::work);
        }
    }

    /** How many bytes the program has not taken yet. */
    long waiting() {
        return waiting.get();
    }

    /** Closes the stream after what was written so far. */
    void finish() {
        queue.add(END);
        if (!started) {
            work();
        }
    }

    /** Writes no more and closes the stream. A thread that the program blocks ends with the program. */
    void abandon() {
        queue.clear();
        finish();
    }

    private void work() {
        // Closing flushes, and a program that is gone fails both: nobody is left to be told.
        try (target) {
            for (byte[] bytes = queue.take(); bytes.length > 0; bytes = queue.take()) {
                target.write(bytes);
                target.flush();
                waiting.addAndGet(-bytes.length);
            }
        } catch (IOException gone) {
            queue.clear();
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }
}
