package dev.codexbar.pty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can only be seen from outside of a JVM, with its own home and temporary folder. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class OtherJvmTest {

    @TempDir
    private Path folder;

    static List<String> terminals() {
        return PosixStart.isAvailable() ? List.of("posix_spawn", "pty4j") : List.of("pty4j");
    }

    static List<String> ways() {
        List<String> ways = new ArrayList<>(terminals());
        ways.add("pipes");
        if (PosixStart.isAvailable()) {
            ways.add("posix_pipes");
        }
        return ways;
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    /** Starts {@link OtherJvm}, behind a prefix such as {@code setsid}. */
    private Process start(List<String> prefix, String... arguments) throws IOException {
        Files.createDirectories(home());
        Files.createDirectories(temporary());
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // From JDK 24 on the JVM itself warns of native access unless it is allowed, as the README says.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().put("HOME", home().toString());
        return builder.start();
    }

    private List<String> lines(List<String> prefix, String... arguments) throws Exception {
        Process jvm = start(prefix, arguments);
        jvm.getOutputStream().close();
        List<String> lines =
                new String(jvm.getInputStream().readAllBytes(), UTF_8).lines().toList();
        assertTrue(jvm.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, jvm.exitValue(), () -> lines + errors());
        return lines;
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors"));
        } catch (IOException none) {
            return "";
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("terminals")
    void unpacksNativesOnceIntoAPrivateFolder(String way) throws Exception {
        assertEquals(List.of("EXITED 7 hello"), lines(List.of(), way, "hello"));
        List<Path> unpacked = filesIn(home());
        Object first = Files.getLastModifiedTime(unpacked.get(0));
        assertEquals(List.of("EXITED 7 hello"), lines(List.of(), way, "hello"));

        assertEquals(unpacked, filesIn(home()));
        assertEquals(first, Files.getLastModifiedTime(unpacked.get(0)));
        assertEquals(List.of(), filesIn(temporary()));
        Path cache = home().resolve(".cache/dev.codexbar.natives");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        try (Stream<Path> others = Files.list(home().resolve(".cache"))) {
            assertEquals(List.of(cache), others.toList());
        }
    }

    @Test
    void doesNotTrustAFolderThatOthersCanWriteTo() throws Exception {
        Path cache = Files.createDirectories(home().resolve(".cache/dev.codexbar.natives"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

        for (String way : terminals()) {
            assertEquals(List.of("EXITED 7 hello"), lines(List.of(), way, "hello"));
        }
        assertEquals(List.of(), filesIn(cache));
        try (Stream<Path> left = Files.list(temporary())) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.getFileName().toString().startsWith("codexbar"))
                            .toList());
        }
    }

    @Test
    void closesAFolderOfItsOwnThatOthersCouldRead() throws Exception {
        Path cache = Files.createDirectories(home().resolve(".cache/dev.codexbar.natives"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertEquals(List.of("EXITED 7 hello"), lines(List.of(), "pty4j", "hello"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        assertFalse(filesIn(cache).isEmpty());
        assertEquals(List.of(), filesIn(temporary()));
    }

    @Test
    void doesWithoutACacheWhereThereCanBeNone() throws Exception {
        Files.createDirectories(home());
        Files.writeString(home().resolve(".cache"), "a file, no folder");

        assertEquals(List.of("EXITED 7 hello"), lines(List.of(), "pty4j", "hello"));
        assertEquals(List.of(), filesIn(temporary()));
    }

    /** A JVM that is killed deletes nothing, so there must be nothing. */
    @Test
    void leavesNothingWithoutACacheIfItIsKilled() throws Exception {
        Files.createDirectories(home());
        Files.writeString(home().resolve(".cache"), "a file, no folder");
        Path ids = folder.resolve("ids");
        Process jvm = start(List.of(), "pty4j", "die", ids.toString());
        assertTrue(Await.holds(Duration.ofSeconds(30), () -> ids(ids).size() == 2), this::errors);
        jvm.destroyForcibly().waitFor();
        ids(ids).forEach(id -> ProcessHandle.of(Long.parseLong(id)).ifPresent(ProcessHandle::destroyForcibly));

        assertEquals(List.of(), filesIn(temporary()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void printsNothingOfItsOwn(String way) throws Exception {
        assertEquals(List.of("EXITED 7 hello"), lines(List.of(), way, "hello"));

        assertEquals("", errors());
    }

    @Test
    void leavesPropertiesOfTheHostAlone() throws Exception {
        assertEquals(List.of("EXITED 7 hello", "[null, null, null, null]"), lines(List.of(), "pty4j", "properties"));
    }

    @Test
    void worksInAJvmThatLeadsItsSession() throws Exception {
        for (String way : ways()) {
            assertEquals(
                    List.of(way.equals("pty4j") ? "TERMINAL_UNAVAILABLE" : "EXITED 7 hello"),
                    lines(List.of("setsid"), way, "hello"));
        }
    }

    /** As {@code nohup} and many supervisors start programs: a hang-up would not end their children. */
    @Test
    @EnabledIf("hasPosixSpawn")
    void startsProgramsThatHeedSignals() throws Exception {
        assertEquals(
                List.of("EXITED 0 SigBlk:0000000000000000 SigIgn:0000000000000000"),
                lines(
                        List.of("sh", "-c", "trap '' HUP TERM QUIT; exec \"$@\"", "sh"),
                        "posix_spawn",
                        "run",
                        "echo $(grep -E 'SigBlk|SigIgn' /proc/self/status | tr -d '[:blank:]')"));
    }

    /** Where SIGCHLD is ignored, the system reaps children itself, and their exit codes are lost. */
    @Test
    @EnabledIf("hasPosixSpawn")
    void knowsTheExitCodeWhereChildrenAreIgnored() throws Exception {
        assumeTrue(
                new ProcessBuilder("env", "--ignore-signal=CHLD", "true")
                                .start()
                                .waitFor()
                        == 0,
                "needs an env that ignores signals");
        // With this option JNA starts no program of its own, for which the JDK would mend it.
        List<String> ignoring =
                List.of("env", "--ignore-signal=CHLD", "JDK_JAVA_OPTIONS=-Djna.platform.library.path=/lib");

        assertEquals(List.of("EXITED 7 hello"), lines(ignoring, "posix_spawn", "hello"));
    }

    /** Under cron there is no LANG, and JDK 17 then reads the environment as ASCII. */
    @Test
    @EnabledIf("hasPosixSpawn")
    void handsOnVariablesThatAreNoTextHere() throws Exception {
        List<String> plain = List.of(
                "env",
                "-u",
                "LANG",
                "LC_ALL=C",
                "sh",
                "-c",
                "CODEXBAR_NAME=$(printf 'j\\303\\274rg\\377') exec \"$@\"",
                "sh");

        assertEquals(
                List.of("EXITED 0 6a c3 bc 72 67 ff"),
                lines(plain, "posix_spawn", "run", "printf %s \"$CODEXBAR_NAME\" | od -An -tx1"));
    }

    @ParameterizedTest
    @MethodSource("terminals")
    void warmsUpBeforeItIsNeeded(String way) throws Exception {
        assertEquals(List.of("unloaded loaded EXITED 7 hello"), lines(List.of(), way, "warm"));
        assertEquals(List.of("unloaded loaded EXITED 7 hello"), lines(List.of(), "best", "warm"));
    }

    @Test
    @EnabledIf("hasPosixSpawn")
    void givesItsOwnPipesOnceItIsWarm() throws Exception {
        assertEquals(List.of("pipes, posix_spawn with pipes"), lines(List.of(), "best", "ways"));
    }

    @Test
    @EnabledIf("hasPosixSpawn")
    void givesItsOwnPipesFromTheFirstStartIfItMayLoadWhatTheyNeed() throws Exception {
        assertEquals(List.of("pipes"), lines(List.of(), "best", "way"));
        assertEquals(List.of("posix_spawn with pipes"), lines(List.of(), "eager", "way"));
    }

    static boolean hasPosixSpawn() {
        return PosixStart.isAvailable();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void saysWhenThereAreNoDescriptors(String way) throws Exception {
        List<String> lines = lines(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"), way, "exhaust");

        assertEquals("EXITED 7 hello", lines.get(0));
        assertEquals(List.of("NOT_FOUND", "exhausted", "0 free: OUT_OF_RESOURCES"), lines.subList(1, 4));
        for (String line : lines.subList(4, lines.size())) {
            assertTrue(line.endsWith("OUT_OF_RESOURCES") || line.endsWith("EXITED 7 hello"), lines::toString);
        }
        assertEquals("EXITED 7 hello", lines.get(lines.size() - 1));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void killsWhatIsAliveWhenTheJvmEnds(String way) throws Exception {
        Path ids = folder.resolve("ids");
        Process jvm = start(List.of(), way, "die", ids.toString());
        assertTrue(Await.holds(Duration.ofSeconds(30), () -> ids(ids).size() == 2), this::errors);
        jvm.destroy();
        assertTrue(jvm.waitFor(20, TimeUnit.SECONDS));

        for (String id : ids(ids)) {
            assertTrue(Await.holds(
                    Duration.ofSeconds(5),
                    () -> ProcessHandle.of(Long.parseLong(id))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty()));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void letsAProgramFinishWhenTheJvmEndsIfItIsToBeEndedGently(String way) throws Exception {
        Path told = folder.resolve("told");
        Process jvm = start(List.of(), way, "die-gently", told.toString());
        assertTrue(Await.holds(Duration.ofSeconds(30), () -> ids(told).size() == 1), this::errors);
        jvm.destroy();
        assertTrue(jvm.waitFor(20, TimeUnit.SECONDS));

        assertEquals("finished", ids(told).get(1));
    }

    private static List<String> ids(Path file) {
        try {
            return Files.readString(file).replace(' ', '\n').lines().toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** Runs a JVM after some commands that mount, which only it and what it starts can see. */
    private List<String> linesWhere(String mount, String... arguments) throws Exception {
        assumeTrue(new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0, "needs the right to mount");
        Files.createDirectories(home());
        Files.createDirectories(temporary());
        String script = "home=$1; tmp=$2; shift 2; " + mount + " || exit 1; exec \"$@\"";
        return lines(
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        home().toString(),
                        temporary().toString()),
                arguments);
    }

    @ParameterizedTest
    @MethodSource("terminals")
    void saysThatThereIsNoTerminalWhereNothingCanBeLoaded(String way) throws Exception {
        String mount = "mount -t tmpfs -o noexec none \"$home\" && mount -t tmpfs -o noexec none \"$tmp\"";

        assertEquals(List.of("TERMINAL_UNAVAILABLE"), linesWhere(mount, way, "hello"));
        assertEquals(List.of("TERMINAL_UNAVAILABLE"), linesWhere(mount, "best", "hello"));
        assertEquals(List.of("unloaded unloaded TERMINAL_UNAVAILABLE"), linesWhere(mount, "best", "warm"));
        assertEquals(List.of("pipes"), linesWhere(mount, "eager", "way"));
    }

    /**
     * As in small containers, and in those whose terminals are of different file systems: a program that is there is
     * not missing, and no unrelated terminal is written to.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount --bind /dev/null /dev/ptmx",
                "mount -t tmpfs none /dev/pts",
                "mount --bind /dev/pts/ptmx /dev/ptmx && mount -t devpts -o newinstance none /dev/pts"
            })
    @EnabledIf("hasPosixSpawn")
    void saysThatThereIsNoTerminalWhereTheSystemHasNone(String mount) throws Exception {
        assertEquals(List.of("TERMINAL_UNAVAILABLE"), linesWhere(mount, "posix_spawn", "hello"));
    }
}
