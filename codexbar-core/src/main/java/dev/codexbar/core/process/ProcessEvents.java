package dev.codexbar.core.process;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the reader threads and the exit thread of one run report, and the sleep of the thread that drives the run. A
 * monitor: every method takes the one lock.
 */
final class ProcessEvents {

    /**
     * The state of a run at one moment.
     *
     * @param revision changes with every event that may matter to the driving thread
     * @param latestByteAt when the latest output was read, or before the first when reading began
     */
    record Progress(
            long revision,
            boolean exited,
            boolean readersStarted,
            boolean streamsEnded,
            boolean overflowed,
            boolean hasOutput,
            long latestByteAt) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Capture capture;
    private final boolean wakeAtOutput;
    private final boolean wakeAtFirstByte;

    private long revision;
    private int readersPending;
    private int streamsOpen;
    private boolean exited;
    private int exitCode;
    private boolean hasOutput;
    private long latestByteAt;

    /**
     * Makes the monitor of one run.
     *
     * @param streams how many streams are read, each by one thread
     * @param wakeAtOutput whether each piece of output wakes the driving thread
     * @param wakeAtFirstByte whether the first byte of output wakes it
     */
    ProcessEvents(int outputLimit, int streams, boolean wakeAtOutput, boolean wakeAtFirstByte) {
        this.capture = new Capture(outputLimit);
        this.readersPending = streams;
        this.streamsOpen = streams;
        this.wakeAtOutput = wakeAtOutput;
        this.wakeAtFirstByte = wakeAtFirstByte;
    }

    // ---- For the threads that read and wait.

    Capture.Stream output() {
        return capture.output();
    }

    Capture.Stream error() {
        return capture.error();
    }

    /** A reader begins: from here on, silence means that the program wrote nothing. */
    void noteReaderStarted() {
        lock.lock();
        try {
            readersPending--;
            latestByteAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    void noteOutput(Capture.Stream target, byte[] piece, int length) {
        lock.lock();
        try {
            capture.append(target, piece, length);
            latestByteAt = System.nanoTime();
            // The idle limit needs the first byte only: when it would be reached, the driver looks at the latest.
            boolean isFirst = !hasOutput;
            hasOutput = true;
            if (wakeAtOutput || capture.isOverflowed() || (wakeAtFirstByte && isFirst)) {
                wakeDriver();
            }
        } finally {
            lock.unlock();
        }
    }

    void noteEndOfFile() {
        lock.lock();
        try {
            streamsOpen--;
            // As long as the program runs, nothing follows from it.
            if (exited && streamsOpen == 0) {
                wakeDriver();
            }
        } finally {
            lock.unlock();
        }
    }

    void noteExit(int code) {
        lock.lock();
        try {
            exited = true;
            exitCode = code;
            wakeDriver();
        } finally {
            lock.unlock();
        }
    }

    private void wakeDriver() {
        revision++;
        changed.signal();
    }

    // ---- For the thread that drives the run.

    Progress look() {
        lock.lock();
        try {
            return new Progress(
                    revision,
                    exited,
                    readersPending == 0,
                    streamsOpen == 0,
                    capture.isOverflowed(),
                    hasOutput,
                    latestByteAt);
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until something happens after {@code seen}, or until a time. */
    void await(Progress seen, long wakeAt) throws InterruptedException {
        lock.lock();
        try {
            long left = wakeAt - System.nanoTime();
            while (revision == seen.revision && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next bytes of a stream that were not taken yet, at most so many. */
    byte[] take(Capture.Stream stream, int most) {
        lock.lock();
        try {
            return stream.take(most);
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything that was read so far has been taken. */
    boolean isAllTaken() {
        lock.lock();
        try {
            return capture.isTaken();
        } finally {
            lock.unlock();
        }
    }

    /** From here on, output is read but not kept. */
    void freeze() {
        lock.lock();
        try {
            capture.freeze();
        } finally {
            lock.unlock();
        }
    }

    /** Everything that was kept, once it is {@linkplain #freeze() frozen}. */
    ProcessResult.Builder result(ProcessResult.Ending ending) {
        lock.lock();
        try {
            ProcessResult.Builder result = ProcessResult.builder(ending)
                    .standardOutput(capture.output().all())
                    .standardError(capture.error().all());
            return ending == ProcessResult.Ending.EXITED ? result.exitCode(exitCode) : result;
        } finally {
            lock.unlock();
        }
    }
}
