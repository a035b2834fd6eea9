package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.test.Processes;
import dev.codexbar.testkit.MutableClock;
import dev.codexbar.transcript.KiroStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An installed {@link KiroStandIn} that logs, a provider for it, and what must hold after every fetch. */
final class FakeKiroCli {

    private final Path folder;
    private final KiroStandIn program;
    private final Path executable;

    private FakeKiroCli(Path folder, String version) throws IOException {
        this.folder = folder;
        this.program = KiroStandIn.version(version).logging();
        this.executable = program.install(folder);
    }

    /** Installs a version of the program in a folder of its own. */
    static FakeKiroCli install(Path parent, String version) {
        try {
            // A blank in the path, because people have them.
            FakeKiroCli fake = new FakeKiroCli(Files.createTempDirectory(parent, "kiro cli "), version);
            Files.createDirectory(fake.temporaryFolder());
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets what {@code --version} prints. */
    FakeKiroCli saying(String text) {
        program.saying(text);
        return installed();
    }

    /** Sets what goes wrong with {@code chat} and {@code acp}, as {@code "token-expired-once"}. */
    FakeKiroCli behaving(String behaviour) {
        program.behaving(KiroStandIn.Behaviour.named(behaviour));
        return installed();
    }

    /** Sets what goes wrong with {@code whoami}. */
    FakeKiroCli withWhoami(KiroStandIn.WhoamiBehaviour behaviour) {
        program.withWhoami(behaviour);
        return installed();
    }

    private FakeKiroCli installed() {
        try {
            program.install(folder);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path executable() {
        return executable;
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
        return lines(KiroStandIn.LOG);
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

    /** Checks that no process, directory, thread or browser is left, and that no token was given. */
    void assertNothingLeft() {
        for (String line : log()) {
            assertFalse(line.startsWith("BROWSER"), line);
            assertFalse(line.startsWith("TOKEN"), line);
            assertFalse(line.equals("acp usage before sign-in"), line);
            assertTrue(!line.startsWith("directory ") || line.endsWith(" holds 0 entries"), line);
        }
        for (String pid : lines(KiroStandIn.PROCESSES)) {
            assertFalse(Processes.isAlive(Long.parseLong(pid)), "process " + pid + " is left of " + runs());
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
}
