package dev.codexbar.testkit;

import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.transcript.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a program does when a {@link FakeProcessRunner} runs it. Immutable: each method returns a changed copy.
 *
 * <p>A program first lets time pass, then prints, then replies to its input, and then exits or hangs.
 *
 * @since 0.1.0
 */
public final class FakeProgram {

    /** One piece of output. */
    static final class Piece {

        private final boolean isError;
        private final byte[] bytes;

        Piece(boolean isError, byte[] bytes) {
            this.isError = isError;
            this.bytes = bytes.clone();
        }

        boolean isError() {
            return isError;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private static final FakeProgram SILENT =
            new FakeProgram(List.of(), Integer.MAX_VALUE, Duration.ZERO, 0, false, null, null);

    private final List<Piece> pieces;
    private final int chunkSize;
    private final Duration delay;
    private final int exitCode;
    private final boolean isHanging;
    private final @Nullable UnaryOperator<String> partner;
    private final @Nullable IOException failure;

    private FakeProgram(
            List<Piece> pieces,
            int chunkSize,
            Duration delay,
            int exitCode,
            boolean isHanging,
            @Nullable UnaryOperator<String> partner,
            @Nullable IOException failure) {
        this.pieces = pieces;
        this.chunkSize = chunkSize;
        this.delay = delay;
        this.exitCode = exitCode;
        this.isHanging = isHanging;
        this.partner = partner;
        this.failure = failure;
    }

    /**
     * Returns a program that prints to standard output and ends with exit code 0.
     *
     * @param text what it prints, as UTF-8
     * @return a new program
     */
    public static FakeProgram prints(String text) {
        return prints(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a program that prints to standard output and ends with exit code 0.
     *
     * @param bytes what it prints
     * @return a new program
     */
    public static FakeProgram prints(byte[] bytes) {
        return SILENT.with(new Piece(false, bytes));
    }

    /**
     * Returns a program that prints what a transcript holds, without its timing, and ends as it did.
     *
     * @param transcript the transcript; the exit code is 0 if it has none
     * @return a new program
     */
    public static FakeProgram replays(Transcript transcript) {
        List<Piece> pieces = transcript.events().stream()
                .filter(event -> event.channel() != Transcript.Channel.INPUT)
                .map(event -> new Piece(event.channel() == Transcript.Channel.ERROR, event.bytes()))
                .toList();
        int exitCode = transcript.exitCode().orElse(0);
        return new FakeProgram(pieces, Integer.MAX_VALUE, Duration.ZERO, exitCode, false, null, null);
    }

    /**
     * Returns a program that prints nothing and ends.
     *
     * @param code the exit code
     * @return a new program
     */
    public static FakeProgram exits(int code) {
        return SILENT.thenExits(code);
    }

    /**
     * Returns a program that prints nothing and runs until the time limit or an interrupt.
     *
     * @return a program
     */
    public static FakeProgram hangs() {
        return SILENT.thenHangs();
    }

    /**
     * Returns a program that reads lines and answers each, until the dialogue of the request is complete or the input
     * ends; then it ends with exit code 0.
     *
     * @param partner takes a line without its line feed and returns what to print, possibly an empty text; called by
     *     the thread that runs the program
     * @return a new program
     */
    public static FakeProgram answers(UnaryOperator<String> partner) {
        return new FakeProgram(
                List.of(),
                Integer.MAX_VALUE,
                Duration.ZERO,
                0,
                false,
                Objects.requireNonNull(partner, "partner"),
                null);
    }

    /**
     * Returns a program that cannot be started.
     *
     * @param reason why not
     * @return a new program
     */
    public static FakeProgram cannotStart(ProcessStartException.Reason reason) {
        return fails(new ProcessStartException(reason, "The fake program cannot be started: " + reason, null));
    }

    /**
     * Returns a program that cannot be run.
     *
     * @param failure what the runner throws
     * @return a new program
     */
    public static FakeProgram fails(IOException failure) {
        return new FakeProgram(List.of(), 1, Duration.ZERO, 0, false, null, Objects.requireNonNull(failure, "failure"));
    }

    /**
     * Adds to standard output.
     *
     * @param text what is printed after what is printed already, as UTF-8
     * @return a changed copy
     */
    public FakeProgram thenPrints(String text) {
        return with(new Piece(false, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Adds to standard error. In a terminal it goes to the terminal's one stream, as with real programs.
     *
     * @param text what is printed after what is printed already, as UTF-8
     * @return a changed copy
     */
    public FakeProgram thenPrintsError(String text) {
        return with(new Piece(true, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sets how the program ends.
     *
     * @param code the exit code
     * @return a changed copy
     */
    public FakeProgram thenExits(int code) {
        return new FakeProgram(pieces, chunkSize, delay, code, false, partner, failure);
    }

    /**
     * Lets the program run on after its last output, until the time limit, the idle limit or an interrupt.
     *
     * @return a changed copy
     */
    public FakeProgram thenHangs() {
        return new FakeProgram(pieces, chunkSize, delay, exitCode, true, partner, failure);
    }

    /**
     * Cuts the output into small pieces, so that characters and escape sequences are split. {@code stopWhen} and the
     * dialogue of the request are asked after each.
     *
     * @param bytes the most that comes at once, from 1 up
     * @return a changed copy
     * @throws IllegalArgumentException if the number is not positive
     */
    public FakeProgram inChunksOf(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a chunk must have at least 1 byte: " + bytes);
        }
        return new FakeProgram(pieces, bytes, delay, exitCode, isHanging, partner, failure);
    }

    /**
     * Lets time pass before the first output.
     *
     * @param time from zero up
     * @return a changed copy
     * @throws IllegalArgumentException if the time is negative
     */
    public FakeProgram after(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time must not be negative: " + time);
        }
        return new FakeProgram(pieces, chunkSize, time, exitCode, isHanging, partner, failure);
    }

    private FakeProgram with(Piece piece) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(piece);
        return new FakeProgram(List.copyOf(more), chunkSize, delay, exitCode, isHanging, partner, failure);
    }

    List<Piece> pieces() {
        return pieces;
    }

    int chunkSize() {
        return chunkSize;
    }

    Duration delay() {
        return delay;
    }

    int exitCode() {
        return exitCode;
    }

    boolean isHanging() {
        return isHanging;
    }

    @Nullable
    UnaryOperator<String> partner() {
        return partner;
    }

    @Nullable
    IOException failure() {
        return failure;
    }
}
