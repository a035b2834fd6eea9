package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.provider.support.FileFingerprint;
import dev.codexbar.testkit.FakeProcessRunner;
import dev.codexbar.testkit.FakeProgram;
import dev.codexbar.testkit.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider without processes: where it looks, what it asks for, and how it maps what goes wrong at the start. */
class KiroUsageProviderTest {

    private static final FakeProgram REPORT = FakeProgram.prints("""

            Estimated Usage | resets on 2026-08-01 | KIRO PRO
            Credits (250.00 of 1000 covered in plan)
            ████████ 25%

            Overages: Disabled

            To manage your plan or configure overages navigate to https://app.kiro.dev/account/usage

            Tip: to see context window usage, run /context

            """);

    @TempDir
    Path folder;

    private Path executable;
    private final FakeProcessRunner runner = new FakeProcessRunner();

    @BeforeEach
    void install() throws IOException {
        executable = Files.createFile(folder.resolve("kiro-cli"));
        assertTrue(executable.toFile().setExecutable(true));
        runner.on(FakeProgram.prints("kiro-cli 2.11.0\n"), "kiro-cli", "--version")
                .on(FakeProgram.prints("Logged in with GitHub\n"), "kiro-cli", "whoami")
                .on(REPORT, "kiro-cli", "chat");
    }

    private KiroUsageProvider.Builder provider() {
        return KiroUsageProvider.builder()
                .executable(executable)
                .runner(runner)
                .clock(MutableClock.at("2026-07-16T12:00:00.5Z"));
    }

    private UsageException failure(KiroUsageProvider.Builder provider) {
        return assertThrows(UsageException.class, () -> provider.build().fetch(FetchRequest.defaults()));
    }

    @Test
    void describesItself() {
        ProviderDescriptor descriptor = new KiroUsageProvider().descriptor();
        assertEquals("kiro", descriptor.id());
        assertEquals("Kiro", descriptor.displayName());
        assertEquals(Map.of("primary", "Credits", "secondary", "Bonus"), descriptor.windowTitles());
        assertEquals(Optional.of(Duration.ofMinutes(5)), descriptor.minimumInterval());
        assertEquals(Optional.of(URI.create("https://app.kiro.dev/account/usage")), descriptor.dashboardUri());
        assertEquals(Optional.of(URI.create("https://health.aws.amazon.com/health/status")), descriptor.statusUri());
        assertEquals(Optional.of("kiro-cli"), descriptor.cliName());
        assertEquals(Optional.of("#FF9900"), descriptor.accentColor());
    }

    @Test
    void putsTheAnswerTogether() throws Exception {
        UsageSnapshot usage = provider().build().fetch(FetchRequest.defaults());
        assertEquals("kiro", usage.providerId());
        assertEquals(25, usage.primary().orElseThrow().usedPercent());
        assertEquals(Optional.of("KIRO PRO"), usage.identity().accountOrganization());
        assertEquals(Optional.of("GitHub"), usage.identity().loginMethod());
        assertEquals(Instant.parse("2026-07-16T12:00:00Z"), usage.updatedAt());
        assertEquals(Optional.of("pty"), usage.strategy());
        assertEquals(Optional.of("2.11.0"), usage.toolVersion());
    }

    /** A runner that does something when it is warmed up. */
    private ProcessRunner warming(Runnable warmUp) {
        return new ProcessRunner() {
            @Override
            public ProcessResult run(ProcessRequest request) throws IOException, InterruptedException {
                return runner.run(request);
            }

            @Override
            public void warmUp() {
                warmUp.run();
            }
        };
    }

    @Test
    void warmsUpOnceAndOnlyForATerminal() throws Exception {
        AtomicInteger times = new AtomicInteger();
        ProcessRunner warming = warming(() -> {
            times.incrementAndGet();
            throw new IllegalStateException("breaks its promise");
        });
        KiroUsageProvider piped =
                provider().runner(warming).strategies(KiroStrategy.PIPES).build();
        piped.fetch(FetchRequest.defaults());
        assertEquals(0, times.get());

        KiroUsageProvider usual = provider().runner(warming).build();
        usual.fetch(FetchRequest.defaults());
        usual.fetch(FetchRequest.defaults());
        assertEquals(1, times.get());
    }

