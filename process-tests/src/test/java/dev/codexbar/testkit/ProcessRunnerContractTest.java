package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessResult.Ending;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.test.ContractRun;
import dev.codexbar.transcript.JavaCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule of {@link ProcessRunnerContract} catches the runner that breaks it. That a good runner breaks none is what
 * {@code PipesContractTest} shows.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "some faults are made with a shell of Unix")
class ProcessRunnerContractTest {

    private static final ProcessRunner GOOD = ProcessRunners.pipes();

    /** For faults that make a program hang. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** What the suite under test runs. A field, because JUnit makes the suite. */
    private static ProcessRunner runner = GOOD;

    private static boolean isTerminal;

    @TempDir
    private Path folder;

    private final List<Process> children = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void cleanUp() {
        children.forEach(child -> {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        });
        end.countDown();
        isTerminal = false;
    }

    @Test
    void testsEachRule() {
        ContractRun.assertEachRuleIsTested(ProcessRunnerContract.class, ProcessRunnerContractTest.class);
    }

    @Test
    void skipsWhatDoesNotApplyToPipesOrTerminals() {
        runner = GOOD;
        assertTrue(ContractRun.of(Suite.class, 3).skipped().get(3).contains("the runner gives pipes"));
        assertTrue(ContractRun.of(Suite.class, 4).skipped().get(4).contains("the runner gives pipes"));
        isTerminal = true;
        assertTrue(ContractRun.of(Suite.class, 2).skipped().get(2).contains("a terminal has one stream"));
        assertTrue(ContractRun.of(Suite.class, 9).skipped().get(9).contains("the input of a terminal has no end"));
    }

    @Test
    void acceptsAGoodRunnerWhereVariablesSetOptionsOfEachJvm() {
        runner = request -> {
            ProcessRequest.Builder changed = request.toBuilder();
            JavaCommand.OPTION_VARIABLES.stream()
                    .filter(name -> !request.removedEnvironment().contains(name))
                    .forEach(name -> changed.environment(name, "-Dcodexbar.test=1"));
            return GOOD.run(changed.build());
        };

        for (int rule : List.of(2, 5)) {
            assertEquals(Map.of(), ContractRun.of(Suite.class, rule).failures());
        }
    }

    @Test
    void rule1CatchesAnExitCodeThatIsMadeUp() {
        breaks(
                1,
                changing(result ->
                        copy(result, result.standardOutput()).exitCode(0).build()),
                "unchanged");
    }

    @Test
    void rule2CatchesStreamsThatAreJoined() {
        breaks(
                2,
                changing(result -> {
                    ByteArrayOutputStream both = new ByteArrayOutputStream();
                    both.writeBytes(result.standardOutput());
                    both.writeBytes(result.standardError());
                    return copy(result, both.toByteArray()).exitCode(0).build();
                }),
                "standardOutput() holds something else",
                "Read the two streams separately");
    }

    @Test
    void rule3CatchesPipesInsteadOfATerminal() {
        isTerminal = true;
        breaks(3, request -> GOOD.run(request.toBuilder().pipes().build()), "isatty() is false", "Connect all three");
    }

    @Test
    void rule4CatchesASizeThatComesTooLate() {
        isTerminal = true;
        AtomicInteger runs = new AtomicInteger();
        breaks(
                4,
                request -> {
                    TerminalSize size = request.terminal().orElseThrow();
                    String seen = runs.incrementAndGet() == 3 ? "0 0\n" : size.rows() + " " + size.columns() + "\n";
                    return ProcessResult.builder(Ending.EXITED)
                            .exitCode(0)
                            .standardOutput(seen.getBytes(StandardCharsets.UTF_8))
                            .build();
                },
                "Set it before the program starts");
    }

    @Test
    void rule5CatchesAShellInBetween() {
        breaks(
                5,
                request -> GOOD.run(ProcessRequest.builder(
                                "/bin/sh", "-c", "'" + request.executable() + "' " + quotedBadly(request))
                        .build()),
                "without a shell");
    }

