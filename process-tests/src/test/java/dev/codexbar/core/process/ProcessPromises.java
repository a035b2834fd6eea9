package dev.codexbar.core.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.core.process.ProcessResult.Ending;
import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.test.Await;
import dev.codexbar.test.LongForm;
import dev.codexbar.test.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every way of running programs promises beyond the rules of {@code ProcessRunnerContract} in the testkit, which
 * is the suite for these rules: unusual programs, races, leftovers of every kind. The long form,
 * {@code -Dcodexbar.long=true}, repeats what is repeated as often as the promise was measured.
 */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
public abstract class ProcessPromises {

    /** For a busy machine, and less than the programs would run by themselves. */
    private static final Duration SOON = Duration.ofSeconds(50);

    /** The time between two signals is short and fixed: on a busy machine a program may not use it once, or twice. */
    private static final int ATTEMPTS = 5;

    @TempDir
    protected Path folder;

    protected abstract ProcessRunner runner();

    protected abstract boolean isTerminal();

    /** Makes a request for this way. */
    protected final ProcessRequest.Builder request(String executable, String... arguments) {
        ProcessRequest.Builder request =
                ProcessRequest.builder(executable, arguments).timeLimit(SOON);
        return isTerminal() ? request.terminal(TerminalSize.DEFAULT) : request;
    }

    protected final ProcessRequest.Builder shell(String script, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-c", script, "sh"));
        all.addAll(Arrays.asList(arguments));
        return request("sh", all.toArray(String[]::new));
    }

    protected final ProcessResult run(ProcessRequest.Builder request) throws IOException, InterruptedException {
        return runner().run(request.build());
    }