    /** The limit of the test is far below the limit of the fetch, which it would reach otherwise. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForNoWarmUpThatTakesTooLong() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        KiroUsageProvider provider = provider()
                .runner(warming(() -> {
                    try {
                        stuck.await();
                    } catch (InterruptedException broken) {
                        interrupted.set(true);
                    }
                }))
                .timeLimit(Duration.ofHours(1))
                .build();
        try {
            provider.fetch(FetchRequest.defaults());
            assertFalse(interrupted.get());
        } finally {
            stuck.countDown();
        }
    }

    /** Of such a program nothing is known but that it is none of the versions that may reach a model. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void asksPlainlyWhatKnowsNothingButThePlainCommand(int exitCode) throws Exception {
        FakeProgram wordless = FakeProgram.exits(exitCode);
        FakeProcessRunner plain = new FakeProcessRunner()
                .on(wordless, "kiro-cli")
                .on(REPORT, "kiro-cli", "chat", "--no-interactive", "/usage");

        UsageSnapshot usage = provider().runner(plain).build().fetch(FetchRequest.defaults());

        assertEquals(25, usage.primary().orElseThrow().usedPercent());
    }

    /** A failure that passes says nothing about the version: the next moment, the plain command may reach a model. */
    @ParameterizedTest
    @CsvSource({
        // What --version, the engine and acp do.
        "locked, locked, locked",
        "locked, mute,   mute",
        "mute,   locked, mute",
        "mute,   mute,   locked",
        "blank,  mute,   mute",
        "mute,   blank,  mute",
        "mute,   mute,   blank",
        "killed, mute,   mute",
        "mute,   killed, mute",
        "mute,   mute,   killed",
        "locked, engine, mute",
        "locked, mute,   acp",
        "mute,   engine, locked",
        "mute,   locked, acp",
        "version, mute,  mute",
        "version, engine, acp",
    })
    void neverAsksPlainlyWhatMerelyFailed(String version, String engine, String acp) {
        FakeProcessRunner failing = new FakeProcessRunner()
                .on(FakeProgram.exits(1), "kiro-cli")
                .on(failing(version), "kiro-cli", "--version")
                .on(REPORT, "kiro-cli", "chat")
                .on(failing(engine), "kiro-cli", "chat", "--no-interactive", "--agent-engine")
                .on(failing(acp), "kiro-cli", "acp");

        failure(provider().runner(failing));

        assertNeverAskedPlainly(failing);
    }

    private static FakeProgram failing(String how) {
        return switch (how) {
            case "locked" -> FakeProgram.exits(1).thenPrintsError("error: database is locked\n");
            case "blank" -> FakeProgram.exits(1).thenPrintsError("\u001b[?25h\n");
            case "killed" -> FakeProgram.exits(137);
            case "engine" ->
                FakeProgram.exits(2).thenPrintsError("error: unexpected argument '--agent-engine' found\n");
            case "acp" -> FakeProgram.exits(2).thenPrintsError("error: unrecognized subcommand 'acp'\n");
            case "version" -> FakeProgram.prints("kiro-cli 2.21.0\n");
            default -> FakeProgram.exits(1);
        };
    }

    @Test
    void asksPlainlyWhatSaysThatItKnowsNeitherEnginesNorAcp() throws Exception {
        FakeProcessRunner old = new FakeProcessRunner()
                .on(FakeProgram.prints("nightly build\n"), "kiro-cli")
                .on(REPORT, "kiro-cli", "chat")
                .on(failing("engine"), "kiro-cli", "chat", "--no-interactive", "--agent-engine")
                .on(failing("acp"), "kiro-cli", "acp");
        assertEquals(
                25,
                provider()
                        .runner(old)
                        .build()
                        .fetch(FetchRequest.defaults())
                        .primary()
                        .orElseThrow()
                        .usedPercent());
    }