    @Test
    void rule6CatchesAVariableThatIsNotRemoved() {
        breaks(
                6,
                request -> {
                    ProcessRequest.Builder changed = request.toBuilder();
                    request.removedEnvironment().stream()
                            .filter(name -> System.getenv(name) != null)
                            .forEach(name -> changed.environment(name, System.getenv(name)));
                    return GOOD.run(changed.build());
                },
                "request.removedEnvironment()");
    }

    @Test
    void rule7CatchesAnotherWorkingDirectory() {
        breaks(
                7,
                request -> GOOD.run(request.toBuilder()
                        .workingDirectory(Path.of("").toAbsolutePath())
                        .build()),
                "Pass on request.workingDirectory()");
    }

    @Test
    void rule8CatchesInputThatIsNotWritten() {
        breaks(
                8,
                request -> GOOD.run(request.toBuilder()
                        .standardInput(new byte[0])
                        .timeLimit(SHORT)
                        .build()),
                "Write request.standardInput()");
    }

    @Test
    void rule9CatchesInputThatStaysOpen() {
        breaks(
                9,
                request -> GOOD.run(request.toBuilder()
                        .dialogue(new Silence())
                        .timeLimit(SHORT)
                        .build()),
                "Close standard input after writing it");
    }

    @Test
    void rule10CatchesLinesThatAreLost() {
        breaks(
                10,
                changing(result -> copy(
                                result, Arrays.copyOf(result.standardOutput(), result.standardOutput().length - 64))
                        .exitCode(0)
                        .build()),
                "Read to the end of the stream");
    }

    @Test
    void rule10CatchesBytesInAnotherOrder() {
        breaks(
                10,
                changing(result -> {
                    byte[] bytes = result.standardOutput();
                    System.arraycopy(bytes, 640, bytes, 6400, 64);
                    return copy(result, bytes).exitCode(0).build();
                }),
                "Read all bytes in order");
    }

    @Test
    void rule11CatchesOutputThatIsLostAtTheEnd() {
        AtomicInteger runs = new AtomicInteger();
        breaks(
                11,
                request -> {
                    ProcessResult result = GOOD.run(request);
                    return runs.incrementAndGet() == 7
                            ? copy(result, new byte[0]).exitCode(0).build()
                            : result;
                },
                "Read the stream to its end even if the program is gone");
    }

    @Test
    void rule12CatchesAnotherOutputLimit() {
        breaks(
                12,
                request -> GOOD.run(request.toBuilder()
                        .outputLimit(request.outputLimit() * 2)
                        .build()),
                "cut at request.outputLimit()");
    }

    @Test
    void rule13CatchesALateReturn() {
        breaks(13, late(), "the run is back after", "kill it within 350 ms");
    }

    @Test
    void rule13CatchesAnExceptionForATimeOut() {
        breaks(
                13,
                request -> {
                    GOOD.run(request);
                    throw new IOException("timed out");
                },
                "gives a result, Ending.TIMED_OUT");
    }

    @Test
    void rule13CatchesALeakBehindOutputThatIsDropped() {
        breaks(13, this::dropAndLeak, "after the time limit there still runs [process ", "End the program");
    }

    @Test
    void rule13CatchesAProgramThatIsNotStarted() {
        breaks(13, request -> ProcessResult.builder(Ending.TIMED_OUT).build(), "the program did nothing", "Start it");
    }

    @Test
    void rule14CatchesSilenceBeforeTheFirstWord() {
        breaks(
                14,
                request -> {
                    ProcessResult result = GOOD.run(request.toBuilder()
                            .timeLimit(request.idleLimit().orElseThrow())
                            .build());
                    return ProcessResult.builder(Ending.IDLE)
                            .standardOutput(result.standardOutput())
                            .build();
                },
                "before its first word");
    }

    @Test
    void rule15CatchesAnAnswerThatIsNotNoticed() {
        breaks(
                15,
                request -> GOOD.run(request.toBuilder()
                        .stopWhen(text -> false)
                        .timeLimit(SHORT)
                        .build()),
                "Ask it after each piece of output");
    }

