package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.transcript.KiroStandIn.WhoamiBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider against a real program in a real terminal. After each test, nothing may be left and nothing spent. */
@Timeout(120)
class KiroUsageProviderProcessTest {

    /** Enough for a stand-in to start on a busy machine, and not too much for one that hangs. */
    private static final FetchRequest SHORT = FetchRequest.of(Duration.ofSeconds(5));

    /** Enough for everything that answers, however busy the machine is. */
    private static final FetchRequest LONG = FetchRequest.of(Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private final List<FakeKiroCli> installed = new ArrayList<>();
    private boolean mayReachModel;

    private FakeKiroCli install(String version) {
        FakeKiroCli fake = FakeKiroCli.install(folder, version);
        installed.add(fake);
        return fake;
    }

    @AfterEach
    void nothingIsLeftAndNothingSpent() {
        for (FakeKiroCli fake : installed) {
            if (mayReachModel) {
                fake.assertNothingLeft();
            } else {
                fake.assertNothingLeftAndNothingSpent();
            }
        }
    }

    private static UsageSnapshot fetch(FakeKiroCli fake) throws Exception {
        return fake.provider().build().fetch(LONG);
    }

    private static UsageException failure(FakeKiroCli fake, FetchRequest request) {
        return assertThrows(UsageException.class, () -> fake.provider().build().fetch(request));
    }

    private static void assertNumbers(UsageSnapshot usage, double percent) {
        RateWindow credits = usage.primary().orElseThrow();
        assertEquals(percent, credits.usedPercent(), 1e-9);
        assertEquals(50, credits.amount().orElseThrow().limit());
        assertEquals(Optional.of(Instant.parse("2026-08-01T00:00:00Z")), credits.resetsAt());
        assertEquals(Optional.of("KIRO FREE"), usage.plan());
        assertEquals(Optional.of("Google"), usage.identity().loginMethod());
        assertEquals(Optional.of("dev@example.com"), usage.identity().accountEmail());
    }

    @ParameterizedTest
    @CsvSource({
        "1.23.1, 25,    chat --no-interactive /usage",
        "2.0.0,  25,    chat --no-interactive /usage",
        "2.11.0, 25,    chat --no-interactive --agent-engine v1 --legacy-ui /usage",
        "2.15.2, 25,    chat --no-interactive --agent-engine v1 --legacy-ui /usage",
        "2.18.0, 25,    chat --no-interactive --agent-engine v1 --legacy-ui /usage",
        "2.21.0, 110.5, chat --no-interactive --agent-engine v1 --legacy-ui /usage",
        "2.29.0, 110.5, chat --no-interactive --agent-engine v1 --legacy-ui /usage",
    })
    void readsEveryGenerationThatPrintsNumbersInATerminal(String version, double percent, String command)
            throws Exception {
        FakeKiroCli fake = install(version);
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, percent);
        assertEquals(Optional.of("pty"), usage.strategy());
        assertEquals(Optional.of(version), usage.toolVersion());
        assertEquals(List.of(), usage.attempts());
        assertEquals(List.of(command), fake.questions());
        if (OS.WINDOWS.isCurrentOs()) {
            return;
        }
        assertTrue(fake.log().contains("terminal chat xterm-256color 50 160"), () -> "" + fake.log());
        assertFalse(fake.log().contains("cursor unanswered"));
    }

    private static final String V3 = "acp --agent-engine v3 --auth-method cli";
    private static final String V2 = "acp --agent-engine v2";

