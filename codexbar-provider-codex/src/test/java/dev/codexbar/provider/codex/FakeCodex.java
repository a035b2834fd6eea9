package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.test.Processes;
import dev.codexbar.testkit.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** A {@code codex} as a real program: {@link FakeCodexMain} in a folder of its own, with a home, settings and a log. */
final class FakeCodex {

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Path folder;
    private final Properties settings = new Properties();

    private FakeCodex(Path folder) {
        this.folder = folder;
    }

    /** Installs a version that tells everything a version can tell. */
    static FakeCodex install(Path parent, String version) {
        try {
            // A blank in the path, because people have them.
            FakeCodex fake = new FakeCodex(Files.createTempDirectory(parent, "codex cli "));
            Files.createDirectory(fake.temporaryFolder());
            Files.createDirectories(fake.home());
            Files.writeString(fake.executable(), fake.launcher());
            if (!fake.executable().toFile().setExecutable(true)) {
                throw new IOException("cannot make " + fake.executable() + " executable");
            }
            return fake.set("version", version).replying("version-0.169.0-everything");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String launcher() {
        Path java = Path.of(System.getProperty("java.home"), "bin", WINDOWS ? "java.exe" : "java");
        // The class of the program is all it needs, and starts in half the time without a compiler.
        String command = "\"" + java + "\" -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"" + classes()
                + "\" " + FakeCodexMain.class.getName() + " \"" + folder + "\" ";
        return WINDOWS ? "@" + command + "%*\r\n" : "#!/bin/sh\nexec " + command + "\"$@\"\n";
    }

    private static Path classes() {
        try {
            return Path.of(FakeCodexMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets a setting of the program. */
    FakeCodex set(String name, String value) {
        settings.setProperty(name, value);
        try (Writer file = Files.newBufferedWriter(folder.resolve("settings"))) {
            settings.store(file, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Lets the program answer what was recorded in a dialogue of the test resources. */
    FakeCodex replying(String dialogue) {
        String resource = "report/dialogues/" + dialogue + ".jsonl";
        try (InputStream file = FakeCodex.class.getResourceAsStream(resource)) {
            return replyingLines(
                    new String(Objects.requireNonNull(file, resource).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the program answer with lines of one's own. */
    FakeCodex replyingLines(String lines) {
        try {
            Files.writeString(folder.resolve("replies"), lines);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path executable() {
        return folder.resolve(WINDOWS ? "codex.cmd" : "codex");
    }

    /** Returns the folder that the program keeps its login in. */
    Path home() {
        return folder.resolve("home").resolve(".codex");
    }

    private Path temporaryFolder() {
        return folder.resolve("temporary");
    }

    /** Returns the environment of this JVM with another home. */
    Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("HOME", home().getParent().toString());
        variables.remove("CODEX_HOME");
        variables.remove("CODEX_SQLITE_HOME");
        return variables;
    }

    /** Returns a provider of this program, in November 2026. */
    CodexUsageProvider.Builder provider() {
        return CodexUsageProvider.builder()
                .executable(executable())
                .environment(environment())
                .runner(ProcessRunners.load())
                .clock(MutableClock.at("2026-11-26T13:00:00Z"))
                .temporaryFolder(temporaryFolder());
    }

    /** Returns what was done, in order. */
    List<String> log() {
        return lines("log");
    }

    /** Returns the command lines. */
    List<String> runs() {
        return after("run ");
    }

    /** Returns the methods that were called. */
    List<String> asked() {
        return after("asked ");
    }

    private List<String> after(String prefix) {
        return log().stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    /** Checks what must hold after every fetch, however it ended. */
    void assertNothingLeft() {
        for (String pid : lines("pids")) {
            assertFalse(Processes.isAlive(Long.parseLong(pid)), () -> "process " + pid + " is left of " + runs());
        }
        try (Stream<Path> left = Files.list(temporaryFolder())) {
            assertEquals(List.of(), left.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertEquals(0, HomeLock.homesInUse(), "homes in use");
        assertEquals(List.of(), after("PROMPT "), "taken for a prompt");
        assertEquals(List.of(), after("unreadable "), "lines that are no requests");
    }

    private List<String> lines(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
