package dev.codexbar.core.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to a program on a thread of its own, because a program that does not read blocks the writer. The thread starts
 * with the first bytes: most programs get no input. Thread-safe.
 */
final class InputWriter {

    private static final byte[] END = {};

    private final OutputStream target;
    private final byte[] endOfInput;
    private final String threadName;
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private boolean started;
    private boolean finished;
    private boolean midLine;

    /**
     * Makes a writer.
     *
     * @param endOfInput what to write at the end where closing the stream is not enough, as in a terminal
     */
    InputWriter(OutputStream target, byte[] endOfInput, String threadName) {
        this.target = target;
        this.endOfInput = endOfInput;
        this.threadName = threadName;
    }

    /** Writes soon, or not at all once the input is finished. */
    synchronized void write(byte[] bytes) {
        if (bytes.length == 0 || finished) {
            return;
        }
        byte last = bytes[bytes.length - 1];
        midLine = last != '\n' && last != '\r';
        enqueue(bytes.clone());
    }

    private void enqueue(byte[] bytes) {
        pending.addAndGet(bytes.length);
        queue.add(bytes);
        if (!started) {
            started = true;
            DaemonThreads.start(threadName, this::work);
        }
    }

    /** How many bytes the program has not taken yet. */
    long pending() {
        return pending.get();
    }

    /** Lets the program read the end of its input after what was written so far. */
    synchronized void finish() {
        if (finished) {
            return;
        }
        finished = true;
        if (endOfInput.length > 0) {
            if (midLine) {
                // In the middle of a line a terminal takes the first for "hand over what was typed so far".
                enqueue(endOfInput);
            }
            enqueue(endOfInput);
        }
        close();
    }

    /** Writes no more and closes the stream. A thread that the program blocks ends with the program. */
    synchronized void abandon() {
        finished = true;
        queue.clear();
        close();
    }

    private void close() {
        queue.add(END);
        if (!started) {
            started = true;
            work();
        }
    }

    private void work() {
        // Closing flushes, and both fail if the program is gone: then there is no reader to care for.
        try (target) {
            for (byte[] bytes = queue.take(); bytes.length > 0; bytes = queue.take()) {
                target.write(bytes);
                target.flush();
                pending.addAndGet(-bytes.length);
            }
        } catch (IOException gone) {
            queue.clear();
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }
}