    @Test
    void rule15CatchesAnAnswerThatIsNotKept() {
        breaks(15, changing(result -> copy(result, new byte[0]).build()), "Keep all that was read");
    }

    @Test
    void rule16CatchesADialogueThatIsNotHeard() {
        breaks(
                16,
                request -> GOOD.run(request.toBuilder()
                        .dialogue(new Silence())
                        .timeLimit(SHORT)
                        .build()),
                "Hand each piece of output to reply()");
    }

    @Test
    void rule17CatchesAnUntypedFailure() {
        breaks(
                17,
                request -> {
                    throw new IOException("error=2, No such file or directory");
                },
                "throw ProcessStartException with Reason.NOT_FOUND");
    }

    @Test
    void rule18CatchesAnExitCodeInsteadOfAFailure() {
        breaks(
                18,
                request -> ProcessResult.builder(Ending.EXITED).exitCode(126).build(),
                "throw ProcessStartException with Reason.NOT_EXECUTABLE");
    }

    @Test
    void rule19CatchesAnInterruptThatIsHidden() {
        breaks(
                19,
                request -> {
                    try {
                        return GOOD.run(request);
                    } catch (InterruptedException e) {
                        throw new IOException("interrupted", e);
                    }
                },
                "must throw InterruptedException at once");
    }

    @Test
    void rule19CatchesAProgramThatOutlivesTheInterrupt() {
        breaks(19, this::runCarelessly, "after an interrupt there still runs", "End the program with all it started");
    }

    @Test
    void rule20CatchesPoliteness() {
        breaks(20, late(), "the run is back after", "kill it within 350 ms");
    }

    @Test
    void rule20CatchesALeakBehindOutputThatIsDropped() {
        breaks(20, this::dropAndLeak, "after the time limit there still runs [process ", "End the program");
    }

    @Test
    void rule21CatchesAGrandchildThatLivesOn() {
        breaks(21, this::runCarelessly, "there still runs [process ", "its descendants");
    }

    @Test
    void rule22CatchesRunsThatMixUp() {
        AtomicInteger running = new AtomicInteger();
        breaks(
                22,
                request -> {
                    boolean isAlone = running.incrementAndGet() == 1;
                    try {
                        ProcessResult result = GOOD.run(request);
                        return isAlone
                                ? result
                                : copy(result, new byte[0]).exitCode(0).build();
                    } finally {
                        running.decrementAndGet();
                    }
                },
                "get into each other's way");
    }

    @Test
    void rule23CatchesAThreadForEachRun() {
        breaks(
                23,
                request -> {
                    Thread thread = new Thread(this::awaitEnd, "leaked-drain");
                    thread.setDaemon(true);
                    thread.start();
                    return GOOD.run(request);
                },
                "leaked-drain",
                "end all threads");
    }

    @Test
    void rule24CatchesAWarmUpThatFails() {
        breaks(
                24,
                warming(() -> {
                    throw new IllegalStateException("no library");
                }),
                "no library",
                "must not fail");
    }

    @Test
    void rule24CatchesAWarmUpThatLeavesAThread() {
        breaks(
                24,
                warming(() -> {
                    Thread thread = new Thread(this::awaitEnd, "leaked-warmth");
                    thread.setDaemon(true);
                    thread.start();
                }),
                "leaked-warmth",
                "Only load there");
    }

    @Test
    void rule25CatchesASignalAtOnce() {
        breaks(25, ProcessRunnerContractTest::signalAtOnce, "could not finish", "only then send signals");
    }

    @Test
    void rule25CatchesInputThatIsClosedTooEarly() {
        breaks(
                25,
                request -> GOOD.run(
                        signallingAtOnce(request).stopWhen(text -> false).build()),
                "keep the input open until the run is to end");
    }

    @Test
    void rule26CatchesAGracePeriodBeyondTheTimeLimit() {
        breaks(26, late(), "the run is back after", "kill it within 350 ms");
    }

