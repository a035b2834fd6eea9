package dev.codexbar.pty;

import com.pty4j.PtyProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Our end of a terminal of pty4j, which closes both directions together, even while they are in use. */
final class Pty4jEnd extends TerminalEnd {

    /** pty4j makes an array of the requested size at each read. */
    private static final int LARGEST_READ = 8192;

    /** A longer write to a program that does not read may block for ever. */
    private static final int LARGEST_WRITE = 64;

    private static final int PAUSE_MILLIS = 1;

    private final PtyProcess process;
    private boolean ended;

    Pty4jEnd(PtyProcess process) {
        this.process = process;
    }

    @Override
    int read(byte[] target, int offset, int length) throws IOException {
        while (!ended) {
            // Asked before the read: what comes after the exit is the end, what comes before it may be anything.
            ended = isClosed() || !process.isAlive();
            int count = process.getInputStream().read(target, offset, Math.min(length, LARGEST_READ));
            if (count > 0) {
                ended = false;
                return count;
            }
            if (!ended) {
                pause();
            }
        }
        return -1;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the terminal was read");
        }
    }

    @Override
    void write(byte[] source, int offset, int length) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        for (int done = 0; done < length; done += LARGEST_WRITE) {
            int from = offset + done;
            // A copy, because pty4j 0.13.12 fails on a piece that does not begin at 0.
            byte[] piece = Arrays.copyOfRange(source, from, from + Math.min(LARGEST_WRITE, length - done));
            keyboard.write(piece, 0, piece.length);
        }
        keyboard.flush();
    }

    @Override
    void wake() {
        // pty4j cannot, except by closing what is in use. A read ends when the last process that has the terminal is
        // gone.
    }

    @Override
    void release() throws IOException {
        try (OutputStream keyboard = process.getOutputStream();
                InputStream screen = process.getInputStream()) {
            Objects.requireNonNull(keyboard);
            Objects.requireNonNull(screen);
        }
    }
}
