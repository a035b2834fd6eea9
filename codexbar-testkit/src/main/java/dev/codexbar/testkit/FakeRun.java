package dev.codexbar.testkit;

import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessResult.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run of a {@link FakeProgram} within the limits of a request, on the thread that asks for it. */
final class FakeRun {

    private final ProcessRequest request;
    private final FakeProgram program;
    private final @Nullable MutableClock clock;
    private final long started = System.nanoTime();
    private Duration advanced = Duration.ZERO;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    /** What was written to the program and has not been read by it yet. */
    private String input;
    /** How long before the time limit the input is closed. */
    private final Duration inputGrace;

    FakeRun(ProcessRequest request, FakeProgram program, @Nullable MutableClock clock) {
        this.request = request;
        this.program = program;
        this.clock = clock;
        this.input = new String(request.standardInput(), StandardCharsets.UTF_8);
        Duration half = request.timeLimit().dividedBy(2);
        this.inputGrace = request.closeInputFirst()
                .map(grace -> grace.compareTo(half) < 0 ? grace : half)
                .orElse(Duration.ZERO);
    }

    ProcessResult run() throws IOException, InterruptedException {
        IOException failure = program.failure();
        if (failure != null) {
            throw failure;
        }
        Ending ending = play();
        if (program.isHanging()) {
            // It does not heed the end of its input, so the grace period passes before it is killed.
            letPass(shorter(inputGrace, left()));
        }
        ProcessResult.Builder result = result(ending).duration(elapsed());
        if (ending == Ending.EXITED) {
            result.exitCode(program.exitCode());
        }
        return result.build();
    }

    private Ending play() throws InterruptedException {
        Optional<Ending> end = converse(new byte[0]);
        if (end.isPresent()) {
            return end.get();
        }
        if (program.delay().compareTo(left()) >= 0) {
            letPass(left());
            return Ending.TIMED_OUT;
        }
        letPass(program.delay());
        for (FakeProgram.Piece piece : program.pieces()) {
            end = print(piece.bytes(), piece.isError());
            if (end.isPresent()) {
                return end.get();
            }
        }
        end = answer();
        if (end.isPresent()) {
            return end.get();
        }
        boolean isInputOpen =
                request.dialogue().isPresent() || request.closeInputFirst().isPresent();
        if (program.isHanging() || (program.partner() != null && isInputOpen)) {
            return hang();
        }
        return untilInputIsClosed().isZero() ? Ending.TIMED_OUT : Ending.EXITED;
    }

    private Optional<Ending> answer() throws InterruptedException {
        UnaryOperator<String> partner = program.partner();
        if (partner == null) {
            return Optional.empty();
        }
        for (Optional<String> line = takeLine(); line.isPresent(); line = takeLine()) {
            Optional<Ending> end = print(partner.apply(line.get()).getBytes(StandardCharsets.UTF_8), false);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    /** A line ends with a line feed, or with the carriage return of a keyboard. */
    private Optional<String> takeLine() {
        String[] parts = input.split("\r\n|\n|\r", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        input = parts[1];
        return Optional.of(parts[0]);
    }

    private Optional<Ending> print(byte[] bytes, boolean isError) throws InterruptedException {
        for (int from = 0; from < bytes.length; from += program.chunkSize()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted during " + request);
            }
            int to = (int) Math.min((long) from + program.chunkSize(), bytes.length);
            Optional<Ending> end = printChunk(Arrays.copyOfRange(bytes, from, to), isError);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    private Optional<Ending> printChunk(byte[] chunk, boolean isError) {
        boolean toError = isError && request.terminal().isEmpty();
        int room = request.outputLimit() - output.size() - error.size();
        (toError ? error : output).write(chunk, 0, Math.min(room, chunk.length));
        if (chunk.length > room) {
            return Optional.of(Ending.OUTPUT_LIMIT);
        }
        Optional<Ending> end = toError ? Optional.empty() : converse(chunk);
        if (end.isEmpty() && request.stopWhen().isPresent()) {
            String text = result(Ending.SATISFIED).build().text();
            if (request.stopWhen().get().test(text)) {
                return Optional.of(Ending.SATISFIED);
            }
        }
        return end;
    }

    private Optional<Ending> converse(byte[] chunk) {
        if (request.dialogue().isEmpty()) {
            return Optional.empty();
        }
        ProcessDialogue dialogue = request.dialogue().get();
        String reply = new String(dialogue.reply(chunk), StandardCharsets.UTF_8);
        if (!untilInputIsClosed().isZero()) {
            input += reply;
        }
        return dialogue.isComplete() ? Optional.of(Ending.SATISFIED) : Optional.empty();
    }

    private Ending hang() throws InterruptedException {
        boolean hasSpoken = output.size() + error.size() > 0;
        Duration left = untilInputIsClosed();
        Duration idle = request.idleLimit().filter(limit -> hasSpoken).orElse(left);
        letPass(shorter(idle, left));
        return idle.compareTo(left) < 0 ? Ending.IDLE : Ending.TIMED_OUT;
    }

    /** Until the time limit; less the grace period if the input is closed first. */
    private Duration untilInputIsClosed() {
        return notNegative(left().minus(inputGrace));
    }

    private Duration left() {
        return notNegative(request.timeLimit().minus(elapsed()));
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration elapsed() {
        return clock == null ? Duration.ofNanos(System.nanoTime() - started) : advanced;
    }

    private void letPass(Duration time) throws InterruptedException {
        if (clock == null) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } else {
            clock.advance(time);
            advanced = advanced.plus(time);
        }
    }

    private ProcessResult.Builder result(Ending ending) {
        ProcessResult.Builder result = ProcessResult.builder(ending)
                .standardOutput(output.toByteArray())
                .standardError(error.toByteArray())
                .runner("fake");
        request.terminal().ifPresent(result::terminal);
        return result;
    }
}