    /** Tells whether a process whose id a child wrote to a file is gone. */
    protected final boolean isGone(Path pidFile) throws IOException {
        assertTrue(Await.holds(SOON, () -> !content(pidFile).isBlank()), "no id in " + pidFile);
        long pid = Long.parseLong(content(pidFile).strip());
        return Await.holds(Duration.ofSeconds(2), () -> !Processes.isAlive(pid));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException absent) {
            return "";
        }
    }

    private static void assertReason(Reason reason, Callable<?> run) {
        ProcessStartException thrown = assertThrows(ProcessStartException.class, run::call);
        assertEquals(reason, thrown.reason(), thrown.getMessage());
    }

    // ---- Exit

    @Test
    void tellsTheSignalThatEndedIt() throws Exception {
        assertEquals(OptionalInt.of(128 + 9), run(shell("kill -KILL $$")).exitCode());
        assertEquals(OptionalInt.of(128 + 15), run(shell("kill -TERM $$")).exitCode());
    }

    @Test
    void seesAProgramThatClosesItsOutputAndGoesOn() throws Exception {
        ProcessResult result = run(shell("echo said; exec <&- >&- 2>&-; sleep 0.3; exit 7"));

        assertEquals(OptionalInt.of(7), result.exitCode());
        assertEquals("said", result.text().strip());
    }

    @Test
    void handsArgumentsOverAsTheyAre() throws Exception {
        ProcessResult result = run(shell("for a; do echo \"[$a]\"; done", "", "a b", "$HOME", "\"'\\", "\u00FC\u4E2D"));

        assertEquals(
                "[]\n[a b]\n[$HOME]\n[\"'\\]\n[\u00FC\u4E2D]", result.text().strip());
    }

    // ---- Start failures

    @Test
    void tellsWhatIsNotFound() {
        assertReason(Reason.NOT_FOUND, () -> run(request("codexbar-no-such-program")));
        assertReason(Reason.NOT_FOUND, () -> run(request(folder.resolve("none").toString())));
    }

    @Test
    void neverLooksInTheCurrentDirectory() {
        assertReason(Reason.NOT_FOUND, () -> run(request("pom.xml")));
    }

    @Test
    void tellsThatAnInterpreterIsMissing() throws Exception {
        assertReason(Reason.NOT_EXECUTABLE, () -> run(request(script("#!/no/such/interpreter\n"))));
        assertReason(Reason.NOT_EXECUTABLE, () -> run(request(script("#!/bin/sh\r\necho hello\r\n"))));
    }

    @Test
    void runsScripts() throws Exception {
        assertEquals(
                "hello", run(request(script("#!/bin/sh\necho hello\n"))).text().strip());
        assertEquals("hello", run(request(script("echo hello\n"))).text().strip());
    }

    private String script(String content) throws IOException {
        // Written by a child: a descriptor that a fork in another thread inherits would make it "busy".
        Path source = Files.writeString(Files.createTempFile(folder, "script", ".txt"), content);
        Path script = source.resolveSibling(source.getFileName() + ".run");
        try {
            Process copy = new ProcessBuilder("cp", source.toString(), script.toString()).start();
            assertEquals(0, copy.waitFor());
        } catch (InterruptedException never) {
            throw new IOException(never);
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    @Test
    void tellsThatTheWorkingDirectoryIsMissing() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertReason(
                Reason.NO_WORKING_DIRECTORY, () -> run(shell("echo hello").workingDirectory(folder.resolve("none"))));
        assertReason(Reason.NO_WORKING_DIRECTORY, () -> run(shell("echo hello").workingDirectory(file)));
    }

    @Test
    void tellsThatAnArgumentOrAVariableIsTooLarge() throws Exception {
        assumeTrue(OperatingSystem.LINUX);
        String large = "x".repeat(128 << 10);

        assertReason(Reason.TOO_LARGE, () -> run(shell("echo hello", large)));
        assertReason(Reason.TOO_LARGE, () -> run(shell("echo hello").environment("LARGE", large)));
        assertEquals(
                "131000", run(shell("echo ${#1}", "x".repeat(131_000))).text().strip());
    }

    @Test
    void tellsThatAllArgumentsAreTooLarge() {
        String[] many = new String[64];
        Arrays.fill(many, "x".repeat(100_000));

        assertReason(Reason.TOO_LARGE, () -> run(shell("echo hello", many)));
    }

    // ---- Limits

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec sleep 60",
                "echo said; exec sleep 60",
                "while :; do printf '\\r|'; sleep 0.02; done",
                "sleep 60 & sleep 60 & wait",
                "(trap '' TERM HUP; exec sleep 60) & wait",
                "trap '' TERM HUP; while :; do sleep 0.05; done",
                "kill -STOP $$",
                "(trap '' TERM HUP; while :; do echo flood; done)",
            })
    void endsAtTheTimeLimit(String script) throws Exception {
        ProcessResult result =
                run(shell(script).timeLimit(Duration.ofMillis(300)).outputLimit(Integer.MAX_VALUE / 2));

        assertEquals(Ending.TIMED_OUT, result.ending());
        assertEquals(OptionalInt.empty(), result.exitCode());
    }

    @Test
    void givesAProgramTimeToTidyUp() throws Exception {
        Path tidied = folder.resolve("tidied");
        for (int attempt = 0; attempt < ATTEMPTS && content(tidied).isBlank(); attempt++) {
            ProcessResult result = run(shell(
                            "trap 'sleep 0.05; echo yes > \"$1\"; exit 0' TERM; echo ready; "
                                    + "while :; do sleep 0.01; done",
                            tidied.toString())
                    .timeLimit(Duration.ofMillis(400)));
            assertEquals(Ending.TIMED_OUT, result.ending());
        }
        assertEquals("yes", content(tidied).strip());
    }

    @Test
    void countsIdleTimeFromTheLatestByte() throws Exception {
        ProcessResult result = run(shell("for i in 1 2 3 4 5; do echo $i; sleep 0.4; done; exec sleep 60")
                .idleLimit(Duration.ofMillis(1500)));

        assertEquals(Ending.IDLE, result.ending());
        assertEquals("1\n2\n3\n4\n5", result.text().strip());
    }

    @Test
    void doesNotCallSilenceIdle() throws Exception {
        ProcessResult late = run(shell("sleep 1; echo late").idleLimit(Duration.ofMillis(900)));
        ProcessResult silent =
                run(shell("exec sleep 60").idleLimit(Duration.ofMillis(50)).timeLimit(Duration.ofMillis(300)));

        assertEquals(Ending.EXITED, late.ending());
        assertEquals("late", late.text().strip());
        assertEquals(Ending.TIMED_OUT, silent.ending());
    }

    @Test
    void stopsAsSoonAsTheAnswerIsComplete() throws Exception {
        ProcessResult result =
                run(shell("echo one; sleep 0.05; echo two; exec sleep 60").stopWhen(text -> text.contains("two")));

        assertEquals(Ending.SATISFIED, result.ending());
        assertEquals("one\ntwo", result.text().strip());
    }

    @Test
    void asksThePredicateAgainForThePieceThatCameWhileItRested() throws Exception {
        ProcessResult result =
                run(shell("printf one; printf two; exec sleep 60").stopWhen(text -> {
                    sleepless(Duration.ofMillis(20));
                    return text.contains("two");
                }));

        assertEquals(Ending.SATISFIED, result.ending());
    }

    private static void sleepless(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void asksThePredicateRarelyInATorrent() throws Exception {
        long[] asked = {0};
        ProcessResult result = run(shell("yes | head -c 2000000").stopWhen(text -> {
            asked[0]++;
            return false;
        }));

        assertEquals(Ending.EXITED, result.ending());
        assertTrue(asked[0] < result.duration().toMillis() / 2 + 2, asked[0] + " times in " + result.duration());
    }

    @Test
    void tellsThatAnOutputWasCutEvenIfTheProgramEnded() throws Exception {
        assertEquals(Ending.OUTPUT_LIMIT, run(shell("echo four").outputLimit(3)).ending());
        int length = isTerminal() ? 6 : 5;
        assertEquals(Ending.EXITED, run(shell("echo four").outputLimit(length)).ending());
    }

    @Test
    void readsALargeOutputToItsEnd() throws Exception {
        int size = LongForm.times(5_000_000, 100_000_000);
        ProcessResult result = run(shell("head -c " + size + " /dev/zero | tr '\\0' x")
                .outputLimit(size + 1)
                .timeLimit(Duration.ofMinutes(2)));

        assertEquals(Ending.EXITED, result.ending());
        assertEquals(size, result.standardOutput().length);
    }

    @Test
    void keepsBytesThatAreSplitAnywhere() throws Exception {
        for (int cut = 1; cut < 10; cut++) {
            ProcessResult result = run(shell(
                    "text='a\u00FC\u4E2D\uD83D\uDE00b'; printf %s \"$text\" | head -c $1; sleep 0.01; printf %s \"$text\" | tail -c +$(($1 + 1))",
                    Integer.toString(cut)));

            assertEquals("a\u00FC\u4E2D\uD83D\uDE00b", result.text().strip(), "cut at " + cut);
        }
    }

    // ---- Input and dialogue

    @Test
    void isNotHeldUpByAProgramThatDoesNotRead() throws Exception {
        ProcessResult result =
                run(shell("echo said; exit 3").standardInput(new byte[isTerminal() ? 200_000 : 5_000_000]));

        assertEquals(OptionalInt.of(3), result.exitCode());
    }

    @Test
    void endsAProgramThatDoesNotRead() throws Exception {
        ProcessResult result =
                run(shell("exec sleep 60").standardInput(new byte[5_000_000]).timeLimit(Duration.ofMillis(300)));

        assertEquals(Ending.TIMED_OUT, result.ending());
    }

    /** Asks a question after each line that ends in a question mark, until the program says "bye". */
    private static final class Questions implements ProcessDialogue {

        private final StringBuilder heard = new StringBuilder();
        private int answers;

        @Override
        public byte[] reply(byte[] output) {
            heard.append(new String(output, UTF_8));
            long questions = heard.chars().filter(c -> c == '?').count();
            if (questions == answers) {
                return new byte[0];
            }
            answers++;
            return ("answer" + answers + "\n").getBytes(UTF_8);
        }

        @Override
        public boolean isComplete() {
            return heard.indexOf("bye") >= 0;
        }
    }

    @Test
    void talksWithAProgram() throws Exception {
        Questions questions = new Questions();
        ProcessResult result =
                run(shell("echo 'one?'; read a; echo 'two?'; read b; echo \"$a $b\"; echo bye; exec sleep 60")
                        .dialogue(questions));

        assertEquals(Ending.SATISFIED, result.ending());
        assertTrue(result.text().contains("answer1 answer2"), result.text());
    }

    /** Is complete some time after the first output. */
    private static final class Impatient implements ProcessDialogue {

        private long completeAt;

        @Override
        public byte[] reply(byte[] output) {
            if (output.length > 0 && completeAt == 0) {
                completeAt = System.nanoTime() + Duration.ofMillis(50).toNanos();
            }
            return new byte[0];
        }

        @Override
        public boolean isComplete() {
            return completeAt != 0 && System.nanoTime() - completeAt >= 0;
        }

        @Override
        public Optional<Duration> askAgainAfter() {
            return completeAt == 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(Math.max(0, completeAt - System.nanoTime())));
        }
    }

    @Test
    void asksADialogueAgainThoughTheProgramIsSilent() throws Exception {
        ProcessResult result = run(shell("echo said; exec sleep 60").dialogue(new Impatient()));

        assertEquals(Ending.SATISFIED, result.ending());
    }

    @Test
    void letsADialogueHearAllThatAProgramSaidBeforeItsExit() throws Exception {
        for (int round = 0; round < 20; round++) {
            Questions questions = new Questions();
            ProcessResult result = run(shell("echo hello; echo good bye").dialogue(questions));

            assertTrue(questions.isComplete(), result.toString());
        }
    }

    @Test
    void letsExceptionsOfTheCallerThroughAndKills() throws Exception {
        Path pid = folder.resolve("pid");
        RuntimeException fault = new IllegalStateException("mine");
        String script = "echo $$ > \"$1\"; echo said; exec sleep 60";

        assertSame(
                fault,
                assertThrows(
                        RuntimeException.class,
                        () -> run(shell(script, pid.toString()).stopWhen(text -> {
                            throw fault;
                        }))));
        assertTrue(isGone(pid));
        assertSame(
                fault,
                assertThrows(
                        RuntimeException.class,
                        () -> run(shell(script, pid.toString()).dialogue(new ProcessDialogue() {
                            @Override
                            public byte[] reply(byte[] output) {
                                if (output.length > 0) {
                                    throw fault;
                                }
                                return output;
                            }

                            @Override
                            public boolean isComplete() {
                                return false;
                            }
                        }))));
        assertTrue(isGone(pid));
    }

    // ---- A gentle end

    /** Reads to the end of its input, takes a while to finish, and is killed by the first signal. */
    private static final String FINISHES = "echo ready; cat > /dev/null; sleep 0.2; echo yes > \"$1\"; echo finished";

    private ProcessRequest.Builder finishing(Path finished) {
        return shell(FINISHES, finished.toString()).closeInputFirst(Duration.ofSeconds(8));
    }

    @Test
    void letsAProgramFinishAfterTheAnswer() throws Exception {
        Path finished = folder.resolve("finished");
        ProcessResult result = run(finishing(finished).stopWhen(text -> text.contains("ready")));

        assertEquals(Ending.SATISFIED, result.ending());
        assertEquals("yes", content(finished).strip());
        assertFalse(result.text().contains("finished"), "what comes after the answer does not belong to it");
    }

    @Test
    void letsAProgramFinishBeforeTheTimeLimitAndKeepsItsOutput() throws Exception {
        Path finished = folder.resolve("finished");
        ProcessResult result = run(finishing(finished).timeLimit(Duration.ofSeconds(5)));

        assertEquals(Ending.TIMED_OUT, result.ending());
        assertEquals("yes", content(finished).strip());
        assertEquals("ready\nfinished", result.text().strip());
    }

    @Test
    void letsAProgramFinishAfterTheIdleLimit() throws Exception {
        Path finished = folder.resolve("finished");
        ProcessResult result = run(finishing(finished).idleLimit(Duration.ofMillis(50)));

        assertEquals(Ending.IDLE, result.ending());
        assertEquals("yes", content(finished).strip());
    }

    @Test
    void letsAProgramFinishWhenADialogueFails() {
        Path finished = folder.resolve("finished");
        RuntimeException fault = new IllegalStateException("mine");

        assertSame(
                fault,
                assertThrows(
                        RuntimeException.class,
                        () -> run(finishing(finished).stopWhen(text -> {
                            throw fault;
                        }))));
        assertEquals("yes", content(finished).strip());
    }

    @Test
    void hearsTheLastWordsOfAProgramThatExitsAtTheEndOfItsInput() throws Exception {
        Questions questions = new Questions();
        ProcessResult result = run(shell("echo hello; cat > /dev/null; echo good bye")
                .dialogue(questions)
                .idleLimit(Duration.ofMillis(50))
                .closeInputFirst(Duration.ofSeconds(8)));

        assertEquals(Ending.SATISFIED, result.ending());
        assertTrue(result.text().contains("good bye"), result.text());
    }

    @Test
    void signalsAProgramThatDoesNotHeedTheEndOfItsInput() throws Exception {
        Path tidied = folder.resolve("tidied");
        for (int attempt = 0; attempt < ATTEMPTS && content(tidied).isBlank(); attempt++) {
            ProcessResult result = run(shell(
                            "trap 'echo yes > \"$1\"; exit 0' TERM; echo ready; while :; do sleep 0.01; done",
                            tidied.toString())
                    .stopWhen(text -> text.contains("ready"))
                    .closeInputFirst(Duration.ofMillis(100)));
            assertEquals(Ending.SATISFIED, result.ending());
            assertTrue(result.duration().compareTo(Duration.ofMillis(100)) >= 0, result.toString());
        }
        assertEquals("yes", content(tidied).strip());
    }

    @Test
    void givesAGracePeriodHalfOfAShortTimeLimit() throws Exception {
        ProcessResult result = run(shell("sleep 0.3; echo late; exec sleep 60")
                .stopWhen(text -> text.contains("late"))
                .timeLimit(Duration.ofSeconds(2))
                .closeInputFirst(Duration.ofHours(1)));

        assertEquals(Ending.SATISFIED, result.ending());
        assertTrue(result.duration().compareTo(Duration.ofSeconds(1)) >= 0, result.toString());
    }

    @Test
    void killsWhatAProgramLeavesWhenItExitsGently() throws Exception {
        Path left = folder.resolve("left");
        ProcessResult result = run(shell(
                        "(trap '' TERM HUP; exec sleep 60) & echo $! > \"$1\"; echo ready; cat > /dev/null",
                        left.toString())
                .stopWhen(text -> text.contains("ready"))
                .closeInputFirst(Duration.ofSeconds(8)));

        assertEquals(Ending.SATISFIED, result.ending());
        assertTrue(isGone(left));
    }

    @Test
    void endsGentlyInTheMiddleOfALine() throws Exception {
        Path finished = folder.resolve("finished");
        ProcessResult result = run(finishing(finished)
                .standardInput("half a line".getBytes(UTF_8))
                .stopWhen(text -> text.contains("ready")));

        assertEquals(Ending.SATISFIED, result.ending());
        assertEquals("yes", content(finished).strip());
    }

    // ---- Interruption

    @Test
    void doesNotStartForAnInterruptedThread() throws Exception {
        Path ran = folder.resolve("ran");
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> run(shell("echo yes > \"$1\"", ran.toString())));
        assertFalse(Thread.interrupted());
        assertFalse(Files.exists(ran));
    }

    @Test
    void standsAnInterruptAtAnyMoment() throws Exception {
        for (int round = 0; round < LongForm.times(40, 400); round++) {
            CountDownLatch started = new CountDownLatch(1);
            AtomicReference<Throwable> wrong = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                started.countDown();
                try {
                    run(shell("exec sleep 60"));
                    wrong.set(new AssertionError("ended by itself"));
                } catch (InterruptedException expected) {
                    // As it should be.
                } catch (IOException | RuntimeException thrown) {
                    wrong.set(thrown);
                }
            });
            caller.start();
            started.await();
            TimeUnit.MICROSECONDS.sleep((long) round * LongForm.times(250, 25));
            caller.interrupt();
            caller.join(5000);

            assertFalse(caller.isAlive(), "round " + round);
            if (wrong.get() != null) {
                throw new AssertionError("round " + round, wrong.get());
            }
        }
    }

    // ---- Survivors

    @Test
    void killsWhatAProgramLeavesBehind() throws Exception {
        Path orphan = folder.resolve("orphan");
        Path stubborn = folder.resolve("stubborn");
        ProcessResult result = run(shell(
                "sleep 60 & echo $! > \"$1\"; sh -c 'trap \"\" TERM HUP; echo $$ > \"$1\"; exec sleep 60' sh \"$2\" & "
                        + "while [ ! -s \"$2\" ]; do sleep 0.01; done; echo said",
                orphan.toString(),
                stubborn.toString()));

        assertEquals(OptionalInt.of(0), result.exitCode());
        assertEquals("said", result.text().strip());
        assertTrue(isGone(orphan));
        assertTrue(isGone(stubborn));
    }

    @Test
    void findsWhatLeftTheSession() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")));
        Path left = folder.resolve("left");
        String script = "setsid sh -c 'trap \"\" TERM HUP; echo $$ > \"$1\"; sleep 60' sh \"$1\" & "
                + "while [ ! -s \"$1\" ]; do sleep 0.01; done; echo said;";

        assertEquals(Ending.EXITED, run(shell(script, left.toString())).ending());
        assertTrue(isGone(left));
        Files.delete(left);
        assertEquals(
                Ending.SATISFIED,
                run(shell(script + " wait", left.toString()).stopWhen(text -> text.contains("said")))
                        .ending());
        assertTrue(isGone(left));
        Files.delete(left);
        // A busy machine may need longer to get that far.
        for (Duration limit = Duration.ofMillis(400); content(left).isBlank(); limit = limit.multipliedBy(4)) {
            assertEquals(
                    Ending.TIMED_OUT,
                    run(shell(script + " wait", left.toString()).timeLimit(limit))
                            .ending());
        }
        assertTrue(isGone(left));
    }

    @Test
    void findsWhatCleanedItsEnvironment() throws Exception {
        assumeTrue(OperatingSystem.LINUX);
        Path cleaned = folder.resolve("cleaned");
        ProcessResult result = run(shell(
                "env -i sh -c 'trap \"\" HUP; echo $$ > \"$1\"; exec sleep 60' sh \"$1\" & while [ ! -s \"$1\" ]; do sleep 0.01; done",
                cleaned.toString()));

        assertEquals(Ending.EXITED, result.ending());
        assertTrue(isGone(cleaned));
    }

    @Test
    void leavesStrangersAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            run(shell("sleep 60 & echo said"));
            run(shell("exec sleep 60").timeLimit(Duration.ofMillis(100)));

            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    // ---- Many

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    @Timeout(3600) // The long form runs 12,000 programs, on a machine that may be busy.
    void neverLosesOutputAtAQuickExit(int threads) throws Exception {
        int rounds = LongForm.times(8, 2000);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int size : new int[] {0, 1, 100, 4095, 4096, 60_000}) {
                List<Future<Integer>> lengths = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    lengths.add(pool.submit(() -> {
                        ProcessResult result = run(request("head", "-c", Integer.toString(size), "/dev/zero"));
                        assertEquals(OptionalInt.of(0), result.exitCode(), result::toString);
                        return result.standardOutput().length;
                    }));
                }
                for (Future<Integer> length : lengths) {
                    assertEquals(size, length.get());
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void runsManyAtOnce() throws Exception {
        int many = 64;
        ExecutorService pool = Executors.newFixedThreadPool(many);
        try {
            List<Future<ProcessResult>> results = new ArrayList<>();
            for (int number = 0; number < many; number++) {
                int code = number;
                results.add(pool.submit(() -> run(shell("echo " + code + "; sleep 0.3; exit " + code))));
            }
            for (int number = 0; number < many; number++) {
                ProcessResult result = results.get(number).get();
                assertEquals(OptionalInt.of(number), result.exitCode());
                assertEquals(Integer.toString(number), result.text().strip());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void leavesNoThreadDescriptorOrZombie() throws Exception {
        assumeTrue(OperatingSystem.LINUX);
        for (int round = 0; round < 20; round++) {
            mixedRun(round);
        }
        awaitOwnThreadsGone();
        long descriptors = descriptors();

        for (int round = 0; round < LongForm.times(100, 2000); round++) {
            mixedRun(round);
        }

        awaitOwnThreadsGone();
        assertTrue(
                Await.holds(SOON, () -> descriptors() <= descriptors + 2),
                () -> descriptors + " descriptors became " + descriptors());
        assertTrue(Await.holds(SOON, () -> zombies() == 0), () -> zombies() + " zombies");
    }

    private void mixedRun(int round) throws IOException, InterruptedException {
        switch (round % 5) {
            case 0 -> assertEnds(Ending.EXITED, shell("echo said; echo wrong >&2"));
            case 1 ->
                assertEnds(Ending.SATISFIED, shell("echo said; exec sleep 60").stopWhen(text -> text.contains("said")));
            case 2 -> {
                try {
                    assertEnds(Ending.TIMED_OUT, shell("exec sleep 60").timeLimit(Duration.ofMillis(15)));
                } catch (ProcessStartException late) {
                    // A busy machine has not even made a terminal by then; that must leave nothing behind either.
                    assertEquals(Reason.FAILED, late.reason());
                }
            }
            case 3 -> assertEnds(Ending.EXITED, shell("sleep 60 & echo said").standardInput("input\n".getBytes(UTF_8)));
            default -> assertReason(Reason.NOT_FOUND, () -> run(request("codexbar-no-such-program")));
        }
    }

    private void assertEnds(Ending ending, ProcessRequest.Builder request) throws IOException, InterruptedException {
        ProcessResult result = run(request);
        assertEquals(ending, result.ending(), result::toString);
    }

    private static void awaitOwnThreadsGone() {
        assertTrue(Await.holds(SOON, () -> ownThreads().isEmpty()), () -> "threads: " + ownThreads());
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("codexbar-") || name.startsWith("PtyProcess Reaper"))
                // Threads of providers that never return, from other tests in this JVM: no program is run by them.
                .filter(name -> !name.startsWith("codexbar-load ") && !name.startsWith("codexbar-fetch "))
                .toList();
    }

    private static long descriptors() {
        String[] names = Path.of("/proc/self/fd").toFile().list();
        return names == null ? -1 : names.length;
    }

    private static long zombies() {
        String[] names = Path.of("/proc").toFile().list();
        long own = ProcessHandle.current().pid();
        return names == null
                ? 0
                : Arrays.stream(names)
                        .filter(name -> content(Path.of("/proc", name, "stat")).contains(") Z " + own + " "))
                        .count();
    }

    @Test
    void doesNotPinVirtualThreads() throws Exception {
        ExecutorService virtual = virtualThreads();
        assumeTrue(virtual != null, "virtual threads need JDK 21");
        try {
            List<Future<ProcessResult>> hung = new ArrayList<>();
            for (int number = 0; number < 100; number++) {
                hung.add(virtual.submit(
                        () -> run(shell("echo said; exec sleep 60").timeLimit(Duration.ofSeconds(50)))));
            }
            for (int round = 0; round < 20; round++) {
                virtual.submit(() -> null).get();
            }
            // Unrelated threads ran although all of these hang; pinned, they would have run after them.
            assertTrue(hung.stream().noneMatch(Future::isDone));
        } finally {
            // Interrupts them, which ends their programs.
            virtual.shutdownNow();
            assertTrue(virtual.awaitTermination(50, TimeUnit.SECONDS));
        }
    }

    /** Virtual threads are asked for by name, because the tests are compiled for Java 17. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException older) {
            return null;
        }
    }

    @Test
    void namesTheWayItRan() throws Exception {
        assertEquals(way(), run(shell("exit 0")).runner());
    }

    protected abstract String way();
}
