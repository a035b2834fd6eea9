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
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider against a real program in a real terminal. After each test, nothing may be left and nothing spent. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake kiro-cli is a shell script")
@Timeout(60)
class KiroUsageProviderProcessTest {

    /** A real kiro-cli needs seconds; the fakes that hang need not. */
    private static final FetchRequest SHORT = FetchRequest.of(Duration.ofSeconds(2));

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
        return fake.provider().build().fetch(FetchRequest.defaults());
    }

    private static UsageException failure(FakeKiroCli fake, FetchRequest request) {
        long start = System.nanoTime();
        UsageException failure =
                assertThrows(UsageException.class, () -> fake.provider().build().fetch(request));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(request.timeLimit().orElse(Duration.ofSeconds(10))) <= 0, "took " + took);
        return failure;
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
        "3.0.0,  110.5, chat --no-interactive --agent-engine v1 --legacy-ui /usage",
    })
    void readsEveryKnownGenerationInATerminal(String version, double percent, String command) throws Exception {
        FakeKiroCli fake = install(version);
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, percent);
        assertEquals(Optional.of("pty"), usage.strategy());
        assertEquals(Optional.of(version), usage.toolVersion());
        assertEquals(List.of(), usage.attempts());
        assertEquals(List.of(command), fake.questions());
        assertTrue(fake.log().contains("terminal chat xterm-256color 50 160"), () -> "" + fake.log());
        assertFalse(fake.log().contains("cursor unanswered"));
    }

    @Test
    void asksAGenerationThatIsNotKnownThroughAcp() throws Exception {
        FakeKiroCli fake = install("3.1.0");
        UsageSnapshot usage = fetch(fake);
        assertNumbers(usage, 25);
        assertEquals(Optional.of("acp"), usage.strategy());
        assertEquals(List.of("acp"), fake.questions());
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
        "logged-out,   NOT_LOGGED_IN",
        "token-expired, LOGIN_EXPIRED",
        "throttled,    RATE_LIMITED",
    })
    void tellsWhyThereIsNoAnswer(String behaviour, Reason reason) {
        // Before ACP existed, so that the terminal has the last word.
        UsageException failure = failure(install("1.23.0").behaving(behaviour), FetchRequest.of(Duration.ofSeconds(4)));
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
        assertEquals(
                Reason.LOGIN_EXPIRED, failure(fake, FetchRequest.defaults()).reason());
        assertEquals(2, fake.questions().size());
    }

    @Test
    void failsLoudlyIfTheModelWasReachedAndNeverAsksSoAgain() throws Exception {
        mayReachModel = true;
        FakeKiroCli fake = install("2.21.0").behaving("ignores-engine");
        KiroUsageProvider provider = fake.provider().build();
        UsageException failure = assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.defaults()));
        assertEquals(Reason.UNSUPPORTED, failure.reason());
        assertTrue(failure.getMessage().contains("the model"), failure.getMessage());
        assertEquals(1, fake.questions().size());

        UsageSnapshot usage = provider.fetch(FetchRequest.defaults());
        assertEquals(Optional.of("acp"), usage.strategy());
        assertEquals(
                1, fake.log().stream().filter(line -> line.startsWith("MODEL")).count());
    }

    @Test
    void showsThePlanIfNobodyTellsTheNumbers() throws Exception {
        FakeKiroCli fake = install("2.18.0").behaving("managed");
        UsageSnapshot usage =
                fake.provider().strategies(KiroStrategy.PTY).build().fetch(FetchRequest.defaults());
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
    @CsvSource({"acp-hangs, TIMED_OUT", "acp-logged-out, NOT_LOGGED_IN", "acp-fails, UNAVAILABLE"})
    void tellsWhyAcpGivesNoAnswer(String behaviour, Reason reason) {
        assertEquals(
                reason, failure(install("3.1.0").behaving(behaviour), SHORT).reason());
    }

    @Test
    void turnsDownWhatTheAgentAsksFor() throws Exception {
        FakeKiroCli fake = install("3.1.0");
        fetch(fake);
        assertTrue(fake.log().contains("acp turned down \"p1\""), () -> "" + fake.log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fails", "logged-out", "slow", "stubborn"})
    void answersWithoutWhoami(String behaviour) throws Exception {
        long start = System.nanoTime();
        UsageSnapshot usage = fetch(install("2.11.0").withWhoami(behaviour));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
        assertTrue(usage.primary().isPresent());
        assertEquals(Optional.empty(), usage.identity().accountEmail());
    }

    @Test
    void keepsTheLimitEvenIfWhoamiIsSlow() throws Exception {
        FakeKiroCli fake = install("2.11.0").withWhoami("stubborn");
        long start = System.nanoTime();
        assertTrue(fake.provider().build().fetch(SHORT).primary().isPresent());
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void endsEverythingAtAnInterrupt() throws Exception {
        FakeKiroCli fake = install("2.11.0").behaving("hang").withWhoami("slow");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<UsageSnapshot> fetch = threads.submit(() -> fetch(fake));
            while (fake.questions().isEmpty() || !fake.runs().contains("whoami")) {
                assertFalse(fetch.isDone());
                Thread.onSpinWait();
            }
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(2, TimeUnit.SECONDS));
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
                fetches.add(() -> one.fetch(FetchRequest.defaults()));
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
        FakeKiroCli fake = install("3.0.0");
        KiroUsageProvider provider = fake.provider().build();
        provider.fetch(FetchRequest.defaults());
        provider.fetch(FetchRequest.defaults());
        assertEquals(1, fake.runs().stream().filter("--version"::equals).count());
        fake.executable().toFile().setLastModified(1_000_000_000_000L);
        provider.fetch(FetchRequest.defaults());
        assertEquals(2, fake.runs().stream().filter("--version"::equals).count());
    }

    @Test
    void usesPipesIfTheUserAsksForThem() throws Exception {
        FakeKiroCli fake = install("2.11.0");
        UsageSnapshot usage =
                fake.provider().strategies(KiroStrategy.PIPES).build().fetch(FetchRequest.defaults());
        assertNumbers(usage, 25);
        assertEquals(Optional.of("pipes"), usage.strategy());
        assertTrue(fake.log().contains("pipes chat"));
    }
}
