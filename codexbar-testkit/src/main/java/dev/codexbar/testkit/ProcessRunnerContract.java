package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessResult.Ending;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.transcript.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What every {@link ProcessRunner} promises, as tests with real children. Extend it in the tests of a runner:
 *
 * <pre>{@code
 * class PipesContractTest extends ProcessRunnerContract {
 *
 *     @Override
 *     protected ProcessRunner runner() {
 *         return ProcessRunners.pipes();
 *     }
 * }
 * }</pre>
 *
 * <p>A rule that does not apply (to pipes, to terminals, to this system) is skipped with the reason.
 * {@code docs/CONTRACT.md} has the rules in words.
 *
 * @since 0.1.0
 */
@ExtendWith(SkippedRules.class)
@Isolated("it counts threads and processes, and measures time")
public abstract class ProcessRunnerContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long the dead may take to disappear. */
    private static final Duration DYING = Duration.ofSeconds(1);

    private static final TerminalSize SIZE = new TerminalSize(123, 45);

    private static final Pattern PID = Pattern.compile("pid (\\d+)");

    /** A busy machine may be late once, but not each time. */
    private static final int TRIES = 3;

    private static final int AT_ONCE = 8;

    private static final int REPETITIONS = 10;

    @TempDir
    private Path folder;

    /** For subclasses. */
    protected ProcessRunnerContract() {}

    /**
     * Returns the runner. Called several times.
     *
     * @return a runner, new at each call or not
     * @throws Exception if there is none
     */
    protected abstract ProcessRunner runner() throws Exception;

    /**
     * Returns what the runner gives to programs.
     *
     * @return {@code true} for a terminal, {@code false} for pipes (the default)
     */
    protected boolean isTerminal() {
        return false;
    }

    /**
     * Returns how late a run may be back after its time limit.
     *
     * @return 350 ms, which is the promise of {@link ProcessRunner}, unless overridden
     */
    protected Duration grace() {
        return Duration.ofMillis(350);
    }

    /**
     * Rule 1: the exit code is what the program ended with.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 1] tells the exit code")
    public final void tellsTheExitCode() throws Exception {
        for (int code : new int[] {0, 1, 3, 127, 255}) {
            ProcessResult result = run(child("exit", Integer.toString(code)));
            assertEquals(
                    Ending.EXITED, result.ending(), () -> "a program that ends by itself is EXITED, not " + result);
            assertEquals(
                    OptionalInt.of(code),
                    result.exitCode(),
                    "the exit code is wrong. Take it from the program after its end, unchanged");
        }
    }

    /**
     * Rule 2: with pipes, standard output and standard error stay apart.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 2] keeps standard output and standard error apart")
    public final void keepsStreamsApart() throws Exception {
        assumeFalse(isTerminal(), "a terminal has one stream");
        ProcessResult result = run(child("streams", "to output", "to error"));
        String advice = " holds something else. Read the two streams separately, and both to their ends";
        assertEquals("to output", text(result.standardOutput()), "standardOutput()" + advice);
        assertEquals("to error", text(result.standardError()), "standardError()" + advice);
    }

    /**
     * Rule 3: in a terminal, all three streams are the terminal, and it is the controlling one.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 3] gives the program a real terminal")
    public final void givesATerminal() throws Exception {
        assumeTrue(isTerminal(), "the runner gives pipes");
        assumeFalse(JavaCommand.IS_WINDOWS, "asked by a shell of Unix");
        ProcessResult result =
                run(shell("test -t 0 && test -t 1 && test -t 2 && echo streams; : </dev/tty && echo control"));
        assertTrue(
                result.text().contains("streams"),
                () -> "isatty() is false for a stream of the program. Connect all three to the terminal: " + result);
        assertTrue(
                result.text().contains("control"),
                () -> "the program cannot open /dev/tty. Make the terminal the controlling one of a new session");
    }

    /**
     * Rule 4: the terminal has its size before the program can ask.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 4] sets the size of the terminal before the program starts")
    public final void setsTheSize() throws Exception {
        assumeTrue(isTerminal(), "the runner gives pipes");
        assumeFalse(JavaCommand.IS_WINDOWS, "asked by a shell of Unix");
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    SIZE.rows() + " " + SIZE.columns(),
                    run(shell("stty size")).text().strip(),
                    "the program sees another size. Set it before the program starts, not right after");
        }
    }

    /**
     * Rule 5: no shell and no list of words stands between the request and the program.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 5] hands over the arguments unchanged")
    public final void handsOverArguments() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("arguments", "a b", "$HOME", "*", "'", "a;b", "-n"));
        if (!JavaCommand.IS_WINDOWS) {
            arguments.addAll(List.of("", "\"", "\\"));
        }
        StringBuilder expected = new StringBuilder();
        arguments.stream()
                .skip(1)
                .forEach(argument -> expected.append('<').append(argument).append(">\n"));
        assertEquals(
                expected.toString(),
                printed(run(child(arguments.toArray(new String[0])))),
                "the arguments differ. Start the program itself, without a shell");
    }

    /**
     * Rule 6: variables are set, removed, and inherited otherwise.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 6] sets, removes and inherits environment variables")
    public final void changesTheEnvironment() throws Exception {
        List<String> ours = Stream.of("HOME", "USERPROFILE", "LANG", "PWD", "USERNAME", "TMP")
                .filter(name -> System.getenv(name) != null)
                .toList();
        assumeTrue(ours.size() >= 2, "the JVM has too few variables to tell");
        ProcessRequest request = child("environment", "CODEXBAR_SET", ours.get(0), ours.get(1)).toBuilder()
                .environment("CODEXBAR_SET", "a=b c")
                .withoutEnvironment(ours.get(0))
                .build();
        assertEquals(
                "CODEXBAR_SET=a=b c\n" + ours.get(0) + "=null\n" + ours.get(1) + "=" + System.getenv(ours.get(1))
                        + "\n",
                printed(run(request)),
                "the program sees another environment. Start from that of this JVM, remove"
                        + " request.removedEnvironment(), and put request.environment()");
    }

    /**
     * Rule 7: the program starts where the request says, and not at all if that is nowhere.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 7] starts in the working directory")
    public final void startsInTheWorkingDirectory() throws Exception {
        ProcessRequest request =
                child("directory").toBuilder().workingDirectory(folder).build();
        assertEquals(
                folder.toRealPath() + "\n",
                printed(run(request)),
                "the program starts elsewhere. Pass on request.workingDirectory()");
        ProcessRequest nowhere =
                request.toBuilder().workingDirectory(folder.resolve("nowhere")).build();
        assertCannotStart(nowhere, ProcessStartException.Reason.NO_WORKING_DIRECTORY);
    }

    /**
     * Rule 8: the program reads what the request says.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 8] writes standard input")
    public final void writesStandardInput() throws Exception {
        ProcessRequest request = child("greet", pids().toString()).toBuilder()
                .standardInput("Ada\n".getBytes(StandardCharsets.UTF_8))
                .stopWhen(text -> text.contains("good morning, Ada"))
                .build();
        ProcessResult result = run(request);
        assertEquals(
                Ending.SATISFIED,
                result.ending(),
                () -> "the program did not read its input. Write request.standardInput() and flush it: " + result);
    }

    /**
     * Rule 9: with pipes, a program that reads to the end of its input does not wait for ever.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 9] ends standard input if there is no more")
    public final void endsStandardInput() throws Exception {
        assumeFalse(isTerminal(), "the input of a terminal has no end");
        ProcessRequest request = limited(child("count-input"), Duration.ofSeconds(10));
        ProcessResult result = run(request);
        assertEquals(
                "0 bytes\n",
                printed(result),
                () -> "the program waits for more input. Close standard input after writing it, unless there is a"
                        + " dialogue: " + result);
    }

    /**
     * Rule 10: nothing is lost however much it is.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 10] reads large output without loss")
    public final void readsLargeOutput() throws Exception {
        int count = 50_000;
        ProcessResult result = run(child("lines", Integer.toString(count)).toBuilder()
                .outputLimit(8 << 20)
                .build());
        assertEquals(Ending.EXITED, result.ending(), () -> "a program that ends by itself is EXITED, not " + result);
        List<String> lines = printed(result).lines().toList();
        for (int i = 0; i < Math.min(count, lines.size()); i++) {
            assertEquals(
                    ContractChild.line(i).strip(),
                    lines.get(i),
                    "the output is damaged. Read all bytes in order, in one thread for each stream");
        }
        assertEquals(count, lines.size(), "lines are missing at the end. Read to the end of the stream");
    }

    /**
     * Rule 11: what a program writes right before it ends is read.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 11] loses nothing of a program that ends at once")
    public final void losesNothingAtAQuickExit() throws Exception {
        assumeFalse(JavaCommand.IS_WINDOWS, "done by a shell of Unix, which starts fast enough");
        ProcessRunner runner = runner();
        for (int size : new int[] {1, 100, 4096, 60_000}) {
            ProcessRequest request = shell("printf '%0" + size + "d' 0");
            List<Attempt<ProcessResult>> attempts = new ArrayList<>();
            for (int i = 0; i < 5 * AT_ONCE; i++) {
                attempts.add(Attempt.start(() -> runner.run(request)));
                if (i >= AT_ONCE) {
                    result(attempts.get(i - AT_ONCE));
                }
            }
            for (Attempt<ProcessResult> attempt : attempts) {
                assertEquals(
                        size,
                        result(attempt).standardOutput().length,
                        "output of a program that ended at once is missing. Read the stream to its end even if the"
                                + " program is gone");
            }
        }
    }

    /**
     * Rule 12: a flood ends at the limit, and what came before it is kept.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 12] ends a program at the output limit")
    public final void keepsTheOutputLimit() throws Exception {
        int limit = 100_000;
        ProcessResult result = run(child("lines", Long.toString(Long.MAX_VALUE)).toBuilder()
                .outputLimit(limit)
                .build());
        assertEquals(
                Ending.OUTPUT_LIMIT,
                result.ending(),
                () -> "a flood must end at request.outputLimit(): " + result + ". Count the bytes of both streams");
        assertEquals(
                limit,
                result.standardOutput().length + result.standardError().length,
                "the output must be cut at request.outputLimit(), with all that came before");
    }

    /**
     * Rule 13: the time limit is a promise about the call, and a result, not an exception.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 13] is back in time after the time limit")
    public final void keepsTheTimeLimit() throws Exception {
        assertBackInTime("live", request -> request);
    }

    /**
     * Rule 14: silence only counts after the first word.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 14] ends a program that fell silent, but not one that has printed nothing yet")
    public final void keepsTheIdleLimit() throws Exception {
        Path pids = pids();
        ProcessRequest request = child("late", pids.toString(), "1000").toBuilder()
                .timeLimit(PATIENCE)
                .idleLimit(Duration.ofMillis(500))
                .build();
        ProcessResult result = run(request);
        assertEquals(
                Ending.IDLE,
                result.ending(),
                () -> "a program that fell silent must end after request.idleLimit(): " + result
                        + ". Count from the latest byte");
        assertTrue(
                result.text().contains("late words"),
                () -> "the program was ended before its first word. Count the idle limit from the first byte on");
        assertDead(pids, 1, "after the idle limit");
    }

    /**
     * Rule 15: a complete answer ends the run.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 15] stops as soon as the answer is complete")
    public final void stopsWhenComplete() throws Exception {
        Path pids = pids();
        ProcessRequest request = child("live", pids.toString()).toBuilder()
                .timeLimit(PATIENCE)
                .stopWhen(text -> PID.matcher(text).find())
                .build();
        ProcessResult result = run(request);
        assertEquals(
                Ending.SATISFIED,
                result.ending(),
                () -> "request.stopWhen() is satisfied by what the program printed, but " + result
                        + ". Ask it after each piece of output");
        assertTrue(
                PID.matcher(result.text()).find(),
                "the text that satisfied request.stopWhen() is missing from the result. Keep all that was read");
        assertDead(pids, 1, "after the answer");
    }

    /**
     * Rule 16: a dialogue gets what the program prints, and its replies are written.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 16] lets a dialogue talk with the program")
    public final void letsADialogueTalk() throws Exception {
        Path pids = pids();
        ProcessResult result = run(limited(child("greet", pids.toString()), Duration.ofSeconds(20)).toBuilder()
                .dialogue(new Greeting())
                .build());
        assertEquals(
                Ending.SATISFIED,
                result.ending(),
                () -> "the dialogue did not come to its end: " + result + ", \"" + result.text()
                        + "\". Hand each piece of output to reply(), write what it returns, keep the input open, and"
                        + " end when isComplete()");
        assertDead(pids, 1, "after the dialogue");
    }

    /**
     * Rule 17: a program that does not exist differs from one that fails.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 17] says NOT_FOUND for a missing executable")
    public final void saysNotFound() throws Exception {
        assertCannotStart(request(folder.resolve("missing").toString()), ProcessStartException.Reason.NOT_FOUND);
        assertCannotStart(request("codexbar-no-such-program"), ProcessStartException.Reason.NOT_FOUND);
    }

    /**
     * Rule 18: a file that cannot be executed differs from a program that fails.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 18] says NOT_EXECUTABLE for a file that cannot be run")
    public final void saysNotExecutable() throws Exception {
        assumeFalse(JavaCommand.IS_WINDOWS, "Windows knows no permission to execute");
        Path text = Files.writeString(folder.resolve("text"), "no program");
        assertCannotStart(request(text.toString()), ProcessStartException.Reason.NOT_EXECUTABLE);
        assertCannotStart(request(folder.toString()), ProcessStartException.Reason.NOT_EXECUTABLE);
    }

    /**
     * Rule 19: an interrupt ends the call and the program.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 19] ends the program when interrupted")
    public final void endsWhenInterrupted() throws Exception {
        Path pids = pids();
        interrupt(child("live", pids.toString()));
        assertDead(pids, 1, "after an interrupt");
    }

    /** Interrupts a run once its program has printed its pid. */
    private void interrupt(ProcessRequest program) throws Exception {
        ProcessRunner runner = runner();
        CompletableFuture<String> seen = new CompletableFuture<>();
        ProcessRequest request = program.toBuilder()
                .stopWhen(text -> {
                    if (PID.matcher(text).find()) {
                        seen.complete(text);
                    }
                    return false;
                })
                .build();
        Attempt<ProcessResult> attempt = Attempt.start(() -> runner.run(request));
        String text = seen.completeOnTimeout("", PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .get();
        assertFalse(text.isEmpty(), () -> "the output does not reach request.stopWhen(): " + attempt.outcome());
        attempt.interrupt();
        attempt.await(Duration.ofSeconds(5));
        String outcome = attempt.outcome();
        assertTrue(
                attempt.thrown().orElse(null) instanceof InterruptedException,
                () -> "an interrupted run must throw InterruptedException at once, but " + outcome);
    }

    /**
     * Rule 20: a program that ignores the signals to end is ended all the same, and in time.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 20] ends a stubborn program in time")
    public final void endsAStubbornProgram() throws Exception {
        assertBackInTime("stubborn", request -> request);
    }

    /**
     * Rule 21: what the program started dies too, and its hold on the output delays nothing.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 21] ends what the program started")
    public final void endsGrandchildren() throws Exception {
        Path pids = pids();
        ProcessResult left = run(child("parent", pids.toString(), "leaves"));
        assertTrue(
                left.text().contains("done") && left.duration().compareTo(Duration.ofSeconds(10)) < 0,
                () -> "a child of the program that holds its output delays the result: " + left
                        + ". When the program has ended, end what it left, and wait for the stream only briefly");
        assertDead(pids, 1, "after the program has ended");
        run(child("parent", pids.toString(), "stays").toBuilder()
                .stopWhen(text -> PID.matcher(text).results().count() == 2)
                .build());
        assertDead(pids, 3, "after the program was ended");
    }

    /**
     * Rule 22: one runner serves all threads of a host.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 22] runs several programs at once")
    public final void runsSeveralAtOnce() throws Exception {
        ProcessRunner runner = runner();
        List<Attempt<ProcessResult>> attempts = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            ProcessRequest request = child("arguments", "number " + i);
            attempts.add(Attempt.start(() -> runner.run(request)));
        }
        for (int i = 0; i < AT_ONCE; i++) {
            assertEquals(
                    "<number " + i + ">\n",
                    printed(result(attempts.get(i))),
                    "runs at once get into each other's way. Keep what belongs to one run in local variables");
        }
    }

    /**
     * Rule 23: hosts run programs every minute for months.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 23] leaves no thread, process, descriptor or temporary file behind")
    public final void leavesNothingBehind() throws Exception {
        ProcessRunner runner = runner();
        List<ProcessRequest> requests = List.of(
                child("exit", "0"),
                child("lines", Long.toString(Long.MAX_VALUE)).toBuilder()
                        .outputLimit(1000)
                        .build());
        // Fills caches and pools that are meant to stay.
        runAll(runner, requests);
        try (Leftovers leftovers = Leftovers.watching()) {
            for (int i = 0; i < REPETITIONS; i++) {
                runAll(runner, requests);
            }
            Collection<String> left = leftovers.all(REPETITIONS);
            assertTrue(
                    left.isEmpty(),
                    () -> "after " + REPETITIONS * requests.size() + " runs there is left: " + String.join("; ", left)
                            + ". Close all streams and end all threads, however the run ends");
        }
    }

    /**
     * Rule 24: warming up never fails, leaves nothing, and changes nothing for the runs that follow.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 24] warms up without failing and without leaving anything")
    public final void warmsUp() throws Exception {
        ProcessRunner runner = runner();
        // What is loaded stays, and so may what loading it opened.
        warmUp(runner);
        try (Leftovers leftovers = Leftovers.watching()) {
            for (int i = 0; i < REPETITIONS; i++) {
                warmUp(runner);
            }
            Collection<String> left = leftovers.all(REPETITIONS);
            assertTrue(
                    left.isEmpty(),
                    () -> "after " + REPETITIONS + " calls of warmUp() there is left: " + String.join("; ", left)
                            + ". Only load there, and close what you open to see that it works");
        }
        assertEquals(
                OptionalInt.of(3),
                result(Attempt.of(() -> runner.run(child("exit", "3")), PATIENCE))
                        .exitCode(),
                "after warmUp() a run goes wrong. Change nothing there that a run depends on");
    }

    /**
     * Rule 25: after an answer, a program that is to be ended gently reads end of file and can finish.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 25] closes the input before it sends a signal")
    public final void closesTheInputFirst() throws Exception {
        Path pids = pids();
        ProcessResult result = run(child("tidy", pids.toString(), "exits").toBuilder()
                .closeInputFirst(Duration.ofSeconds(10))
                .stopWhen(text -> PID.matcher(text).find())
                .build());
        assertEquals(
                Ending.SATISFIED,
                result.ending(),
                () -> "the answer is complete before the program ends, but " + result
                        + ". With request.closeInputFirst(), keep the input open until the run is to end");
        assertTidied(pids, "after the answer");
    }

    /**
     * Rule 26: the grace period of a gentle end is part of the time limit.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 26] closes the input so early that the time limit is kept")
    public final void keepsTheTimeLimitGently() throws Exception {
        Path pids = pids();
        Duration limit = Duration.ofMillis(500);
        ProcessResult result;
        do {
            limit = limit.multipliedBy(4);
            // A busy machine may be slower; then the program is given more time to start.
            result = run(child("tidy", pids.toString(), "exits").toBuilder()
                    .timeLimit(limit)
                    .closeInputFirst(limit.dividedBy(2))
                    .build());
        } while (toldIn(pids).isEmpty() && limit.compareTo(PATIENCE) < 0);
        assertTimedOut(Optional.of(result.ending()), result::toString);
        assertTidied(pids, "before the time limit");
        assertBackInTime(
                "stubborn",
                request -> request.toBuilder()
                        .closeInputFirst(Duration.ofMillis(500))
                        .build());
    }

    /**
     * Rule 27: an interrupt ends a program as gently as the time limit does.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 27] closes the input first when interrupted")
    public final void closesTheInputWhenInterrupted() throws Exception {
        Path pids = pids();
        interrupt(child("tidy", pids.toString(), "exits").toBuilder()
                .closeInputFirst(Duration.ofSeconds(10))
                .build());
        assertTidied(pids, "after an interrupt");
    }

    /**
     * Rule 28: what a program answers when it reads end of file counts.
     *
     * @throws Exception if there is no runner
     */
    @Test
    @DisplayName("[rule 28] takes an answer that comes after the input was closed")
    public final void takesALateAnswer() throws Exception {
        Path pids = pids();
        // The program stays, so the whole grace period passes. A busy machine may need a longer one.
        ProcessResult result = runToALateAnswer(pids, Duration.ofSeconds(2));
        ProcessResult told =
                result.ending() == Ending.SATISFIED ? result : runToALateAnswer(pids, Duration.ofSeconds(8));
        assertEquals(
                Ending.SATISFIED,
                told.ending(),
                () -> "a program answers within the grace period after its input was closed, but " + told
                        + ". Read on after a limit, and ask request.stopWhen() and the dialogue as before");
        assertDead(pids, 1, "after the late answer");
    }

    private ProcessResult runToALateAnswer(Path pids, Duration grace) throws Exception {
        return run(child("tidy", pids.toString(), "stays").toBuilder()
                .timeLimit(PATIENCE)
                .idleLimit(Duration.ofMillis(200))
                .closeInputFirst(grace)
                .stopWhen(text -> text.contains("tidied"))
                .build());
    }

    private static void assertTidied(Path pids, String when) throws IOException, InterruptedException {
        assertDead(pids, 1, when);
        String told = Files.readString(pids);
        assertTrue(
                told.contains("tidied"),
                () -> "the program could not finish what it does at the end of its input " + when
                        + ". Close its input, wait up to request.closeInputFirst() for its exit, and only then send"
                        + " signals");
    }

    private static void warmUp(ProcessRunner runner) throws Exception {
        Attempt<Boolean> attempt = Attempt.of(
                () -> {
                    runner.warmUp();
                    return true;
                },
                PATIENCE);
        assertTrue(
                attempt.value().isPresent(),
                () -> "warmUp() must not fail, but " + attempt.outcome()
                        + ". Catch it there: the first run reports what cannot be loaded");
    }

    private static void runAll(ProcessRunner runner, List<ProcessRequest> requests)
            throws IOException, InterruptedException {
        for (ProcessRequest request : requests) {
            runner.run(request);
        }
    }

    private void assertBackInTime(String behaviour, UnaryOperator<ProcessRequest> change) throws Exception {
        ProcessRunner runner = runner();
        // What the runner starts once and keeps for itself is there before.
        Attempt.of(() -> runner.run(child("exit", "0")), PATIENCE);
        Duration limit = Duration.ofSeconds(1);
        String fault = "";
        for (int i = 0; i < TRIES; i++) {
            Path pids = pids();
            ProcessRequest request = change.apply(limited(child(behaviour, pids.toString()), limit));
            Attempt<ProcessResult> attempt;
            try (Leftovers leftovers = Leftovers.watching()) {
                attempt = Attempt.of(() -> runner.run(request), PATIENCE);
                Attempt<ProcessResult> told = attempt;
                assertTimedOut(attempt.value().map(ProcessResult::ending), told::outcome);
                assertDead(pids, 0, "after the time limit");
                assertNoneRuns(leftovers.processes(), "after the time limit");
            }
            if (toldIn(pids).isEmpty()) {
                // A busy machine: it was ended before it could do what this is about.
                fault = "the program did nothing before the time limit of " + Attempt.seconds(limit)
                        + ". Start it, and let it run";
                limit = limit.multipliedBy(3);
                continue;
            }
            if (attempt.duration().compareTo(limit.plus(grace())) <= 0) {
                return;
            }
            fault = "with a time limit of " + Attempt.seconds(limit) + " the run is back after "
                    + Attempt.seconds(attempt.duration()) + " only. Count from the call, ask the program to end, and"
                    + " kill it within " + grace().toMillis() + " ms";
        }
        fail(fault);
    }

    private static void assertTimedOut(Optional<Ending> ending, Supplier<String> outcome) {
        assertEquals(
                Optional.of(Ending.TIMED_OUT),
                ending,
                () -> "a program that runs on after request.timeLimit() gives a result, Ending.TIMED_OUT, but "
                        + outcome.get());
    }

    private void assertCannotStart(ProcessRequest request, ProcessStartException.Reason reason) throws Exception {
        ProcessRunner runner = runner();
        Attempt<ProcessResult> attempt = Attempt.of(() -> runner.run(request), PATIENCE);
        ProcessStartException.Reason given =
                attempt.thrown().orElse(null) instanceof ProcessStartException failure ? failure.reason() : null;
        assertEquals(
                reason,
                given,
                () -> request + ": " + attempt.outcome() + ". Look before the start, and throw ProcessStartException"
                        + " with Reason." + reason);
    }

    /** Returns a file for the ids of programs: what they print may be lost by a faulty runner. */
    private Path pids() throws IOException {
        return Files.createTempFile(folder, "pids", "");
    }

    private static List<Long> toldIn(Path pids) throws IOException {
        return PID.matcher(Files.readString(pids))
                .results()
                .map(pid -> Long.valueOf(pid.group(1)))
                .toList();
    }

    /** All programs that reported a pid, at least so many, are dead or dying. */
    private static void assertDead(Path pids, int least, String when) throws IOException, InterruptedException {
        List<Long> told = toldIn(pids);
        assertTrue(
                told.size() >= least,
                () -> "of " + least + " programs only " + told.size() + " got as far as to report their pids " + when);
        List<ProcessHandle> processes =
                told.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
        long deadline = System.nanoTime() + DYING.toNanos();
        while (processes.stream().anyMatch(Leftovers::isRunning) && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        List<ProcessHandle> living =
                processes.stream().filter(Leftovers::isRunning).toList();
        List<String> named = living.stream().map(Leftovers::describe).toList();
        living.forEach(ProcessHandle::destroyForcibly);
        assertNoneRuns(named, when);
    }

    private static void assertNoneRuns(Collection<String> living, String when) {
        assertTrue(
                living.isEmpty(),
                () -> when + " there still runs " + living
                        + ". End the program with all it started before the call returns:"
                        + " its group, its session, its descendants");
    }

    private ProcessResult run(ProcessRequest request) throws Exception {
        ProcessRunner runner = runner();
        return result(Attempt.of(() -> runner.run(request), PATIENCE.plusSeconds(10)));
    }

    private static ProcessResult result(Attempt<ProcessResult> attempt) throws InterruptedException {
        attempt.await(PATIENCE.plusSeconds(10));
        return attempt.value().orElseThrow(() -> {
            AssertionError error = new AssertionError("the run must have a result, but " + attempt.outcome());
            attempt.thrown().ifPresent(error::initCause);
            return error;
        });
    }

    private ProcessRequest child(String... arguments) throws IOException {
        List<String> command = JavaCommand.of(ContractChild.class, arguments);
        return request(command.get(0), command.subList(1, command.size()).toArray(new String[0]));
    }

    private ProcessRequest shell(String script) {
        return request("/bin/sh", "-c", script);
    }

    private ProcessRequest request(String executable, String... arguments) {
        ProcessRequest.Builder request =
                ProcessRequest.builder(executable, arguments).timeLimit(PATIENCE);
        JavaCommand.OPTION_VARIABLES.forEach(request::withoutEnvironment);
        return (isTerminal() ? request.terminal(SIZE) : request).build();
    }

    private static ProcessRequest limited(ProcessRequest request, Duration limit) {
        return request.toBuilder().timeLimit(limit).build();
    }

    /** What was printed, with the line ends of a program and not of a terminal. */
    private static String printed(ProcessResult result) {
        return text(result.standardOutput()).replace("\r", "");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Answers the question for a name, and waits for the greeting. */
    private static final class Greeting implements ProcessDialogue {

        private final StringBuilder received = new StringBuilder();
        private boolean hasAnswered;

        @Override
        public byte[] reply(byte[] output) {
            received.append(text(output));
            if (hasAnswered || received.indexOf("name?") < 0) {
                return new byte[0];
            }
            hasAnswered = true;
            return "Ada\n".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isComplete() {
            return PID.matcher(received).find() && received.indexOf("good morning, Ada") >= 0;
        }
    }
}