    /** Behind a wrapper or a link, an update changes the program but not the file. */
    @Test
    void asksForTheVersionEachTimeThatThePlainCommandIsInQuestion() throws Exception {
        FakeProcessRunner updated = new FakeProcessRunner()
                .on(FakeProgram.exits(1), "kiro-cli")
                .on(REPORT, "kiro-cli", "chat")
                .on(
                        List.of(FakeProgram.prints("kiro-cli 1.23.0\n"), FakeProgram.prints("kiro-cli 3.0.0\n")),
                        "kiro-cli",
                        "--version");
        KiroUsageProvider provider = provider().runner(updated).build();
        provider.fetch(FetchRequest.defaults());
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Optional.of("3.0.0"),
                    provider.fetch(FetchRequest.defaults()).toolVersion());
        }
        assertEquals(
                List.of("chat --no-interactive /usage"),
                commands(updated).filter(PLAIN::equals).toList());
        assertEquals(2, commands(updated).filter("--version"::equals).count());
    }

    @Test
    void takesNoVersionFromWhatDoesNotEndByItself() {
        FakeProcessRunner cut = new FakeProcessRunner()
                .on(REPORT, "kiro-cli", "chat")
                .on(FakeProgram.exits(1), "kiro-cli", "chat", "--no-interactive", "--agent-engine")
                .on(FakeProgram.exits(1), "kiro-cli", "acp")
                .on(FakeProgram.prints("kiro-cli 1.2").thenHangs(), "kiro-cli", "--version");
        assertThrows(
                UsageException.class,
                () -> provider().runner(cut).build().fetch(FetchRequest.of(Duration.ofSeconds(2))));
        assertNeverAskedPlainly(cut);
    }

    @Test
    void knowsAProgramByWhereItsLinkLeads() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, executable);
        assertEquals(FileFingerprint.of(executable), FileFingerprint.of(link));
    }

    private static final String PLAIN = "chat --no-interactive /usage";

    private static Stream<String> commands(FakeProcessRunner runner) {
        return runner.calls().stream().map(call -> String.join(" ", call.arguments()));
    }

    private static void assertNeverAskedPlainly(FakeProcessRunner runner) {
        assertEquals(List.of(), commands(runner).filter(PLAIN::equals).toList());
    }

    @Test
    void neverAsksPlainlyWhatAnsweredInProse() {
        FakeProcessRunner prose = new FakeProcessRunner()
                .on(FakeProgram.exits(1), "kiro-cli")
                .on(FakeProgram.prints("Here is how usage works."), "kiro-cli", "chat");

        assertEquals(Reason.UNREADABLE, failure(provider().runner(prose)).reason());
        assertNeverAskedPlainly(prose);
    }

    @Test
    void asksWithinBoundsOnly() throws Exception {
        provider().build().fetch(FetchRequest.of(Duration.ofSeconds(5)));
        for (ProcessRequest request : runner.calls()) {
            assertEquals(executable.toString(), request.executable());
            assertTrue(request.timeLimit().compareTo(Duration.ofSeconds(5)) < 0);
            assertEquals("true", request.environment().get("BROWSER"));
            assertEquals(Set.of("DISPLAY", "WAYLAND_DISPLAY"), request.removedEnvironment());
            assertFalse(Files.exists(request.workingDirectory().orElseThrow()));
            assertEquals(
                    request.arguments().contains("chat"), request.terminal().isPresent());
        }
    }

    @Test
    void loadsAndRunsNothingIfNothingIsInstalled() {
        KiroUsageProvider.Builder provider = KiroUsageProvider.builder()
                .environment(Map.of("PATH", folder.resolve("empty").toString(), "HOME", folder.toString()));
        AtomicInteger warmUps = new AtomicInteger();
        UsageException failure = failure(provider.runner(warming(warmUps::incrementAndGet)));
        assertEquals(0, warmUps.get());
        assertEquals(List.of(), runner.calls());
        assertEquals(Reason.NOT_INSTALLED, failure.reason());
        assertEquals("kiro-cli is not installed.", failure.getMessage());
        assertEquals(
                Optional.of("Install kiro-cli from https://kiro.dev/docs/cli/ and run `kiro-cli login`."),
                failure.nextStep());
    }

    @Test
    void looksWhereItIsTold() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/.local/bin"));
        Path local = Files.copy(executable, home.resolve("kiro-cli"), StandardCopyOption.COPY_ATTRIBUTES);
        String noPath = folder.resolve("empty").toString();
        assertEquals(
                local,
                found(Map.of("PATH", noPath, "HOME", folder.resolve("home").toString())));
        assertEquals(
                executable,
                found(Map.of(
                        "PATH",
                        folder.toString(),
                        "HOME",
                        folder.resolve("home").toString())));
        assertEquals(local, found(Map.of("PATH", folder.toString(), "KIRO_CLI_PATH", local.toString())));
        UsageException wrong = failure(KiroUsageProvider.builder()
                .environment(Map.of("PATH", folder.toString(), "KIRO_CLI_PATH", "/nowhere/kiro-cli")));
        assertEquals(Reason.NOT_INSTALLED, wrong.reason());
        assertTrue(wrong.getMessage().contains("/nowhere/kiro-cli"), wrong.getMessage());
    }

    private Path found(Map<String, String> environment) throws Exception {
        FakeProcessRunner asked = new FakeProcessRunner()
                .on(FakeProgram.prints("kiro-cli 2.11.0\n"), "kiro-cli")
                .on(REPORT, "kiro-cli", "chat");
        KiroUsageProvider.builder()
                .environment(environment)
                .runner(asked)
                .build()
                .fetch(FetchRequest.defaults());
        return Path.of(asked.calls().get(0).executable());
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND,            NOT_INSTALLED",
        "NOT_EXECUTABLE,       FAILED",
        "TOO_LARGE,            FAILED",
        "OUT_OF_RESOURCES,     FAILED",
        "NO_WORKING_DIRECTORY, FAILED",
        "FAILED,               FAILED",
    })
    void tellsWhyTheProgramCannotBeStarted(ProcessStartException.Reason cause, Reason reason) {
        runner.on(FakeProgram.cannotStart(cause), "kiro-cli");
        UsageException failure = failure(provider());
        assertEquals(reason, failure.reason());
        assertTrue(failure.nextStep().isPresent());
    }

    @Test
    void tellsNoHomeDirectoryWithAFailure() {
        runner.on(FakeProgram.fails(new IOException("/home/jane/.local/bin/kiro-cli: gone")), "kiro-cli");
        UsageException failure = failure(provider());
        assertFalse(failure.getMessage().contains("jane"), failure.getMessage());
        assertEquals(null, failure.getCause());
    }

    @Test
    void tellsNoHomeDirectoryOfTheGivenEnvironment() {
        Map<String, String> environment = Map.of("PATH", "/usr/bin", "HOME", "/srv/people/jane");
        runner.on(
                FakeProgram.exits(9).thenPrintsError("fatal: cannot open /srv/people/jane/data.sqlite3\n"),
                "kiro-cli",
                "chat");
        UsageException printed = failure(provider().environment(environment).strategies(KiroStrategy.PTY));
        assertTrue(printed.getMessage().contains("cannot open ~/data.sqlite3"), printed.getMessage());
        String attempt = printed.attempts().get(0).message();
        assertTrue(attempt.contains("cannot open ~/data.sqlite3"), attempt);

        runner.on(FakeProgram.fails(new IOException("/srv/people/jane/bin/kiro-cli: gone")), "kiro-cli");
        UsageException gone = failure(provider().environment(environment));
        assertTrue(gone.getMessage().contains("~/bin/kiro-cli: gone"), gone.getMessage());
    }

    @Test
    void asksThroughAcpIfThereIsNoTerminal() throws Exception {
        runner.on(FakeProgram.prints("kiro-cli 2.28.0\n"), "kiro-cli", "--version")
                .on(FakeProgram.cannotStart(ProcessStartException.Reason.TERMINAL_UNAVAILABLE), "kiro-cli", "chat")
                .on(
                        FakeProgram.answers(line -> line.contains("_kiro/account/getUsage")
                                ? "{\"id\":2,\"result\":{\"success\":true,\"data\":{\"planName\":\"KIRO PRO\","
                                        + "\"usageBreakdowns\":[{\"used\":1,\"limit\":4}]}}}\n"
                                : "{\"id\":1,\"result\":{}}\n"),
                        "kiro-cli",
                        "acp");
        UsageSnapshot usage = provider().build().fetch(FetchRequest.defaults());
        assertEquals(25, usage.primary().orElseThrow().usedPercent());
        assertEquals(Optional.of(Reason.UNSUPPORTED), usage.attempts().get(0).reason());
    }

    @Test
    void keepsItsOwnLimitUnlessTheRequestNamesOne() {
        runner.on(FakeProgram.hangs(), "kiro-cli");
        assertEquals(
                Reason.TIMED_OUT,
                failure(provider().timeLimit(Duration.ofMillis(300))).reason());
        assertTrue(runner.calls().stream().allMatch(call -> call.timeLimit().compareTo(Duration.ofMillis(300)) < 0));
    }

    @Test
    void doesNotStartIfTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> provider().build().fetch(FetchRequest.defaults()));
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(0, runner.calls().size());
    }

    @Test
    void masksIdentityInTheWordsOfTheProgram() {
        runner.on(
                FakeProgram.exits(9).thenPrintsError("fatal: \u001b[31mdev@example.com\u001b[0m has no access\u0007\n"),
                "kiro-cli",
                "chat");
        UsageException failure = failure(provider().strategies(KiroStrategy.PTY));
        assertEquals(Reason.FAILED, failure.reason());
        assertTrue(failure.getMessage().contains("has no access"), failure.getMessage());
        assertFalse(failure.getMessage().contains("dev@example.com"), failure.getMessage());
        assertTrue(failure.getMessage().chars().noneMatch(Character::isISOControl));
    }

    @Test
    void rejectsWhatMakesNoSense() {
        KiroUsageProvider.Builder builder = KiroUsageProvider.builder();
        assertThrows(IllegalArgumentException.class, builder::strategies);
        assertThrows(IllegalArgumentException.class, () -> builder.strategies(KiroStrategy.ACP, KiroStrategy.ACP));
        assertThrows(IllegalArgumentException.class, () -> builder.timeLimit(Duration.ZERO));
        assertSame(builder, builder.timeLimit(Duration.ofSeconds(1)));
    }
}
