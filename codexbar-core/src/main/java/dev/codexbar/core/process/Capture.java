package dev.codexbar.core.process;

import java.util.Arrays;

/** The output of a program, up to a limit. Guarded by the lock of {@link ProcessEvents}. */
final class Capture {

    /** The bytes of one stream. */
    static final class Stream {

        private byte[] bytes = new byte[4096];
        private int size;
        private int taken;

        /** Takes the next bytes that were not taken yet, at most so many. */
        byte[] take(int most) {
            int end = Math.min(size, taken + most);
            byte[] piece = Arrays.copyOfRange(bytes, taken, end);
            taken = end;
            return piece;
        }

        private boolean isTaken() {
            return taken == size;
        }

        byte[] all() {
            return Arrays.copyOf(bytes, size);
        }

        private void append(byte[] piece, int length) {
            if (bytes.length - size < length) {
                // In long, because twice 1.5 GB is more than an int holds.
                long larger = Math.max(size + (long) length, 2L * bytes.length);
                bytes = Arrays.copyOf(bytes, (int) Math.min(larger, Integer.MAX_VALUE - 8));
            }
            System.arraycopy(piece, 0, bytes, size, length);
            size += length;
        }
    }

    private final Stream output = new Stream();
    private final Stream error = new Stream();
    private final int limit;
    private boolean overflowed;
    private boolean frozen;

    Capture(int limit) {
        this.limit = limit;
    }

    Stream output() {
        return output;
    }

    Stream error() {
        return error;
    }

    /** Keeps what fits, until the capture is frozen. */
    void append(Stream stream, byte[] piece, int length) {
        if (frozen) {
            return;
        }
        int room = limit - output.size - error.size;
        overflowed |= length > room;
        stream.append(piece, Math.min(length, room));
    }

    /** Keeps nothing more. */
    void freeze() {
        frozen = true;
    }

    boolean isTaken() {
        return output.isTaken() && error.isTaken();
    }

    /** Tells whether the program printed more than the limit. */
    boolean isOverflowed() {
        return overflowed;
    }
}
