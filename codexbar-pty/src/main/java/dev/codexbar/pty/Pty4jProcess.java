package dev.codexbar.pty;

import com.pty4j.PtyProcess;
import com.sun.jna.Platform;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A program in a terminal of pty4j.
 *
 * <p>Both directions of such a terminal, and the descriptors that wake its reader, are closed together, without regard
 * for who uses them; so only the reader closes, when it is done.
 */
final class Pty4jProcess implements SpawnedProcess {

    /** pty4j makes an array of the requested size at each read. */
    private static final int LARGEST_READ = 8192;

    /** A longer write to a program that does not read may block for ever. */
    private static final int LARGEST_WRITE = 64;

    private static final int PAUSE_MILLIS = 1;

    private final PtyProcess process;
    private final Optional<ProcessHandle> handle;
    private final InputStream output = new Screen();
    private final OutputStream input = new Keyboard();
    private volatile boolean readerOwns;
    private volatile boolean given;

    Pty4jProcess(PtyProcess process) {
        this.process = process;
        this.handle = ProcessHandle.of(process.pid());
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean leadsGroup() {
        return !Platform.isWindows();
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public Optional<InputStream> error() {
        return Optional.empty();
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void kill() {
        // Not process.destroy(), which signals whoever has the id by now.
        handle.ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        given = true;
        if (!readerOwns) {
            closeTerminal();
        }
    }

    private void closeTerminal() throws IOException {
        try (OutputStream keyboard = process.getOutputStream();
                InputStream screen = process.getInputStream()) {
            Objects.requireNonNull(keyboard);
            Objects.requireNonNull(screen);
        }
    }

    private final class Screen extends InputStream {

        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            readerOwns = true;
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            while (true) {
                // Asked before the read: what comes after the exit is the end, what comes before it may be anything.
                boolean last = given || !process.isAlive();
                int count = process.getInputStream().read(target, offset, Math.min(length, LARGEST_READ));
                if (count > 0) {
                    return count;
                }
                if (last) {
                    ended = true;
                    closeTerminal();
                    return -1;
                }
                pause();
            }
        }

        private void pause() throws IOException {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupt);
            }
        }
    }

    /** Closing it does nothing: see above. */
    private final class Keyboard extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, source.length);
            for (int done = 0; done < length; done += LARGEST_WRITE) {
                int from = offset + done;
                // A copy, because pty4j 0.13.12 fails on a piece that does not begin at 0.
                byte[] piece = Arrays.copyOfRange(source, from, from + Math.min(LARGEST_WRITE, length - done));
                process.getOutputStream().write(piece, 0, piece.length);
            }
        }

        @Override
        public void flush() throws IOException {
            process.getOutputStream().flush();
        }
    }
}
