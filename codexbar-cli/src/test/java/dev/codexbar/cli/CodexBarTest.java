package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.transcript.Replay;
import dev.codexbar.transcript.ReplayCli;
import dev.codexbar.transcript.Transcript;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real command in a JVM of its own, with a replayed {@code kiro-cli} on PATH. */
@Timeout(60)
class CodexBarTest {

    private static final String EMAIL = "person@example.com";

    @TempDir
    Path folder;

    private record Run(int code, String out, String err) {

        UsageReport report() throws IOException {
            PublishedContract.usage().accepts(out);
            List<UsageReport> reports = UsageJson.read(out);
            assertEquals(1, reports.size(), out);
            assertEquals(code, PublishedContract.code(out), out);
            assertEquals("", err);
            return reports.get(0);
        }

        UsageSnapshot snapshot() throws IOException {
            return report().snapshot().orElseThrow(() -> new AssertionError(out));
        }
    }

    private Process start(String... arguments) throws IOException {
        return start(CodexBar.class, arguments);
    }

    private Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Djava.io.tmpdir=" + temporary(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", bin() + File.pathSeparator + "/usr/bin" + File.pathSeparator + "/bin");
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("KIRO_CLI_PATH");
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        return builder.start();
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    private Path bin() {
        return folder.resolve("bin");
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        process.getOutputStream().close();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS), "the command does not end");
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), read("out"), read("err"));
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
    }

    private void install(Replay chat) throws IOException {
        ReplayCli.builder("kiro-cli")
                .on(Replay.prints("kiro-cli 2.11.0\n"), "--version")
                .on(Replay.prints("Logged in with Builder ID\n\nEmail: " + EMAIL + "\n"), "whoami")
                .on(chat, "chat")
                .on(Replay.exits(2), "acp")
                .install(bin());
    }

    private static Replay transcript(String name) throws IOException {
        URL file = CodexBarTest.class.getResource("/dev/codexbar/provider/kiro/transcripts/usage/" + name + ".txt");
        try {
            return Replay.of(Transcript.read(
                            Path.of(Objects.requireNonNull(file, name).toURI())))
                    .atOnce()
                    .onlyInTerminal();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Run ask() throws IOException, InterruptedException {
        return run("usage", "--provider", "kiro", "--json");
    }

    @Test
    void answersWithUsage() throws IOException, InterruptedException {
        install(transcript("2.11-pro-plus"));
        UsageSnapshot snapshot = ask().snapshot();
        assertTrue(snapshot.primary().isPresent());
        assertEquals(EMAIL, snapshot.identity().accountEmail().orElseThrow());
        assertEquals("2.11.0", snapshot.toolVersion().orElseThrow());
    }

    @Test
    void answersForAManagedPlanWithoutInventingNumbers() throws IOException, InterruptedException {
        install(transcript("2.11-managed-plan"));
        UsageSnapshot snapshot = ask().snapshot();
        assertTrue(snapshot.primary().isEmpty());
        assertEquals("Q Developer Pro", snapshot.plan().orElseThrow());
    }

    @Test
    void answersWithABonus() throws IOException, InterruptedException {
        install(transcript("2.11-bonus"));
        assertTrue(ask().snapshot().secondary().isPresent());
    }

    @Test
    void answersWithOverage() throws IOException, InterruptedException {
        install(transcript("2.11-overages-enabled"));
        UsageSnapshot snapshot = ask().snapshot();
        assertTrue(snapshot.cost().isPresent());
        assertTrue(snapshot.primary().orElseThrow().atLeast());
    }

    @Test
    void saysThatTheToolIsNotInstalled() throws IOException, InterruptedException {
        Run run = ask();
        assertEquals(2, run.code());
        assertEquals(
                UsageException.Reason.NOT_INSTALLED,
                run.report().failure().orElseThrow().reason());
    }

    @Test
    void saysThatNobodyIsLoggedIn() throws IOException, InterruptedException {
        install(transcript("2.1-not-logged-in").thenExits(1));
        Run run = ask();
        assertEquals(1, run.code());
        UsageException failure = run.report().failure().orElseThrow();
        assertEquals(UsageException.Reason.NOT_LOGGED_IN, failure.reason());
        assertTrue(failure.nextStep().isPresent());
    }

    @Test
    void saysThatTheToolDidNotAnswerInTime() throws IOException, InterruptedException {
        install(Replay.hangs());
        Run run = run("usage", "--provider", "kiro", "--json", "--timeout", "3");
        assertEquals(4, run.code());
        assertEquals(
                UsageException.Reason.TIMED_OUT,
                run.report().failure().orElseThrow().reason());
    }

    @Test
    void keepsIdentityAndControlCharactersOutOfDiagnose() throws IOException, InterruptedException {
        install(Replay.prints("garbage of \u001b]0;" + EMAIL + "\u0007 " + EMAIL + " \u009b2J\n")
                .onlyInTerminal());
        Run run = run("diagnose");
        String all = run.out() + run.err();
        assertFalse(all.contains("person"), all);
        assertFalse(all.contains(folder.toString()), all);
        assertFalse(all.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'), all);
        assertTrue(all.contains("kiro-cli"), all);
        assertTrue(all.contains("Tried:"), all);
    }

    @Test
    void keepsControlCharactersOfTheToolFromTheTerminal() throws IOException, InterruptedException {
        install(Replay.prints("error: \u001b]0;title\u0007 broken \u009b2J\u0090x\u009c\n")
                .thenExits(3)
                .onlyInTerminal());
        Run run = run("usage");
        assertEquals("", run.out());
        assertFalse(run.err().isEmpty());
        assertFalse(run.err().chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'), run.err());
    }

    @Test
    void recordsWithoutIdentity() throws IOException, InterruptedException {
        install(transcript("2.11-pro-plus"));
        Path recordings = folder.resolve("recordings");
        Run run = run("record", "kiro", "--out", recordings.toString());
        assertEquals(0, run.code(), run.err());
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(recordings, "*.cast")) {
            found.forEach(files::add);
        }
        assertEquals(3, files.size(), run.out());
        for (Path file : files) {
            assertTrue(run.out().contains(file.getFileName().toString()), run.out());
            assertFalse(Files.readString(file).contains("person"), file::toString);
        }
        String report = Files.readString(recordings.resolve("report.txt"));
        files.forEach(file -> assertTrue(report.contains("Recorded:    " + file.getFileName()), report));
        assertTrue(report.contains("Version:     2.11"), report);
        assertFalse(report.contains("person"), report);
    }

    @Test
    void loadsNothingOfATerminalWhenTheToolIsNotInstalled() throws IOException, InterruptedException {
        String classes = loadedClasses("usage", "--json");
        assertTrue(classes.contains("dev.codexbar.provider.kiro.KiroUsageProvider"), classes);
        assertFalse(classes.contains("com.sun.jna"), classes);
        assertFalse(classes.contains("kotlin."), classes);
        assertFalse(classes.contains("com.pty4j"), classes);
        assertFalse(classes.contains("dev.codexbar.cli.Help"), classes);
        assertFalse(classes.contains("dev.codexbar.cli.Suggestion"), classes);
    }

    @Test
    void loadsNoOtherProviderThanTheOneThatIsNamed() throws IOException, InterruptedException {
        String classes = loadedClasses("usage", "--provider", "kiro", "--json");
        assertTrue(classes.contains("dev.codexbar.provider.kiro.KiroUsageProvider"), classes);
        for (String other : List.of("claude", "codex", "copilot")) {
            assertFalse(classes.contains("dev.codexbar.provider." + other), classes);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere pty4j opens the terminal, and looks for its files first
    void looksForNoServicesAndDoesWithoutBigDecimal() throws IOException, InterruptedException {
        install(transcript("2.11-pro-plus"));
        String classes = loadedClasses("usage", "--provider", "kiro", "--json");
        assertTrue(classes.contains("dev.codexbar.json.DetailSections "), classes);
        // Each takes a tenth of a start; docs/STARTUP.md.
        assertFalse(classes.contains("java.math.BigDecimal "), classes);
        assertFalse(classes.contains("java.util.ServiceLoader "), classes);
    }

    /** Ends as the command does, in a JVM of its own. */
    static final class End {

        private End() {}

        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("tidied up")));
            if (args[1].equals("lingering")) {
                new Thread(End::linger).start();
            }
            CodexBar.end(Integer.parseInt(args[0]));
        }

        private static void linger() {
            while (true) {
                LockSupport.park();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, alone", "0, lingering", "3, alone", "3, lingering"})
    void endsInOrderWhateverProvidersLeaveRunning(int code, String threads) throws IOException, InterruptedException {
        Process process = start(End.class, String.valueOf(code), threads);
        assertTrue(process.waitFor(50, TimeUnit.SECONDS), "does not end");
        assertEquals(new Run(code, "tidied up\n", ""), new Run(process.exitValue(), read("out"), read("err")));
    }

    private String loadedClasses(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("classes");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                // As the launcher starts it.
                "-Dcodexbar.columns=",
                "-Dcodexbar.stderr=",
                "-Djava.util.logging.manager=" + DefaultLogManager.class.getName(),
                "-Djna.platform.library.path=/lib",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.codexbar.cli.CodexBar"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", bin() + File.pathSeparator + "/usr/bin" + File.pathSeparator + "/bin");
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("KIRO_CLI_PATH");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        assertTrue(builder.start().waitFor(50, TimeUnit.SECONDS));
        return Files.readString(log);
    }

    @BeforeEach
    void makeTemporaryFolder() throws IOException {
        Files.createDirectory(temporary());
    }

    @ParameterizedTest
    @CsvSource({
        "TERM, usage --timeout 50",
        "INT, usage --timeout 50",
        "INT, diagnose --timeout 50",
        "TERM, usage --watch 1 --timeout 50"
    })
    @DisabledOnOs(OS.WINDOWS) // where there are no signals
    void leavesNothingBehindWhenItIsEnded(String signal, String arguments) throws IOException, InterruptedException {
        assumeFalse(
                signal.equals("INT") && ignoresInterrupts(),
                "started in the background: SIGINT is ignored here, and by every child");
        install(Replay.hangs());
        Process process = start(arguments.split(" "));
        List<ProcessHandle> tool = List.of();
        while (tool.stream()
                .noneMatch(handle -> handle.info().commandLine().orElse("").contains("chat"))) {
            assertTrue(process.isAlive(), () -> "ended early");
            process.waitFor(20, TimeUnit.MILLISECONDS);
            tool = process.descendants().toList();
        }
        end(process, signal);
        for (ProcessHandle handle : tool) {
            handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
        assertArrayEquals(new String[0], temporary().toFile().list());
    }

    /** A shell without job control starts what it puts into the background with SIGINT ignored, which is inherited. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        // Signal 2 is the second bit.
        return (Long.parseUnsignedLong(ignored, 16) & 2) != 0;
    }

    private static void end(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        try {
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), "does not end");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesNothingBehindWhenADemonstrationIsEnded() throws IOException, InterruptedException {
        Process process = start("usage", "--demo", "--watch", "60");
        while (read("out").isEmpty()) {
            assertTrue(process.isAlive(), () -> "ended early");
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        end(process, "TERM");
        assertArrayEquals(new String[0], temporary().toFile().list());
    }

    @Test
    void saysThatTheDemonstrationHasNoTemporaryFolder() throws IOException, InterruptedException {
        Files.delete(temporary());
        Run run = run("usage", "--demo", "--json");
        assertEquals(1, run.code());
        // JDK 24 and later complain of the missing folder themselves, before the command is asked.
        Run command = new Run(
                run.code(),
                run.out(),
                run.err().replace("WARNING: java.io.tmpdir directory does not exist" + System.lineSeparator(), ""));
        assertEquals(
                UsageReport.FailureKind.RUNTIME, command.report().failureKind().orElseThrow());
    }

    @Test
    void demonstratesWithoutAnythingInstalled() throws IOException, InterruptedException {
        Run json = run("usage", "--demo", "--json");
        UsageSnapshot snapshot = json.snapshot();
        assertEquals("pty", snapshot.strategy().orElseThrow());
        assertTrue(snapshot.primary().isPresent());
        assertTrue(snapshot.secondary().isPresent());
    }
}