    /**
     * Each of the situations in which {@code acp} answers: what the program is and does, which questions it takes, and
     * which ways fail before.
     */
    @ParameterizedTest
    @CsvSource({
        // Named by its version: 3.0, the versions around it, and one that is newer than known.
        "2.30.0, '',                      v3",
        "2.37.1, '',                      v3",
        "3.0.0,  '',                      v3",
        "3.2.0,  '',                      v3",
        "3.9.0,  '',                      v3",
        "3.0.0,  acp-ignores-end,         v3",
        "3.0.0,  acp-without-line-feed,   v3",
        // Without engine v3, without its sign-in, without its method, without any choice of engines.
        "3.0.0,  acp-v2-only,             v3 v2",
        "3.9.0,  acp-v2-only,             v3 v2",
        "2.30.0, acp-without-auth-method, v3 v2",
        "3.0.0,  acp-without-method,      v3 v2",
        "2.37.1, acp-refuses-engines,     v3 any",
    })
    void asksCurrentVersionsThroughAcp(String version, String behaviour, String questions) throws Exception {
        FakeKiroCli fake = install(version).behaving(behaviour);
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, 25);
        assertEquals(Optional.of("acp"), usage.strategy());
        List<String> expected = List.of(questions
                .replace("v3", V3)
                .replaceFirst(" v2$", ";" + V2)
                .replaceFirst(" any$", ";acp")
                .split(";"));
        assertEquals(expected, fake.questions());
        assertEquals(expected.size() - 1, usage.attempts().size());
        assertEquals(expected.size() > 1, fake.log().contains("acp session"), "engine v3 needs no session");
    }

    @Test
    void asksEngineV3AfterATerminalThatRefuses() throws Exception {
        FakeKiroCli fake = install("2.28.0").behaving("refuses-engine");
        assertNumbers(fetch(fake), 25);
        assertEquals(V3, fake.questions().get(1));
    }

    @Test
    void asksEngineV2OfVersionsWhoseEngineV3WantsAToken() throws Exception {
        FakeKiroCli fake = install("2.16.0").behaving("silent");
        assertNumbers(fetch(fake), 25);
        assertEquals(V2, fake.questions().get(1));
    }

    @Test
    void refusesEveryRequestOfTheAgent() throws Exception {
        FakeKiroCli fake = install("3.0.0");
        fetch(fake);
        assertTrue(fake.log().contains("acp refused 2"), () -> "" + fake.log());
        FakeKiroCli session = install("3.0.0").behaving("acp-v2-only");
        fetch(session);
        assertTrue(session.log().contains("acp refused \"p1\""), () -> "" + session.log());
    }

    @Test
    void asksNewVersionsInATerminalOnlyOnceAcpRefusesBothEngines() throws Exception {
        FakeKiroCli fake = install("3.0.0").behaving("acp-refuses-engines");
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, 110.5);
        assertEquals(
                List.of(V3, "acp", "chat --no-interactive --agent-engine v1 --legacy-ui /usage"), fake.questions());
    }

    /** The first start after an update takes longer than any limit; the next one is as quick as ever. */
    @Test
    void failsOnceIfAnUpdateIsBeingUnpacked() throws Exception {
        FakeKiroCli fake = install("3.0.0").behaving("acp-unpacks-once");
        KiroUsageProvider provider = fake.provider().build();
        UsageException failure = assertThrows(UsageException.class, () -> provider.fetch(SHORT));
        assertEquals(Reason.TIMED_OUT, failure.reason());
        assertTrue(failure.getMessage().contains("first start after an update"), failure.getMessage());
        assertEquals(List.of(V3), fake.questions());
        assertNumbers(provider.fetch(LONG), 25);
        assertEquals(List.of(V3, V3), fake.questions());
    }

    @Test
    void dropsAFlagThatIsRefusedButKeepsTheEngine() throws Exception {
        FakeKiroCli fake = install("2.21.0").behaving("refuses-look");
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, 110.5);
        assertEquals(
                List.of(
                        "chat --no-interactive --agent-engine v1 --legacy-ui /usage",
                        "chat --no-interactive --agent-engine v1 /usage"),
                fake.questions());
        assertEquals(
                List.of(Optional.of(Reason.UNSUPPORTED)),
                usage.attempts().stream().map(FetchAttempt::reason).toList());
    }

    @Test
    void asksThroughAcpIfTheEngineIsRefusedWhereThePlainCommandCosts() throws Exception {
        FakeKiroCli fake = install("2.21.0").behaving("refuses-engine");
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, 25);
        assertEquals(Optional.of("acp"), usage.strategy());
        assertEquals(1, usage.attempts().size());
    }

    @Test
    void asksThroughAcpIfOnlyASummaryIsPrinted() throws Exception {
        FakeKiroCli fake = install("2.18.0").behaving("refuses-engine");
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, 25);
        assertEquals(Optional.of("acp"), usage.strategy());
        assertEquals(
                List.of(Optional.of(Reason.UNSUPPORTED), Optional.empty()),
                usage.attempts().stream().map(FetchAttempt::reason).toList());
    }

    @ParameterizedTest
    @CsvSource({
        // What it is, what it does, and what must answer in the end.
        "1.20.0, '',             25,    pty",
        "1.26.0, '',             25,    acp",
        "2.3.0,  '',             25,    acp",
        "2.11.0, '',             25,    pty",
        "2.28.0, '',             110.5, pty",
        "3.0.0,  '',             110.5, pty",
        "3.0.0,  refuses-engine, 25,    acp",
    })
    void asksAProgramWithoutAReadableVersionWithoutCost(String version, String behaviour, double percent, String source)
            throws Exception {
        FakeKiroCli fake = install(version).saying("nightly build").behaving(behaviour);
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, percent);
        assertEquals(Optional.of(source), usage.strategy());
        assertEquals(Optional.empty(), usage.toolVersion());
    }

    @Test
    void neverRunsThePlainCommandIfTheVersionIsNotToldInTime() {
        FakeKiroCli fake = install("1.20.0").behaving("version-hangs");
        UsageException failure = failure(fake, SHORT);
        assertEquals(Reason.UNSUPPORTED, failure.reason());
        assertFalse(fake.runs().contains("chat --no-interactive /usage"));
    }

    @ParameterizedTest
    @CsvSource({
        "hang,         TIMED_OUT",
        "flood,        UNREADABLE",
        "silent,       UNREADABLE",
        "crash,        FAILED",
        "login-menu,   NOT_LOGGED_IN",
        "login-prompt, NOT_LOGGED_IN",
        "logged-out,   NOT_LOGGED_IN",
        "token-expired, LOGIN_EXPIRED",
        "throttled,    RATE_LIMITED",
    })
    void tellsWhyThereIsNoAnswer(String behaviour, Reason reason) {
        // Before ACP existed, so that the terminal has the last word.
        UsageException failure = failure(install("1.23.0").behaving(behaviour), SHORT);
        assertEquals(reason, failure.reason(), failure::getMessage);
        assertTrue(failure.nextStep().isPresent());
        assertFalse(failure.attempts().isEmpty());
        assertFalse(failure.getMessage().contains("dev@example.com"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linger", "stubborn", "grandchild", "litter"})
    void readsAReportWhateverTheProgramDoesBesides(String behaviour) throws Exception {
        assertNumbers(fetch(install("2.11.0").behaving(behaviour)), 25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent", "crash"})
    void asksThroughAcpIfTheTerminalSaysNothingUseful(String behaviour) throws Exception {
        UsageSnapshot usage = fetch(install("2.11.0").behaving(behaviour));
        assertNumbers(usage, 25);
        assertEquals(Optional.of("acp"), usage.strategy());
        assertEquals(1, usage.attempts().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"token-expired-once", "timeout-once"})
    void asksAgainOnceIfThatOftenHelps(String behaviour) throws Exception {
        FakeKiroCli fake = install("2.11.0").behaving(behaviour);
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, 25);
        assertEquals(Optional.of("pty"), usage.strategy());
        assertEquals(1, usage.attempts().size());
        assertEquals(2, fake.questions().size());
    }

    @Test
    void asksAgainOnlyOnce() {
        FakeKiroCli fake = install("2.11.0").behaving("token-expired");
        assertEquals(Reason.LOGIN_EXPIRED, failure(fake, LONG).reason());
        assertEquals(2, fake.questions().size());
    }

    @Test
    void failsLoudlyIfTheModelWasReachedAndNeverAsksSoAgain() throws Exception {
        mayReachModel = true;
        FakeKiroCli fake = install("2.21.0").behaving("ignores-engine");
        KiroUsageProvider provider = fake.provider().build();
        UsageException failure = assertThrows(UsageException.class, () -> provider.fetch(LONG));
        assertEquals(Reason.UNSUPPORTED, failure.reason());
        assertTrue(failure.getMessage().contains("the model"), failure.getMessage());
        assertEquals(1, fake.questions().size());

        UsageSnapshot usage = provider.fetch(LONG);
        assertEquals(Optional.of("acp"), usage.strategy());
        assertEquals(
                1, fake.log().stream().filter(line -> line.startsWith("MODEL")).count());
    }

    @Test
    void showsThePlanIfThereAreNoNumbers() throws Exception {
        FakeKiroCli fake = install("2.18.0").behaving("managed");
        UsageSnapshot usage =
                fake.provider().strategies(KiroStrategy.PTY).build().fetch(LONG);
        assertEquals(Optional.empty(), usage.primary());
        assertEquals(Optional.of("Q Developer Pro"), usage.plan());
        assertEquals(Optional.of("pty"), usage.strategy());
        assertEquals(1, usage.attempts().size());
    }

    @Test
    void showsNoNumbersForAPlanThatAnAdministratorManages() throws Exception {
        UsageSnapshot usage = fetch(install("3.1.0").behaving("acp-managed"));
        assertEquals(Optional.empty(), usage.primary());
        assertEquals(Optional.of("acp"), usage.strategy());
    }

    @ParameterizedTest
    @CsvSource({
        "acp-hangs,         TIMED_OUT",
        "acp-logged-out,    NOT_LOGGED_IN",
        "acp-auth-failed,   LOGIN_EXPIRED",
        "acp-no-profile,    NOT_LOGGED_IN",
        "acp-fails,         UNAVAILABLE",
        "acp-broken-answer, UNREADABLE",
        "acp-flood,         UNREADABLE",
    })
    void tellsWhyAcpGivesNoAnswer(String behaviour, Reason reason) {
        for (String version : List.of("3.0.0", "3.9.0")) {
            FakeKiroCli fake = install(version).behaving(behaviour);
            UsageException failure = failure(fake, reason == Reason.TIMED_OUT ? SHORT : LONG);
            assertEquals(reason, failure.reason(), failure::getMessage);
            assertFalse(failure.getMessage().contains("Internal error"), failure.getMessage());
            assertTrue(failure.nextStep().isPresent());
            assertFalse(fake.questions().stream().anyMatch(question -> question.startsWith("chat")), "a prompt");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void answersWithoutWhoami(WhoamiBehaviour behaviour) throws Exception {
        UsageSnapshot usage = fetch(install("2.11.0").withWhoami(behaviour));
        assertTrue(usage.primary().isPresent());
        assertEquals(Optional.empty(), usage.identity().accountEmail());
        assertEquals(
                behaviour == WhoamiBehaviour.LOGGED_OUT ? Optional.empty() : Optional.of("Builder ID"),
                usage.identity().loginMethod());
    }

    @Test
    void endsEverythingAtAnInterrupt() throws Exception {
        FakeKiroCli fake = install("2.11.0").behaving("hang").withWhoami(WhoamiBehaviour.SLOW);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<UsageSnapshot> fetch = threads.submit(() -> fetch(fake));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (fake.questions().isEmpty() || !fake.runs().contains("whoami")) {
                assertFalse(fetch.isDone());
                assertTrue(System.nanoTime() - end < 0, () -> "only " + fake.runs());
                Thread.sleep(10);
            }
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
            Exception thrown = assertThrows(Exception.class, fetch::get);
            assertTrue(thrown.getCause() instanceof InterruptedException, thrown::toString);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void fetchesAtOnceDoNotDisturbEachOther() throws Exception {
        FakeKiroCli well = install("2.11.0");
        FakeKiroCli hanging = install("2.11.0").behaving("hang");
        KiroUsageProvider one = well.provider().build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Future<UsageSnapshot> stuck =
                    threads.submit(() -> hanging.provider().build().fetch(SHORT));
            List<Callable<UsageSnapshot>> fetches = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                fetches.add(() -> one.fetch(LONG));
            }
            for (Future<UsageSnapshot> fetch : threads.invokeAll(fetches)) {
                assertNumbers(fetch.get(), 25);
            }
            assertThrows(Exception.class, stuck::get);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void answersVirtualThreads() throws Exception {
        FakeKiroCli fake = install("2.11.0");
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try {
            List<Future<UsageSnapshot>> fetches = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                fetches.add(threads.submit(() -> fetch(fake)));
            }
            for (Future<UsageSnapshot> fetch : fetches) {
                assertNumbers(fetch.get(), 25);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void asksForTheVersionOnceAsLongAsTheFileStaysTheSame() throws Exception {
        FakeKiroCli fake = install("2.28.0");
        KiroUsageProvider provider = fake.provider().build();
        provider.fetch(LONG);
        provider.fetch(LONG);
        assertEquals(1, fake.runs().stream().filter("--version"::equals).count());
        fake.executable().toFile().setLastModified(1_000_000_000_000L);
        provider.fetch(LONG);
        assertEquals(2, fake.runs().stream().filter("--version"::equals).count());
    }

    @Test
    void usesPipesIfTheUserAsksForThem() throws Exception {
        FakeKiroCli fake = install("2.11.0");
        UsageSnapshot usage =
                fake.provider().strategies(KiroStrategy.PIPES).build().fetch(LONG);
        assertNumbers(usage, 25);
        assertEquals(Optional.of("pipes"), usage.strategy());
        assertTrue(fake.log().contains("pipes chat"));
    }
}
