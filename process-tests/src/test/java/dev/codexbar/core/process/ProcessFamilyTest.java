package dev.codexbar.core.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.test.Await;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Finding what a program started on systems without {@code /proc}, tried on all that have a shell. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ProcessFamilyTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Starts a child that outlives it, prints its pid, and exits after a line of input. */
    private static final String LEADER = "sleep 60 < /dev/null > /dev/null 2>&1 & echo $!; read answer; exit 7";

    /** Exits as soon as it has printed the pid of its child, which has closed the output. */
    private static final String QUICK = "sleep 60 < /dev/null > /dev/null 2>&1 & echo $!";

    private static ProcessRequest request(String script) {
        return ProcessRequest.builder("/bin/sh", "-c", script).timeLimit(SOON).build();
    }

    private static ProcessResult run(ProcessSpawner spawner, String script) throws Exception {
        return ProcessLife.of(spawner, request(script), (leader, mark) -> new DescendantFamily(leader));
    }

    private static boolean isGone(String id) {
        long pid = Long.parseLong(id.strip());
        // To the JDK a zombie is alive, but it has no command any more.
        return Await.holds(
                Duration.ofSeconds(5),
                () -> ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .flatMap(process -> process.info().command())
                        .isEmpty());
    }

    @Test
    void killsAnOrphanThatWasSeenWhileTheProgramRan() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", LEADER).start();
        ProcessFamily family = new DescendantFamily(new PipeSpawner.Piped(process, false));
        String child = process.inputReader(StandardCharsets.US_ASCII).readLine();

        long later = System.nanoTime() + SOON.toNanos();
        assertTrue(family.watch(later, later, Long.MAX_VALUE) - later < SOON.toNanos());
        process.outputWriter(StandardCharsets.US_ASCII).append("go\n").close();
        assertEquals(7, process.waitFor());

        assertFalse(family.kill());
        assertTrue(isGone(child));
    }

    @Test
    void killsAnOrphanOfItsGroupThatWasNeverSeen() throws Exception {
        assumeTrue(OperatingSystem.LINUX, "with pipes, programs lead groups on Linux only");
        Process process = new ProcessBuilder("setsid", "/bin/sh", "-c", QUICK).start();
        String child = process.inputReader(StandardCharsets.US_ASCII).readLine();
        assertEquals(0, process.waitFor());
        ProcessFamily family = new DescendantFamily(new PipeSpawner.Piped(process, true));

        assertFalse(family.kill());
        assertTrue(Await.holds(SOON, () -> !family.living().isEmpty()));
        assertFalse(family.kill());
        assertTrue(isGone(child));
    }

    @Test
    void leavesAGroupAloneThatWasEmptyOnce() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
        process.waitFor();
        ProcessFamily family = new DescendantFamily(new PipeSpawner.Piped(process, true));

        assertTrue(Await.holds(SOON, family::isGone));
        assertTrue(family.kill());
        assertFalse(family.isSearching());
    }

    @Test
    void looksAroundWhileAProgramIsSilent() throws Exception {
        ProcessResult result = run(new Loners(), QUICK + "; sleep 2; exit 7");

        assertEquals(7, result.exitCode().orElseThrow());
        assertTrue(isGone(result.text()));
    }

    @Test
    void leavesNothingOfAGroupAtAQuickExit() throws Exception {
        assumeTrue(OperatingSystem.LINUX, "with pipes, programs lead groups on Linux only");
        ProcessResult result = run(new PipeSpawner(), QUICK);

        assertEquals(0, result.exitCode().orElseThrow());
        assertTrue(isGone(result.text()));
    }

    @Test
    void endsWithTheInterruptOfAStart() {
        ProcessSpawner interrupted = new Loners() {
            @Override
            public SpawnedProcess spawn(ProcessRequest request) throws IOException {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("while it started");
            }
        };

        assertThrows(
                InterruptedException.class,
                () -> ProcessRunners.using(interrupted).run(request("exit 0")));
        assertFalse(Thread.interrupted());
    }

    /** Programs that lead no group of their own, as with pipes on macOS. */
    private static class Loners implements ProcessSpawner {

        @Override
        public String name() {
            return "loners";
        }

        @Override
        public boolean isTerminal() {
            return false;
        }

        @Override
        public SpawnedProcess spawn(ProcessRequest request) throws IOException {
            List<String> command = new ArrayList<>(request.arguments());
            command.add(0, request.executable());
            return new PipeSpawner.Piped(new ProcessBuilder(command).start(), false);
        }
    }

    @Test
    void killsAProgramThatNobodyCanLookAfter() throws Exception {
        List<Process> started = new ArrayList<>();
        ProcessSpawner keeping = new Loners() {
            @Override
            public SpawnedProcess spawn(ProcessRequest request) throws IOException {
                Process process = new ProcessBuilder("sleep", "60").start();
                started.add(process);
                return new PipeSpawner.Piped(process, false);
            }
        };

        assertThrows(
                IllegalStateException.class,
                () -> ProcessLife.of(keeping, request("exit 0"), (leader, mark) -> {
                    throw new IllegalStateException("no family");
                }));
        assertTrue(started.get(0).waitFor(20, TimeUnit.SECONDS));
    }
}
