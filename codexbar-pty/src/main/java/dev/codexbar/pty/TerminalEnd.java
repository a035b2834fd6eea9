package dev.codexbar.pty;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Our end of a terminal: one for both directions, shared by a reader, a writer and a closing thread. The last call to
 * return after {@link #close} releases it, so that no call uses a descriptor that was closed or reused.
 */
abstract class TerminalEnd implements AutoCloseable {

    private final InputStream screen = new Screen();
    private final OutputStream keyboard = new Keyboard();
    private final Object lock = new Object();
    private int callsUnderWay;
    private boolean closed;

    /** The output of the program. For one reader. */
    final InputStream screen() {
        return screen;
    }

    /** The input of the program. For one writer. Closing it does nothing. */
    final OutputStream keyboard() {
        return keyboard;
    }

    final boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public final void close() throws IOException {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (callsUnderWay > 0) {
                wake();
                return;
            }
        }
        release();
    }

    private boolean enter() {
        synchronized (lock) {
            if (!closed) {
                callsUnderWay++;
            }
            return !closed;
        }
    }

    private void leave() throws IOException {
        synchronized (lock) {
            callsUnderWay--;
            if (!closed || callsUnderWay > 0) {
                return;
            }
        }
        release();
    }

    /** Reads at least one byte, at most as many as wanted, which is one or more; -1 at the end. */
    abstract int read(byte[] target, int offset, int length) throws IOException;

    /** Writes all. */
    abstract void write(byte[] source, int offset, int length) throws IOException;

    /**
     * Ends reads and writes under way, where the system allows it. Called once at most, and never after the release.
     */
    abstract void wake();

    /** Releases the descriptors. Called once, while no read or write is under way. */
    abstract void release() throws IOException;

    private final class Screen extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (!enter()) {
                return -1;
            }
            try {
                return TerminalEnd.this.read(target, offset, length);
            } finally {
                leave();
            }
        }
    }

    private final class Keyboard extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, source.length);
            if (!enter()) {
                throw new IOException("the terminal is closed");
            }
            try {
                TerminalEnd.this.write(source, offset, length);
            } finally {
                leave();
            }
        }
    }
}
