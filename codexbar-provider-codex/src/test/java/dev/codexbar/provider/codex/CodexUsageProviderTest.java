package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.testkit.FakeProcessRunner;
import dev.codexbar.testkit.FakeProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no process: how the program is started, and what happens if it cannot be. */
class CodexUsageProviderTest {

    @TempDir
    Path folder;

    private Path executable;

    @BeforeEach
    void install() throws IOException {
        executable =
                Files.createFile(Files.createDirectory(folder.resolve("bin")).resolve("codex"));
        assertTrue(executable.toFile().setExecutable(true));
    }

    private CodexUsageProvider.Builder provider() {
        return CodexUsageProvider.builder().executable(executable);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, NOT_INSTALLED",
        "NOT_EXECUTABLE, FAILED",
        "OUT_OF_RESOURCES, FAILED",
        "TOO_LARGE, FAILED",
    })
    void tellsWhyCodexCannotBeStarted(ProcessStartException.Reason reason, Reason expected) {
        CodexUsageProvider provider = provider()
                .runner(new FakeProcessRunner().on(FakeProgram.cannotStart(reason), executable.toString()))
                .build();
        UsageException failure = assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.defaults()));
        assertEquals(expected, failure.reason());
    }

    @Test
    void doesNotTakeSilenceForAnOldVersion() {
        CodexUsageProvider provider = provider()
                .runner(new FakeProcessRunner().on(FakeProgram.hangs(), executable.toString()))
                .build();
        UsageException failure = assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.defaults()));
        assertEquals(Reason.TIMED_OUT, failure.reason());
    }

    /** OpenJDK has {@code ?} for a user without a home. */
    @Test
    void saysThatThereIsNoHomeAndRunsNothing() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeAll(List.of("HOME", "USERPROFILE", "CODEX_HOME"));
        CodexUsageProvider provider = provider()
                .environment(variables)
                .runner(request -> {
                    throw new AssertionError("started " + request);
                })
                .build();
        String home = System.setProperty("user.home", "?");
        try {
            UsageException failure = assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.defaults()));
            assertEquals(Reason.FAILED, failure.reason());
            assertTrue(failure.getMessage().contains("no home folder is known"), failure.getMessage());
            assertEquals(
                    "Set HOME or CODEX_HOME to an absolute path.",
                    failure.nextStep().orElseThrow());
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void givesCodexTheEnvironmentThatWasSet() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("CODEX_HOME", folder.toString());
        variables.put("PATH", "/bin");
        variables.put("RUST_LOG", "trace");
        variables.remove("HOME");
        List<ProcessRequest> requests = new ArrayList<>();
        CodexUsageProvider provider = provider()
                .environment(variables)
                .runner(request -> {
                    requests.add(request);
                    throw new IOException("not run");
                })
                .build();
        assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.defaults()));
        ProcessRequest request = requests.get(0);
        assertEquals(folder.toString(), request.environment().get("CODEX_HOME"));
        assertFalse(request.environment().containsKey("RUST_LOG"));
        assertTrue(request.removedEnvironment().contains("RUST_LOG"));
        assertEquals(System.getenv("HOME") != null, request.removedEnvironment().contains("HOME"));
        // Where the program is, node may be as well.
        assertEquals(
                "/bin" + File.pathSeparator + executable.getParent(),
                request.environment().get("PATH"));
        assertTrue(request.terminal().isEmpty());
        Path directory = request.workingDirectory().orElseThrow();
        assertFalse(Files.exists(directory), "the private directory is left");
    }

    @Test
    void rejectsATimeLimitInWhichNothingCanBeAsked() {
        CodexUsageProvider.Builder builder = CodexUsageProvider.builder();
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> builder.timeLimit(Duration.ofMillis(1999)));
        assertTrue(thrown.getMessage().contains("PT1.999S"), thrown.getMessage());
    }

    @Test
    void asksNothingIfTheThreadIsInterrupted() {
        CodexUsageProvider provider = provider()
                .runner(request -> {
                    throw new AssertionError("run: " + request);
                })
                .build();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> provider.fetch(FetchRequest.defaults()));
        assertFalse(Thread.interrupted());
    }
}
