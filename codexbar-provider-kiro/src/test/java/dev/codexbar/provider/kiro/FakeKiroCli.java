package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.testkit.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A {@code kiro-cli} as a real program: a shell script that behaves like one version, and keeps a log of what it was
 * asked and of what it must never be made to do. The script explains itself.
 */
final class FakeKiroCli {

    private final Path folder;
    private final Map<String, String> settings = new TreeMap<>();

    private FakeKiroCli(Path folder) {
        this.folder = folder;
    }

    /** Installs a version of the program in a folder of its own. */
    static FakeKiroCli install(Path parent, String version) {
        try (InputStream script = FakeKiroCli.class.getResourceAsStream("fake-kiro-cli.sh")) {
            // A blank in the path, because people have them.
            FakeKiroCli fake = new FakeKiroCli(Files.createTempDirectory(parent, "kiro cli "));
            Files.write(fake.executable(), script.readAllBytes());
            Files.setPosixFilePermissions(fake.executable(), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectory(fake.temporaryFolder());
            return fake.set("VERSION", version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets what {@code --version} prints. */
    FakeKiroCli saying(String text) {
        return set("SAYS", text);
    }

    /** Sets what goes wrong with {@code chat} and {@code acp}. */
    FakeKiroCli behaving(String behaviour) {
        return set("BEHAVIOUR", behaviour);
    }

    /** Sets what goes wrong with {@code whoami}. */
    FakeKiroCli withWhoami(String behaviour) {
        return set("WHOAMI", behaviour);
    }

    private FakeKiroCli set(String name, String value) {
        settings.put(name, value);
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (key, text) -> lines.append(key).append("='").append(text).append("'\n"));
        try {
            Files.writeString(folder.resolve("settings"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Path executable() {
        return folder.resolve("kiro-cli");
    }

    private Path temporaryFolder() {
        return folder.resolve("temporary");
    }

    /** Returns a provider of this program, in July 2026. */
    KiroUsageProvider.Builder provider() {
        return KiroUsageProvider.builder()
                .executable(executable())
                .runner(ProcessRunners.load())
                .clock(MutableClock.at("2026-07-16T12:00:00Z"))
                .temporaryFolder(temporaryFolder());
    }

    /** Returns what was done, in order as far as runs did not overlap. */
    List<String> log() {
        return lines("log");
    }

    /** Returns the command lines. */
    List<String> runs() {
        return log().stream()
                .filter(line -> line.startsWith("run "))
                .map(line -> line.substring("run ".length()))
                .toList();
    }

    /** Returns the command lines that asked for the usage. */
    List<String> questions() {
        return runs().stream()
                .filter(run -> run.startsWith("chat") || run.startsWith("acp"))
                .toList();
    }

    /** Checks what must hold after every fetch, however it ended. */
    void assertNothingLeftAndNothingSpent() {
        assertNothingLeft();
        assertEquals(
                List.of(),
                log().stream().filter(line -> line.startsWith("MODEL")).toList(),
                "reached the model");
    }

    /** Checks that no process, directory, thread or browser is left. */
    void assertNothingLeft() {
        for (String line : log()) {
            assertFalse(line.startsWith("BROWSER"), line);
            assertTrue(!line.startsWith("directory ") || line.endsWith(" holds 0 entries"), line);
        }
        for (String pid : lines("pids")) {
            assertFalse(isAlive(Long.parseLong(pid)), "process " + pid + " is left of " + runs());
        }
        try (Stream<Path> left = Files.list(temporaryFolder())) {
            assertEquals(List.of(), left.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("codexbar-kiro"))
                        .toList());
    }

    private List<String> lines(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAlive(long pid) {
        Path status = Path.of("/proc/" + pid + "/stat");
        try {
            // A zombie is dead, even if whoever inherited it takes its time to notice.
            if (Files.exists(status) && Files.readString(status).matches("(?s).*\\) [ZX] .*")) {
                return false;
            }
        } catch (IOException gone) {
            return false;
        }
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
