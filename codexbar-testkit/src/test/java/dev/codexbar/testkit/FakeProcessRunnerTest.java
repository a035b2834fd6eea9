package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessResult.Ending;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.terminal.TerminalSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FakeProcessRunnerTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final MutableClock clock = MutableClock.at("2026-01-01T00:00:00Z");
    private final FakeProcessRunner runner = new FakeProcessRunner(clock);

    @Test
    void playsTheProgramOfACommand() throws Exception {
        runner.on(
                FakeProgram.prints("tool 1.2\n").thenPrintsError("a warning\n").thenExits(3), "tool", "--version");

        ProcessResult result = runner.run(ProcessRequest.builder(Path.of("/bin/tool.exe"), "--version", "-v")
                .build());

        assertEquals(Ending.EXITED, result.ending());
        assertEquals(OptionalInt.of(3), result.exitCode());
        assertEquals("tool 1.2\n", new String(result.standardOutput(), StandardCharsets.UTF_8));
        assertEquals("a warning\n", new String(result.standardError(), StandardCharsets.UTF_8));
        assertEquals("fake", result.runner());
    }

    @Test
    void sendsEverythingToTheOneStreamOfATerminal() throws Exception {
        runner.on(FakeProgram.prints("a").thenPrintsError("b").thenPrints("c"), "tool");

        ProcessResult result = runner.run(
                ProcessRequest.builder("tool").terminal(TerminalSize.DEFAULT).build());

        assertEquals("abc", new String(result.standardOutput(), StandardCharsets.UTF_8));
        assertEquals(0, result.standardError().length);
    }

    @Test
    void prefersWhatWasSetLater() throws Exception {
        runner.on(FakeProgram.exits(1), "tool").on(FakeProgram.exits(2), "tool", "usage");

        assertEquals(OptionalInt.of(2), run("tool", "usage").exitCode());
        assertEquals(OptionalInt.of(1), run("tool", "whoami").exitCode());
    }

    @Test
    void takesTheNextProgramAtEachRunAndKeepsTheLast() throws Exception {
        runner.on(List.of(FakeProgram.exits(1), FakeProgram.exits(0)), "tool");

        assertEquals(OptionalInt.of(1), run("tool").exitCode());
        assertEquals(OptionalInt.of(0), run("tool").exitCode());
        assertEquals(OptionalInt.of(0), run("tool").exitCode());
    }

    @Test
    void recordsWhatWasAsked() throws Exception {
        runner.when(request -> true, FakeProgram.exits(0));
        run("tool", "a");
        run("tool", "b");

        assertEquals(
                List.of(List.of("a"), List.of("b")),
                runner.calls().stream().map(ProcessRequest::arguments).toList());
        assertEquals(0, runner.running());
    }

    @Test
    void findsNoCommandThatIsNotSetAndSaysWhichAre() {
        runner.on(FakeProgram.exits(0), "tool", "--version");

        ProcessStartException failure = assertThrows(ProcessStartException.class, () -> run("tool", "--verison"));

        assertEquals(ProcessStartException.Reason.NOT_FOUND, failure.reason());
        assertTrue(failure.getMessage().contains("tool --verison"), failure.getMessage());
        assertTrue(failure.getMessage().contains("[tool --version]"), failure.getMessage());
    }

    @Test
    void failsAsTold() {
        runner.on(FakeProgram.cannotStart(ProcessStartException.Reason.OUT_OF_RESOURCES), "tool");

        ProcessStartException failure = assertThrows(ProcessStartException.class, () -> run("tool"));

        assertEquals(ProcessStartException.Reason.OUT_OF_RESOURCES, failure.reason());
    }

    @Test
    void timesOutWithoutTakingTime() throws Exception {
        runner.on(FakeProgram.prints("so far").thenHangs(), "tool");

        ProcessResult result = runner.run(
                ProcessRequest.builder("tool").timeLimit(Duration.ofHours(1)).build());

        assertEquals(Ending.TIMED_OUT, result.ending());
        assertEquals(Duration.ofHours(1), result.duration());
        assertEquals("so far", result.text());
        assertEquals(clock.instant(), MutableClock.at("2026-01-01T01:00:00Z").instant());
    }

    @Test
    void timesOutBeforeALateAnswer() throws Exception {
        runner.on(FakeProgram.prints("late").after(Duration.ofSeconds(11)), "tool");

        assertEquals(Ending.TIMED_OUT, run("tool").ending());
    }

    @Test
    void isIdleOnlyAfterTheFirstByte() throws Exception {
        runner.on(FakeProgram.prints("x").thenHangs(), "speaks").on(FakeProgram.hangs(), "silent");

        assertEquals(Ending.IDLE, runner.run(idle("speaks")).ending());
        assertEquals(Ending.TIMED_OUT, runner.run(idle("silent")).ending());
    }

    @Test
    void stopsAsSoonAsTheAnswerIsComplete() throws Exception {
        runner.on(FakeProgram.prints("one two three").inChunksOf(1).thenHangs(), "tool");

        ProcessResult result = runner.run(ProcessRequest.builder("tool")
                .stopWhen(text -> text.contains("two"))
                .build());

        assertEquals(Ending.SATISFIED, result.ending());
        assertEquals("one two", result.text());
    }

    @Test
    void cutsTheOutputAtTheLimit() throws Exception {
        runner.on(FakeProgram.prints("abc").thenPrintsError("defg"), "tool");

        ProcessResult result =
                runner.run(ProcessRequest.builder("tool").outputLimit(5).build());

        assertEquals(Ending.OUTPUT_LIMIT, result.ending());
        assertArrayEquals(new byte[] {'d', 'e'}, result.standardError());
    }

    @Test
    void acceptsOutputOfExactlyTheLimit() throws Exception {
        runner.on(FakeProgram.prints("abc"), "tool");

        ProcessResult result =
                runner.run(ProcessRequest.builder("tool").outputLimit(3).build());

        assertEquals(Ending.EXITED, result.ending());
    }

    @Test
    void answersLinesOfADialogue() throws Exception {
        runner.on(FakeProgram.answers(line -> "echo " + line + "\n"), "tool");
        Asker asker = new Asker("one\n", "two\n");

        ProcessResult result =
                runner.run(ProcessRequest.builder("tool").dialogue(asker).build());

        assertEquals(Ending.SATISFIED, result.ending());
        assertEquals("echo one\necho two\n", new String(result.standardOutput(), StandardCharsets.UTF_8));
    }

    @Test
    void endsWithItsInput() throws Exception {
        runner.on(FakeProgram.answers(line -> line + "!"), "tool");

        ProcessResult result = runner.run(ProcessRequest.builder("tool")
                .standardInput("a\nb\n".getBytes(StandardCharsets.UTF_8))
                .build());

        assertEquals(Ending.EXITED, result.ending());
        assertEquals("a!b!", result.text());
    }

    @Test
    void endsAtTheEndOfItsInputBeforeTheTimeLimit() throws Exception {
        runner.on(FakeProgram.answers(line -> ""), "reads").on(FakeProgram.hangs(), "hangs");

        ProcessResult reads = runner.run(gentle("reads").build());
        ProcessResult hangs = runner.run(gentle("hangs").build());

        assertEquals(Ending.TIMED_OUT, reads.ending());
        assertEquals(Duration.ofSeconds(8), reads.duration());
        assertEquals(Ending.TIMED_OUT, hangs.ending());
        assertEquals(Duration.ofSeconds(10), hangs.duration());
    }

    @Test
    void takesALateAnswerIfTheInputIsClosedFirst() throws Exception {
        runner.on(FakeProgram.prints("answer").after(Duration.ofSeconds(9)), "tool");

        assertEquals(
                Ending.SATISFIED,
                runner.run(gentle("tool")
                                .stopWhen(text -> text.equals("answer"))
                                .build())
                        .ending());
        assertEquals(Ending.TIMED_OUT, runner.run(gentle("tool").build()).ending());
    }

    @Test
    void takesTheGracePeriodIfItDoesNotHeedTheEndOfItsInput() throws Exception {
        runner.on(FakeProgram.prints("answer").thenHangs(), "hangs").on(FakeProgram.prints("answer"), "exits");

        assertEquals(
                Duration.ofSeconds(2),
                runner.run(gentle("hangs").stopWhen(text -> true).build()).duration());
        assertEquals(
                Duration.ZERO,
                runner.run(gentle("exits").stopWhen(text -> true).build()).duration());
    }

    private static ProcessRequest.Builder gentle(String executable) {
        return ProcessRequest.builder(executable)
                .timeLimit(Duration.ofSeconds(10))
                .closeInputFirst(Duration.ofSeconds(2));
    }

    @Test
    void hangsUntilInterrupted() throws Exception {
        FakeProcessRunner real = new FakeProcessRunner().on(FakeProgram.hangs(), "tool");
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                real.run(ProcessRequest.builder("tool")
                        .timeLimit(SOON.multipliedBy(2))
                        .build());
                end.complete(null);
            } catch (Exception e) {
                end.complete(e);
            }
        });
        thread.start();

        assertTrue(real.awaitRunning(SOON));
        thread.interrupt();

        assertInstanceOf(InterruptedException.class, end.get(10, TimeUnit.SECONDS));
        assertEquals(0, real.running());
    }

    @Test
    void tellsWhenNothingRunsInTime() throws Exception {
        assertFalse(runner.awaitRunning(Duration.ofMillis(1)));
    }

    private ProcessResult run(String executable, String... arguments) throws Exception {
        return runner.run(ProcessRequest.builder(executable, arguments).build());
    }

    private static ProcessRequest idle(String executable) {
        return ProcessRequest.builder(executable)
                .idleLimit(Duration.ofSeconds(1))
                .build();
    }

    /** Asks one question after the other, each after the answer to the one before. */
    private static final class Asker implements ProcessDialogue {

        private final String[] questions;
        private int asked;
        private boolean isAnswered;

        Asker(String... questions) {
            this.questions = questions;
        }

        @Override
        public byte[] reply(byte[] output) {
            if (asked == questions.length) {
                isAnswered = output.length > 0;
                return new byte[0];
            }
            return questions[asked++].getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isComplete() {
            return isAnswered;
        }
    }
}