    @Test
    void rule26CatchesASignalAtOnce() {
        breaks(26, ProcessRunnerContractTest::signalAtOnce, "could not finish", "before the time limit");
    }

    @Test
    void rule27CatchesASignalAtOnce() {
        breaks(27, ProcessRunnerContractTest::signalAtOnce, "could not finish", "after an interrupt");
    }

    @Test
    void rule28CatchesAnAnswerThatIsNotReadAnyMore() {
        breaks(
                28,
                request -> {
                    ProcessResult result = GOOD.run(request);
                    return ProcessResult.builder(Ending.IDLE)
                            .standardOutput(result.standardOutput())
                            .build();
                },
                "Read on after a limit");
    }

    private static ProcessResult signalAtOnce(ProcessRequest request) throws IOException, InterruptedException {
        return GOOD.run(signallingAtOnce(request).dialogue(new Silence()).build());
    }

    /** The request without its gentle end. */
    private static ProcessRequest.Builder signallingAtOnce(ProcessRequest request) {
        ProcessRequest.Builder changed = ProcessRequest.builder(request.executable(), request.arguments())
                .timeLimit(request.timeLimit());
        request.stopWhen().ifPresent(changed::stopWhen);
        request.idleLimit().ifPresent(changed::idleLimit);
        return changed;
    }

    private static ProcessRunner warming(Runnable warmUp) {
        return new ProcessRunner() {
            @Override
            public ProcessResult run(ProcessRequest request) throws IOException, InterruptedException {
                return GOOD.run(request);
            }

            @Override
            public void warmUp() {
                warmUp.run();
            }
        };
    }

    private static void breaks(int rule, ProcessRunner faulty, String... words) {
        runner = faulty;
        ContractRun.of(Suite.class, rule).assertBreaksOnly(rule, words);
    }

    /** Gives every program a second more. */
    private static ProcessRunner late() {
        return request -> GOOD.run(request.toBuilder()
                .timeLimit(request.timeLimit().plusSeconds(1))
                .build());
    }

    private static ProcessRunner changing(UnaryOperator<ProcessResult> change) {
        return request -> change.apply(GOOD.run(request));
    }

    private static ProcessResult.Builder copy(ProcessResult result, byte[] output) {
        return ProcessResult.builder(result.ending()).standardOutput(output).duration(result.duration());
    }

    private static String quotedBadly(ProcessRequest request) {
        return String.join(" ", request.arguments());
    }

    /** Leaves the program and what it started to themselves. */
    private ProcessResult runCarelessly(ProcessRequest request) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(request.executable()));
        command.addAll(request.arguments());
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process =
                new ProcessBuilder(command).redirectOutput(output.toFile()).start();
        children.add(process);
        boolean isComplete = false;
        while (!isComplete && !process.waitFor(10, TimeUnit.MILLISECONDS)) {
            isComplete = request.stopWhen()
                    .map(complete -> complete.test(read(output)))
                    .orElse(false);
        }
        return ProcessResult.builder(Ending.EXITED)
                .exitCode(process.exitValue())
                .standardOutput(Files.readAllBytes(output))
                .build();
    }

    /** Reads nothing, and leaves a program that is late to itself. */
    private ProcessResult dropAndLeak(ProcessRequest request) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(request.executable()));
        command.addAll(request.arguments());
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        children.add(process);
        if (process.waitFor(request.timeLimit().toMillis(), TimeUnit.MILLISECONDS)) {
            return ProcessResult.builder(Ending.EXITED)
                    .exitCode(process.exitValue())
                    .build();
        }
        return ProcessResult.builder(Ending.TIMED_OUT).build();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens and says nothing. */
    private static final class Silence implements ProcessDialogue {

        @Override
        public byte[] reply(byte[] output) {
            return new byte[0];
        }

        @Override
        public boolean isComplete() {
            return false;
        }
    }

    static class Suite extends ProcessRunnerContract {

        @Override
        protected ProcessRunner runner() {
            return runner;
        }

        @Override
        protected boolean isTerminal() {
            return isTerminal;
        }
    }
}
