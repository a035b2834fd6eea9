package dev.codexbar.provider.copilot;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks fakes of {@code gh} and of the Copilot CLI that are real programs. */
class CopilotUsageProviderTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path folder;

    private CopilotUsageProvider.Builder provider() {
        return CopilotUsageProvider.builder()
                .gh(folder.resolve("gh"))
                .copilotCli(folder.resolve("copilot"))
                .timeLimit(Duration.ofSeconds(60))
                .clock(MutableClock.at(NOON));
    }

    private CopilotUsageProvider.Builder provider(FakeTool gh) {
        return provider().gh(gh.executable()).temporaryFolder(gh.temporaryFolder());
    }

    private static UsageException failure(CopilotUsageProvider provider) {
        return assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.defaults()));
    }

    private static UsageSnapshot fetch(CopilotUsageProvider.Builder provider) throws Exception {
        return provider.build().fetch(FetchRequest.defaults());
    }

    @Test
    void asksGhOnceInOneProcess() throws Exception {
        FakeTool gh = FakeGh.install(folder);
        UsageSnapshot snapshot = fetch(provider(gh));

        assertEquals(29.75, snapshot.primary().orElseThrow().usedPercent());
        assertEquals(Optional.of("gh"), snapshot.strategy());
        assertEquals(Optional.of("Copilot Pro+"), snapshot.plan());
        assertEquals(NOON, snapshot.updatedAt());
        assertEquals(List.of("api /copilot_internal/user"), gh.log("run"));
        assertEquals(List.of("disabled 1"), gh.log("prompt"));
        assertEquals(List.of(), gh.log("UNEXPECTED"));
        gh.assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "signed-out, NOT_LOGGED_IN",
        "offline, UNAVAILABLE",
        "401, LOGIN_EXPIRED",
        "404, UNSUPPORTED",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "without-api, UNSUPPORTED",
        "crashes, FAILED",
        "floods, UNREADABLE"
    })
    void tellsWhyGhGaveNoUsage(String behaviour, Reason reason) {
        FakeTool gh = FakeGh.install(folder).behaving(behaviour);
        UsageException failure = failure(provider(gh).build());

        assertEquals(reason, failure.reason(), failure::getMessage);
        assertTrue(failure.nextStep().isPresent());
        gh.assertNothingLeft();
    }

    @Test
    void givesAPromptNothingToWaitFor() {
        FakeTool gh = FakeGh.install(folder).behaving("prompts");

        assertEquals(Reason.FAILED, failure(provider(gh).build()).reason());
        assertEquals(List.of("-1"), gh.log("input"));
    }

    @Test
    void endsAProgramThatHangs() {
        FakeTool gh = FakeGh.install(folder).behaving("hangs-and-ignores-signals");
        UsageException failure =
                failure(provider(gh).timeLimit(Duration.ofSeconds(3)).build());

        assertEquals(Reason.TIMED_OUT, failure.reason());
        gh.assertNothingLeft();
    }

    @Test
    void saysNothingIsInstalledIfThereIsNeither() {
        UsageException failure = failure(provider().build());

        assertEquals(Reason.NOT_INSTALLED, failure.reason());
        assertEquals(List.of(), failure.attempts());
    }

    @Test
    void asksTheCopilotCliIfThereIsNoGh() throws Exception {
        FakeTool cli = FakeCopilotCli.install(folder);
        UsageSnapshot snapshot = fetch(provider().copilotCli(cli.executable()).temporaryFolder(cli.temporaryFolder()));

        assertEquals(Optional.of("copilot-cli"), snapshot.strategy());
        assertEquals(29.75, snapshot.primary().orElseThrow().usedPercent());
        // When GitHub counted, not when the cache answered.
        assertEquals(Instant.parse("2026-11-26T11:00:00Z"), snapshot.updatedAt());
        assertEquals(List.of("account.getCurrentAuth"), cli.log("method"));
        assertEquals(List.of("ended"), cli.log("input"));
        assertEquals(List.of(), cli.log("UNEXPECTED"));
        String run = cli.log("run").get(0);
        assertTrue(
                run.startsWith(
                        "--headless --stdio --no-auto-update --disable-client-telemetry --log-level none --log-dir "),
                run);
        cli.assertNothingLeft();
    }

    @Test
    void asksTheCopilotCliIfGhIsSignedOut() throws Exception {
        FakeTool gh = FakeGh.install(folder).behaving("signed-out");
        FakeTool cli = FakeCopilotCli.install(folder).behaving("talks-first");
        UsageSnapshot snapshot = fetch(provider(gh).copilotCli(cli.executable()));

        assertEquals(Optional.of("copilot-cli"), snapshot.strategy());
        assertEquals(
                List.of("gh NOT_LOGGED_IN"),
                snapshot.attempts().stream()
                        .map(attempt ->
                                attempt.strategy() + " " + attempt.reason().orElseThrow())
                        .toList());
    }

    @Test
    void asksTheCopilotCliForNothingElse() {
        FakeTool gh = FakeGh.install(folder).behaving("404");
        FakeTool cli = FakeCopilotCli.install(folder);

        assertEquals(
                Reason.UNSUPPORTED,
                failure(provider(gh).copilotCli(cli.executable()).build()).reason());
        assertEquals(List.of(), cli.log());
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.20, UNSUPPORTED",
        "1.0.62, UNSUPPORTED",
        "signed-out, NOT_LOGGED_IN",
        "401, LOGIN_EXPIRED",
        "ends, FAILED",
        "floods, UNREADABLE"
    })
    void tellsWhyTheCopilotCliGaveNoUsage(String behaviour, Reason reason) {
        FakeTool cli = FakeCopilotCli.install(folder).behaving(behaviour);
        UsageException failure = failure(provider().copilotCli(cli.executable()).build());

        assertEquals(reason, failure.reason(), failure::getMessage);
        assertEquals(1, failure.attempts().size());
        assertEquals(List.of(), cli.log("UNEXPECTED"));
        cli.assertNothingLeft();
    }

    @Test
    void endsACopilotCliThatHangs() {
        FakeTool cli = FakeCopilotCli.install(folder).behaving("hangs");
        UsageException failure = failure(provider()
                .copilotCli(cli.executable())
                .timeLimit(Duration.ofSeconds(3))
                .build());

        assertEquals(Reason.TIMED_OUT, failure.reason());
        cli.assertNothingLeft();
    }

    @Test
    void namesBothFailuresIfNeitherAnswers() {
        FakeTool gh = FakeGh.install(folder).behaving("signed-out");
        FakeTool cli = FakeCopilotCli.install(folder).behaving("signed-out");
        UsageException failure =
                failure(provider(gh).copilotCli(cli.executable()).build());

        assertEquals(Reason.NOT_LOGGED_IN, failure.reason());
        assertEquals(
                List.of("gh", "copilot-cli"),
                failure.attempts().stream().map(attempt -> attempt.strategy()).toList());
    }

    @Test
    void findsProgramsWhereVariablesSay() throws Exception {
        FakeTool gh = FakeGh.install(folder);
        CopilotUsageProvider.Builder provider = CopilotUsageProvider.builder()
                .environment(Map.of("GH_PATH", gh.executable().toString()))
                .timeLimit(Duration.ofSeconds(60));

        assertEquals(Optional.of("gh"), fetch(provider).strategy());
    }

    @Test
    void findsProgramsOnThePath() throws Exception {
        FakeTool cli = FakeCopilotCli.install(folder);
        CopilotUsageProvider.Builder provider = CopilotUsageProvider.builder()
                .gh(folder.resolve("gh"))
                .environment(Map.of("PATH", cli.executable().getParent().toString()))
                .timeLimit(Duration.ofSeconds(60));

        assertEquals(Optional.of("copilot-cli"), fetch(provider).strategy());
    }

    @Test
    void runsGhInTheEnvironmentThatIsGiven() throws Exception {
        Path gh = Files.createFile(folder.resolve("any"));
        assertTrue(gh.toFile().setExecutable(true));
        FakeProcessRunner runner =
                new FakeProcessRunner().on(FakeProgram.prints("{\"copilot_plan\":\"business\"}"), gh.toString());
        fetch(provider().gh(gh).runner(runner).environment(Map.of("GH_TOKEN", "invented", "GH_DEBUG", "api")));

        ProcessRequest request = runner.calls().get(0);
        assertEquals("invented", request.environment().get("GH_TOKEN"));
        assertFalse(request.environment().containsKey("GH_DEBUG"));
        assertTrue(request.removedEnvironment().contains("PATH"));
    }

    @Test
    void leavesTheHostAndTheTokenToGh() throws Exception {
        Path gh = Files.createFile(folder.resolve("any"));
        assertTrue(gh.toFile().setExecutable(true));
        FakeProcessRunner runner =
                new FakeProcessRunner().on(FakeProgram.prints("{\"copilot_plan\":\"business\"}"), gh.toString());
        fetch(provider().gh(gh).runner(runner));

        ProcessRequest request = runner.calls().get(0);
        assertTrue(request.terminal().isEmpty());
        for (String name : List.of("GH_HOST", "GH_TOKEN", "GITHUB_TOKEN", "GH_CONFIG_DIR", "HOME")) {
            assertTrue(
                    !request.environment().containsKey(name)
                            && !request.removedEnvironment().contains(name),
                    name);
        }
    }

    @Test
    void passesOnWhyNoProgramCouldBeStarted() throws Exception {
        Path gh = Files.createFile(folder.resolve("any"));
        assertTrue(gh.toFile().setExecutable(true));
        FakeProcessRunner runner = new FakeProcessRunner()
                .on(FakeProgram.cannotStart(ProcessStartException.Reason.OUT_OF_RESOURCES), gh.toString());

        assertEquals(
                Reason.FAILED, failure(provider().gh(gh).runner(runner).build()).reason());
    }

    @Test
    void refusesATimeLimitOfZero() {
        CopilotUsageProvider.Builder builder = CopilotUsageProvider.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.timeLimit(Duration.ZERO));
    }

    @Test
    void isFoundByTheRegistry() {
        assertEquals(
                CopilotUsageProvider.class,
                UsageProviders.load().find("copilot").orElseThrow().getClass());
    }
}
