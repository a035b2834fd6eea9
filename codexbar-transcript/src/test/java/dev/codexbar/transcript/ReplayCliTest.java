package dev.codexbar.transcript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayCliTest {

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void printsToTheRightStreamAndExits() throws Exception {
        Process process = start(Replay.prints("out\n").thenExits(3));

        assertEquals("out\n", output(process));
        assertEquals(3, process.waitFor());
    }

    @Test
    void answersByItsArguments() throws Exception {
        ReplayCli.Builder cli = ReplayCli.builder("a tool's")
                .on(Replay.exits(2))
                .on(Replay.prints("v1"), "--version")
                .on(Replay.prints("u").toError(), "chat", "/usage now");
        Path launcher = cli.install(folder.resolve("it's here"));

        assertEquals("v1", output(run(launcher, "--version", "-q")));
        Process usage = run(launcher, "chat", "/usage now");
        assertEquals("", output(usage));
        assertEquals("u", text(usage.getErrorStream()));
        assertEquals(2, run(launcher, "chat", "/usage").waitFor());
    }

    @Test
    void complainsAboutArgumentsThatNothingIsSetFor() throws Exception {
        Process process = run(ReplayCli.builder("tool").on(Replay.exits(0), "a").install(folder), "b", "c");

        assertEquals(
                "no replay is set for the arguments [b, c]",
                text(process.getErrorStream()).strip());
        assertEquals(64, process.waitFor());
    }

    @Test
    void printsTheWholeTranscriptAndEndsAsItDid() throws Exception {
        Transcript greeting = Transcripts.load(ReplayCliTest.class, "transcripts/greeting.cast");
        Process process = start(Replay.of(greeting).onlyInPipes());

        assertArrayEquals(greeting.output(), process.getInputStream().readAllBytes());
        assertEquals(3, process.waitFor());
    }

    /** Without the pause, it would have ended long before another replay has started, printed and ended. */
    @Test
    void keepsThePausesOfTheTranscript() throws Exception {
        Transcript pausing = Transcript.parse(
                "pausing.cast",
                "{\"version\": 2, \"width\": 80, \"height\": 24}\n[0, \"o\", \"a\"]\n[3600, \"o\", \"b\"]\n"
                        .getBytes(StandardCharsets.UTF_8));
        Process process =
                run(ReplayCli.builder("pausing").on(Replay.of(pausing)).install(folder));
        assertEquals('a', process.getInputStream().read());

        assertEquals("ab", output(start(Replay.of(pausing).atOnce())));

        assertTrue(process.isAlive());
        assertEquals(0, process.getInputStream().available());
    }

    @Test
    void waitsForItsInput() throws Exception {
        Process process = start(Replay.of(Transcripts.load(ReplayCliTest.class, "transcripts/prompt.cast"))
                .atOnce());
        assertEquals("name? ", new String(process.getInputStream().readNBytes(6), StandardCharsets.UTF_8));

        process.outputWriter().append("Bob\n").flush();

        assertEquals("hello\n", output(process));
        assertEquals("a warning\n", text(process.getErrorStream()));
    }

    @Test
    void printsNothingWithoutATerminalIfSoTold() throws Exception {
        assertEquals("", output(start(Replay.prints("x").onlyInTerminal())));
        assertEquals("x", output(start(Replay.prints("x").onlyInPipes())));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void knowsARealTerminal() throws Exception {
        Path script = Path.of("/usr/bin/script");
        Assumptions.assumeTrue(Files.isExecutable(script), "no script(1) to make a terminal with");
        Path cli = ReplayCli.builder("tool")
                .on(Replay.prints("a\r\nb\n").onlyInTerminal().thenExits(5))
                .install(folder);
        Process process = run(script, "-qec", "'" + cli + "'", "/dev/null");

        assertEquals("a\r\nb\r\n", output(process));
        assertEquals(5, process.waitFor());
    }

    @Test
    void floodsAndLingers() throws Exception {
        Process process = start(Replay.prints("x").thenFloods(100_000).thenLingers(Duration.ofMillis(10)));

        assertEquals(100_001, process.getInputStream().readAllBytes().length);
        assertEquals(0, process.waitFor());
    }

    @Test
    void hangsUntilKilled() throws Exception {
        Process process = start(Replay.prints("x").thenHangs());
        assertEquals('x', process.getInputStream().read());

        assertTrue(process.isAlive());
        process.toHandle().destroyForcibly();

        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ignoresSignalsIfSoTold() throws Exception {
        Process process = start(Replay.prints("x").thenFloods(Long.MAX_VALUE).ignoringSignals());
        InputStream output = process.getInputStream();
        assertEquals('x', output.read());

        process.toHandle().destroy();

        // More than was on its way when the signal came.
        output.skipNBytes(4 << 20);
        assertTrue(process.isAlive());
    }

    @Test
    void forksAChildThatHoldsTheOutput() throws Exception {
        Process process = start(Replay.prints("x").forkingChild().thenHangs());
        assertEquals('x', process.getInputStream().read());
        List<ProcessHandle> children = process.descendants().toList();
        assertFalse(children.isEmpty());

        children.forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        assertEquals(-1, process.getInputStream().read());
    }

    @Test
    void playsATranscriptWithoutALauncherAndWithoutAnythingButTheJdk() throws Exception {
        Path transcript = Files.writeString(folder.resolve("x.txt"), "plain");
        Path classes = Path.of(ReplayCli.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");

        Process process = run(java, "-cp", classes.toString(), ReplayCli.class.getName(), transcript.toString(), "arg");

        assertEquals("plain", output(process));
        assertEquals("", text(process.getErrorStream()));
    }

    @Test
    void printsNothingAboutOptionsOfEachJvm() throws Exception {
        Path launcher = ReplayCli.builder("tool").on(Replay.prints("plain")).install(folder);
        ProcessBuilder builder = new ProcessBuilder(launcher.toString()).redirectErrorStream(true);
        JavaCommand.OPTION_VARIABLES.forEach(name -> builder.environment().put(name, "-Dcodexbar.test=1"));
        Process process = builder.start();
        started.add(process);

        assertEquals("plain", output(process));
    }

    @Test
    void refusesWhatCannotBeWritten() {
        assertThrows(IllegalArgumentException.class, () -> ReplayCli.builder("a/b"));
        assertThrows(IllegalArgumentException.class, () -> ReplayCli.builder(""));
        ReplayCli.Builder cli = ReplayCli.builder("tool");
        assertThrows(IllegalArgumentException.class, () -> cli.on(Replay.exits(0), "a\nb"));
        assertThrows(IllegalArgumentException.class, () -> Replay.exits(0).atSpeed(0));
    }

    private Process start(Replay replay) throws IOException {
        return run(ReplayCli.builder("tool").on(replay).install(folder));
    }

    private Process run(Path executable, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = JavaCommand.builder(command).start();
        started.add(process);
        return process;
    }

    private static String output(Process process) throws IOException {
        return text(process.getInputStream());
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
