package dev.codexbar.provider.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.test.FakeTool;
import dev.codexbar.testkit.FakeProcessRunner;
import dev.codexbar.testkit.FakeProgram;
import dev.codexbar.testkit.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks a fake Claude Code that is a real program. */
class ClaudeUsageProviderTest {

    private static final List<String> REQUESTS = List.of("initialize", "get_usage");

    @TempDir
    Path folder;

    private static ClaudeUsageProvider.Builder provider(FakeTool claude) {
        return ClaudeUsageProvider.builder()
                .executable(claude.executable())
                .temporaryFolder(claude.temporaryFolder())
                .timeLimit(Duration.ofSeconds(60))
                .clock(MutableClock.at("2026-11-26T12:00:00Z"));
    }

    private static UsageException failure(ClaudeUsageProvider provider) {
        return assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.defaults()));
    }

    private static UsageSnapshot fetch(FakeTool claude) throws Exception {
        return provider(claude).build().fetch(FetchRequest.defaults());
    }

    @Test
    void asksTwoQuestionsAndLetsTheProgramEnd() throws Exception {
        FakeTool claude = FakeClaude.install(folder);
        UsageSnapshot snapshot = fetch(claude);

        assertEquals(37.5, snapshot.primary().orElseThrow().usedPercent());
        assertEquals(62, snapshot.secondary().orElseThrow().usedPercent());
        assertEquals(Optional.of("ada@example.org"), snapshot.identity().accountEmail());
        assertEquals(Optional.of("2.1.332"), snapshot.toolVersion());
        assertEquals(
                List.of(
                        "-p --safe-mode --no-session-persistence --strict-mcp-config --tools  --input-format stream-json"
                                + " --output-format stream-json --verbose"),
                claude.log("run"));
        assertEquals(REQUESTS, claude.log("request"));
        // By the end of its input, not by a signal.
        assertEquals(List.of("0"), claude.log("exit"));
        assertEquals(List.of(), claude.log("MODEL"));
        claude.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.128", "2.0.76", "2.1.50", "2.1.160", "2.1.168"})
    void costsNothingWithAVersionThatIsTooOld(String version) {
        FakeTool claude = FakeClaude.install(folder).set("version", version);
        UsageException failure = failure(provider(claude).build());

        assertEquals(Reason.UNSUPPORTED, failure.reason());
        assertEquals(Optional.of("Update Claude Code: run `claude update`."), failure.nextStep());
        assertEquals(1, claude.log("run").size(), "there is no second way");
        assertEquals(List.of(), claude.log("request"));
        assertEquals(List.of(), claude.log("MODEL"));
        claude.assertNothingLeft();
    }

    @Test
    void keepsTheInputOpenUntilTheAnswer() throws Exception {
        // This one forgets its questions if its input ends.
        FakeTool claude = FakeClaude.install(folder).set("version", "2.1.170");

        assertEquals(37.5, fetch(claude).primary().orElseThrow().usedPercent());
        claude.assertNothingLeft();
    }

    @Test
    void skipsNoiseAndRefusesWhatTheProgramAsks() throws Exception {
        FakeTool claude = FakeClaude.install(folder).behaving("noise");

        assertEquals(37.5, fetch(claude).primary().orElseThrow().usedPercent());
        assertEquals(List.of("h"), claude.log("refusal"));
    }

    @Test
    void answersAlthoughTheAccountIsNotTold() throws Exception {
        FakeTool claude = FakeClaude.install(folder).behaving("no-account");
        UsageSnapshot snapshot =
                provider(claude).timeLimit(Duration.ofSeconds(5)).build().fetch(FetchRequest.defaults());

        assertEquals(37.5, snapshot.primary().orElseThrow().usedPercent());
        assertEquals(Optional.empty(), snapshot.identity().accountEmail());
        claude.assertNothingLeft();
    }

    @Test
    void waitsForAServiceThatIsSilentForFiveSeconds() {
        FakeTool claude = FakeClaude.install(folder).behaving("slow-service").set("answer", "service-fails");

        assertEquals(Reason.UNAVAILABLE, failure(provider(claude).build()).reason());
        assertEquals(List.of("0"), claude.log("exit"));
        claude.assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "signed-out, NOT_LOGGED_IN",
        "setup-token, UNSUPPORTED",
        "login-without-scope, LOGIN_EXPIRED",
        "service-fails, UNAVAILABLE",
        "too-old-to-know-the-request, UNSUPPORTED"
    })
    void tellsWhyThereAreNoLimits(String answer, Reason reason) {
        FakeTool claude = FakeClaude.install(folder).set("answer", answer);

        assertEquals(reason, failure(provider(claude).build()).reason());
        assertEquals(List.of(), claude.log("MODEL"));
        claude.assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({"crashes, FAILED", "ends, FAILED", "floods, UNREADABLE"})
    void tellsHowTheProgramEndedWithoutAnAnswer(String behaviour, Reason reason) {
        FakeTool claude = FakeClaude.install(folder).behaving(behaviour);

        assertEquals(reason, failure(provider(claude).build()).reason());
        claude.assertNothingLeft();
    }

    @Test
    void closesTheInputOfASilentProgramBeforeSignals() {
        FakeTool claude = FakeClaude.install(folder).behaving("silent");
        UsageException failure =
                failure(provider(claude).timeLimit(Duration.ofSeconds(6)).build());

        assertEquals(Reason.TIMED_OUT, failure.reason());
        assertEquals(List.of("0"), claude.log("exit"));
        claude.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stays", "ignores-signals"})
    void endsAProgramThatDoesNotEndByItself(String behaviour) {
        FakeTool claude = FakeClaude.install(folder).behaving(behaviour);
        ClaudeUsageProvider provider =
                provider(claude).timeLimit(Duration.ofSeconds(6)).build();
        try {
            provider.fetch(FetchRequest.defaults());
            assertEquals("stays", behaviour);
        } catch (UsageException failure) {
            assertEquals(Reason.TIMED_OUT, failure.reason());
            assertEquals("ignores-signals", behaviour);
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
        assertEquals(List.of("ended"), claude.log("input"));
        assertEquals(List.of(), claude.log("exit"));
        claude.assertNothingLeft();
    }

    @Test
    void deletesTheTemporaryFilesThatTheProgramLeaves() throws Exception {
        FakeTool claude = FakeClaude.install(folder);
        fetch(claude);

        String probe = claude.log("probe").get(0);
        assertTrue(probe.startsWith("in " + claude.temporaryFolder().toRealPath()), probe);
        claude.assertNothingLeft();
    }

    @Test
    void withholdsWhatHidesTheSubscriptionAndNothingElse() throws Exception {
        Map<String, String> given = Map.of(
                "ANTHROPIC_API_KEY", "invented",
                "ANTHROPIC_BASE_URL", "http://127.0.0.1:1",
                "CLAUDE_CONFIG_DIR", "elsewhere",
                "CLAUDE_CODE_OAUTH_TOKEN", "invented",
                "CLAUDE_CODE_TMPDIR", "elsewhere",
                "DISABLE_TELEMETRY", "0",
                "PATH", "any");
        ProcessRequest request = request(ClaudeUsageProvider.builder().environment(given));
        String directory = request.workingDirectory().orElseThrow().toString();

        assertEquals(
                Map.of(
                        "CLAUDE_CONFIG_DIR", "elsewhere",
                        "CLAUDE_CODE_OAUTH_TOKEN", "invented",
                        "CLAUDE_CODE_TMPDIR", directory,
                        "TMPDIR", directory,
                        "PATH", "any",
                        "DISABLE_TELEMETRY", "1",
                        "DISABLE_ERROR_REPORTING", "1",
                        "DISABLE_AUTOUPDATER", "1"),
                request.environment());
        Set<String> withheld = new HashSet<>(System.getenv().keySet());
        withheld.removeIf(
                name -> name.indexOf('=') >= 0 || request.environment().containsKey(name));
        withheld.addAll(Set.of("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"));
        assertEquals(withheld, request.removedEnvironment());
        assertTrue(request.terminal().isEmpty());
    }

    /** A key of this JVM would hide the subscription that the given environment leads to. */
    @Test
    void passesNothingOfThisJvmOnToTheProgramIfAnEnvironmentIsGiven() throws Exception {
        String inherited = "PATH";
        assertTrue(System.getenv().containsKey(inherited));

        assertTrue(request(ClaudeUsageProvider.builder().environment(Map.of()))
                .removedEnvironment()
                .contains(inherited));
        assertFalse(request(ClaudeUsageProvider.builder()).removedEnvironment().contains(inherited));
    }

    @ParameterizedTest
    @CsvSource({"1, UNSUPPORTED", "true, UNSUPPORTED", "0, UNAVAILABLE", "false, UNAVAILABLE", "'', UNAVAILABLE"})
    void saysThatAVariableKeepsTheProgramFromAsking(String value, Reason reason) {
        FakeTool claude = FakeClaude.install(folder).set("answer", "service-fails");
        ClaudeUsageProvider provider = provider(claude)
                .environment(Map.of("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", value))
                .build();

        assertEquals(reason, failure(provider).reason());
    }

    @Test
    void saysThatAKeyWasWithheldIfNothingElseIsThere() {
        FakeTool claude = FakeClaude.install(folder).set("answer", "signed-out");
        UsageException failure = failure(provider(claude)
                .environment(Map.of("ANTHROPIC_AUTH_TOKEN", "invented"))
                .build());

        assertTrue(String.valueOf(failure.getMessage()).contains("has no plan limits"), failure::getMessage);
    }

    @Test
    void looksWhereTheVariableSays() throws Exception {
        FakeTool claude = FakeClaude.install(folder);
        ClaudeUsageProvider provider = ClaudeUsageProvider.builder()
                .environment(Map.of("CLAUDE_CLI_PATH", claude.executable().toString()))
                .timeLimit(Duration.ofSeconds(60))
                .build();

        assertFalse(provider.fetch(FetchRequest.defaults())
                .identity()
                .accountEmail()
                .isEmpty());
    }

    @Test
    void saysThatItIsNotInstalled() {
        UsageException failure = failure(ClaudeUsageProvider.builder()
                .executable(folder.resolve("claude"))
                .build());

        assertEquals(Reason.NOT_INSTALLED, failure.reason());
    }

    @Test
    void tellsWhyTheProgramCouldNotBeStarted() throws Exception {
        FakeProcessRunner runner = new FakeProcessRunner();
        Path claude = program(runner, FakeProgram.cannotStart(ProcessStartException.Reason.NOT_EXECUTABLE));
        UsageException failure = failure(
                ClaudeUsageProvider.builder().executable(claude).runner(runner).build());

        assertEquals(Reason.FAILED, failure.reason());
    }

    @Test
    void refusesATimeLimitOfZero() {
        ClaudeUsageProvider.Builder builder = ClaudeUsageProvider.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.timeLimit(Duration.ZERO));
    }

    @Test
    void isFoundByTheRegistry() {
        assertEquals(
                ClaudeUsageProvider.class,
                UsageProviders.load().find("claude").orElseThrow().getClass());
    }

    /** Returns how a provider runs the program. */
    private ProcessRequest request(ClaudeUsageProvider.Builder provider) throws IOException {
        FakeProcessRunner runner = new FakeProcessRunner();
        Path claude = program(runner, FakeProgram.prints("").thenExits(1));
        failure(provider.executable(claude).runner(runner).build());
        return runner.calls().get(0);
    }

    private Path program(FakeProcessRunner runner, FakeProgram program) throws IOException {
        Path claude = Files.createTempFile(folder, "any", ".exe");
        assertTrue(claude.toFile().setExecutable(true));
        runner.on(program, claude.toString());
        return claude;
    }
}
