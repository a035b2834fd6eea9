package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks programs that behave like the versions and situations of the real one, as real processes. */
class CodexUsageProviderProcessTest {

    private static final String ASK = "app-server -c features.plugins=false";

    /** Long enough for any answer on a busy machine; no test waits for it. */
    private static final FetchRequest PATIENT = FetchRequest.of(Duration.ofSeconds(60));

    /** For programs that do not answer: the input is closed two seconds before. */
    private static final FetchRequest SHORT = FetchRequest.of(Duration.ofSeconds(7));

    @TempDir
    Path folder;

    private final List<FakeCodex> installed = new ArrayList<>();

    private FakeCodex install(String version) {
        FakeCodex fake = FakeCodex.install(folder, version);
        installed.add(fake);
        return fake;
    }

    @AfterEach
    void leavesNothingBehind() {
        installed.forEach(FakeCodex::assertNothingLeft);
    }

    private static UsageSnapshot fetch(FakeCodex fake) throws Exception {
        return fake.provider().build().fetch(PATIENT);
    }

    private static UsageException failure(FakeCodex fake) {
        return failure(fake, PATIENT);
    }

    private static UsageException failure(FakeCodex fake, FetchRequest request) {
        return assertThrows(UsageException.class, () -> fake.provider().build().fetch(request));
    }

    private static List<String> windows(UsageSnapshot snapshot) {
        return snapshot.windows().stream().map(NamedRateWindow::id).toList();
    }

    // ---- What is asked

    @Test
    void asksFourLinesAtOnceAndEndsTheInput() throws Exception {
        FakeCodex fake = install("0.171.0");
        UsageSnapshot snapshot = fetch(fake);
        assertEquals(
                List.of(
                        "run --version",
                        "run " + ASK,
                        "asked initialize",
                        "asked initialized",
                        "asked account/rateLimits/read",
                        "asked account/read",
                        "end of input",
                        "exit"),
                fake.log());
        assertEquals(
                List.of("primary", "secondary", "codex-spark", "codex-spark-weekly", "codex-credit-limit"),
                windows(snapshot));
        assertEquals(Optional.of("app-server"), snapshot.strategy());
        assertEquals(Optional.of("0.169.0"), snapshot.toolVersion());
        assertEquals(Optional.of("ada@example.com"), snapshot.identity().accountEmail());
        assertEquals(List.of(), snapshot.attempts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.36.0", "0.39.0", "0.42.0", "0.44.0", "0.45.0", "0.47.0", "0.48.0", "0.0.0"})
    void asksNothingOfVersionsThatTellNoQuota(String version) {
        FakeCodex fake = install(version);
        UsageException failure = failure(fake);
        assertEquals(Reason.UNSUPPORTED, failure.reason());
        assertEquals(Optional.of("Update Codex."), failure.nextStep());
        assertEquals(List.of("--version"), fake.runs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"codex 0.171.0", "0.1.2504301751", "", "codex-cli unknown", "xcodex-cli 0.171.0"})
    void asksNothingOfProgramsThatDoNotTellTheirVersion(String says) {
        FakeCodex fake = install("0.171.0").set("says", says);
        assertEquals(Reason.UNSUPPORTED, failure(fake).reason());
        assertEquals(List.of("--version"), fake.runs());
    }

    @ParameterizedTest
    @CsvSource({
        "0.49.0, version-0.49.0-everything",
        "0.50.0, version-0.50.0-everything",
        "0.57.0, version-0.57.0-everything",
        "0.101.0, version-0.101.0-everything",
        "0.158.0, version-0.158.0-everything",
    })
    void asksOldVersions(String version, String dialogue) throws Exception {
        FakeCodex fake = install(version).replying(dialogue);
        UsageSnapshot snapshot = fetch(fake);
        assertEquals(37, snapshot.primary().orElseThrow().usedPercent());
        assertEquals(12, snapshot.secondary().orElseThrow().usedPercent());
        assertEquals(Optional.of(version), snapshot.toolVersion());
    }

    @Test
    void asksForTheVersionOnce() throws Exception {
        FakeCodex fake = install("0.171.0");
        CodexUsageProvider provider = fake.provider().build();
        provider.fetch(PATIENT);
        provider.fetch(PATIENT);
        assertEquals(List.of("--version", ASK, ASK), fake.runs());
    }

    @Test
    void asksAnOldVersionAgainInCaseOfAnUpdate() throws Exception {
        FakeCodex fake = install("0.48.0");
        CodexUsageProvider provider = fake.provider().build();
        assertThrows(UsageException.class, () -> provider.fetch(PATIENT));
        fake.set("version", "0.171.0");
        provider.fetch(PATIENT);
        assertEquals(List.of("--version", "--version", ASK), fake.runs());
    }

    // ---- What is answered

    @Test
    void tellsWindowsWithoutIdentity() throws Exception {
        UsageSnapshot snapshot = fetch(install("0.171.0").replying("err-check-429"));
        assertEquals(List.of("primary", "secondary"), windows(snapshot));
        assertEquals(AccountIdentity.unknown(), snapshot.identity());
        assertEquals(
                List.of("Codex did not tell whose usage it is."),
                snapshot.attempts().stream().map(FetchAttempt::message).toList());
    }

    @Test
    void doesNotWaitForAnAccountThatIsNeverTold() throws Exception {
        FakeCodex fake = install("0.171.0").set("silent", "account/read");
        assertEquals(37, fetch(fake).primary().orElseThrow().usedPercent());
    }

    @Test
    void takesAnswersAmongNotificationsAndNoise() throws Exception {
        FakeCodex fake = install("0.171.0").replying("own-log-lines-between").set("stderr", "x".repeat(200_000));
        assertEquals(1, fetch(fake).primary().orElseThrow().usedPercent());
    }

    @Test
    void readsUsageThatThisVersionCannotDecode() throws Exception {
        UsageSnapshot snapshot = fetch(install("0.115.0").replying("version-0.115.0-unknown-plan"));
        assertEquals(Optional.of("Hyperplus"), snapshot.plan());
        assertEquals(37, snapshot.primary().orElseThrow().usedPercent());
    }

    @Test
    void renewsARefusedLoginOnce() throws Exception {
        FakeCodex fake = install("0.171.0").replying("recover-0.171.0-ok");
        UsageSnapshot snapshot = fetch(fake);
        assertEquals(37, snapshot.primary().orElseThrow().usedPercent());
        assertEquals(
                List.of(
                        "initialize",
                        "initialized",
                        "account/rateLimits/read",
                        "account/read",
                        "account/read with refreshToken",
                        "account/rateLimits/read"),
                fake.asked());
        assertEquals(
                List.of(Optional.of(Reason.LOGIN_EXPIRED)),
                snapshot.attempts().stream().map(FetchAttempt::reason).toList());
    }

    @Test
    void tellsThatALoginHasExpiredIfRenewingIsOfNoUse() {
        FakeCodex fake = install("0.171.0").replying("recover-0.171.0-down");
        assertEquals(Reason.LOGIN_EXPIRED, failure(fake).reason());
        assertEquals(1, Collections.frequency(fake.asked(), "account/read with refreshToken"));
        assertEquals(2, Collections.frequency(fake.asked(), "account/rateLimits/read"));
    }

    @Test
    void asksNoMoreOnceTheRenewalIsRefused() {
        FakeCodex fake = install("0.171.0").replying("recover-0.171.0-reused");
        assertEquals(Reason.LOGIN_EXPIRED, failure(fake).reason());
        assertEquals(1, Collections.frequency(fake.asked(), "account/rateLimits/read"));
    }

    @Test
    void renewsNothingIfCodexWasRefusedARenewalByItself() {
        FakeCodex fake = install("0.171.0").replying("refresh-access-expired-invalid-grant");
        assertEquals(Reason.LOGIN_EXPIRED, failure(fake).reason());
        assertEquals(0, Collections.frequency(fake.asked(), "account/read with refreshToken"));
    }

    @Test
    void asksOnceMoreIfTheServiceWasNotReached() throws Exception {
        FakeCodex fake = install("0.171.0").replyingLines("""
                {"id":1,"result":{"userAgent":"codexbar-java/0.171.0 (Debian 12.0.0; x86_64)"}}
                {"id":2,"error":{"code":-32603,"message":"failed to fetch codex rate limits: error sending request for url (x)"}}
                {"id":3,"result":{"account":{"type":"chatgpt","email":"ada@example.com","planType":"plus"}}}
                {"id":5,"result":{"rateLimits":{"primary":{"usedPercent":5,"windowDurationMins":300}}}}
                """);
        assertEquals(5, fetch(fake).primary().orElseThrow().usedPercent());
        assertEquals(2, Collections.frequency(fake.asked(), "account/rateLimits/read"));
    }

    @ParameterizedTest
    @CsvSource({
        "auth-none, NOT_LOGGED_IN",
        "version-0.49.0-signed-out, NOT_LOGGED_IN",
        "version-0.169.0-api-key, UNSUPPORTED",
        "config-bedrock, UNSUPPORTED",
        "config-oss, UNSUPPORTED",
        "version-0.47.0-everything, UNSUPPORTED",
        "err-500, UNAVAILABLE",
        "err-404, UNAVAILABLE",
        "err-403-cloudflare, UNAVAILABLE",
        "err-200-html, UNAVAILABLE",
        "net-refused, UNAVAILABLE",
        "hang-bundle-enterprise, UNAVAILABLE",
        "own-error-status-429, RATE_LIMITED",
        "own-error-not-renewed, LOGIN_EXPIRED",
        "own-error-decode-without-body, UNREADABLE",
        "own-error-unknown, UNREADABLE",
        "own-result-null, UNREADABLE",
    })
    void tellsWhyThereIsNoUsage(String dialogue, Reason reason) {
        UsageException failure = failure(install("0.171.0").replying(dialogue));
        assertEquals(reason, failure.reason(), failure.getMessage());
        assertTrue(failure.nextStep().isPresent());
        assertEquals(reason == Reason.RATE_LIMITED, failure.retryAfter().isPresent());
    }

    @Test
    void keepsTheAccountOutOfItsMessages() {
        FakeCodex fake = install("0.115.0").replying("own-error-decode-no-usage");
        UsageException failure = failure(fake);
        assertFalse((failure.getMessage() + failure.nextStep()).contains("ada"), failure.getMessage());
        assertEquals(null, failure.getCause());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1   | FAILED        | Error: CODEX_HOME points to \"/x\", but that path does not exist",
                "1   | FAILED        | Error: failed to initialize sqlite state runtime under /x: unable to open",
                "1   | TIMED_OUT     | Error: timed out waiting for state db backfill at /x after 30s",
                "127 | NOT_INSTALLED | /usr/bin/env: 'node': No such file or directory",
                "127 | NOT_INSTALLED | env: node: No such file or directory",
                "1   | FAILED        | Error: Missing optional dependency @openai/codex-linux-x64.",
                "1   | UNSUPPORTED   | Error: No such device or address (os error 6)",
                "1   | UNSUPPORTED   | Error: The cursor position could not be read within a normal duration",
                "3   | FAILED        | ada@example.com: something else",
            })
    void tellsWhyCodexEnded(int code, Reason reason, String words) {
        FakeCodex fake = install("0.171.0").set("stderr", words).set("exit", Integer.toString(code));
        UsageException failure = failure(fake);
        assertEquals(reason, failure.reason(), failure.getMessage());
        assertFalse(failure.getMessage().contains("ada"), failure.getMessage());
    }

    // ---- How it ends

    @Test
    void letsCodexFinishItsRenewalBeforeTheTimeLimit() {
        FakeCodex fake = install("0.171.0").set("busy", "renewal");
        // The answers come while it finishes.
        UsageSnapshot snapshot = assertAnswers(fake);
        assertEquals(37, snapshot.primary().orElseThrow().usedPercent());
        assertHarmless(fake, "renewal");
    }

    @Test
    void letsCodexFinishItsIndexBeforeTheTimeLimit() {
        FakeCodex fake = install("0.171.0").set("busy", "indexing").set("silent", "account/rateLimits/read");
        assertEquals(Reason.TIMED_OUT, failure(fake, SHORT).reason());
        assertTrue(fake.log().contains("indexing finished"), fake.log().toString());
    }

    @Test
    void letsCodexFinishWhenTheCallerGivesUp() throws Exception {
        FakeCodex fake = install("0.171.0").set("busy", "renewal");
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<UsageSnapshot> fetch = caller.submit(() -> fetch(fake));
            awaitLog(fake, "renewal begun");
            caller.shutdownNow();
            assertTrue(caller.awaitTermination(30, TimeUnit.SECONDS));
            assertTrue(fetch.isDone());
        } finally {
            caller.shutdownNow();
        }
        assertHarmless(fake, "renewal");
    }

    private static void assertHarmless(FakeCodex fake, String work) {
        assertTrue(fake.log().contains(work + " begun"), fake.log().toString());
        assertTrue(fake.log().contains(work + " finished"), fake.log().toString());
        assertFalse(fake.log().contains("signal"), fake.log().toString());
    }

    private static UsageSnapshot assertAnswers(FakeCodex fake) {
        try {
            return fake.provider().build().fetch(SHORT);
        } catch (UsageException | InterruptedException e) {
            throw new AssertionError(fake.log().toString(), e);
        }
    }

    private static void awaitLog(FakeCodex fake, String line) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!fake.log().contains(line)) {
            assertTrue(System.nanoTime() - end < 0, () -> "no \"" + line + "\" in " + fake.log());
            Thread.sleep(10);
        }
    }

    @Test
    void endsCodexWhoseServiceIsSilent() {
        FakeCodex fake = install("0.171.0").set("silent", "account/rateLimits/read");
        assertEquals(Reason.TIMED_OUT, failure(fake, SHORT).reason());
        assertTrue(fake.log().contains("end of input"), fake.log().toString());
    }

    @Test
    void keepsAnAnswerOfCodexThatDoesNotExit() throws Exception {
        FakeCodex fake = install("0.171.0").set("deaf", "true");
        assertEquals(37, fetch(fake).primary().orElseThrow().usedPercent());
    }

    @Test
    void endsWhatCodexStarted() throws Exception {
        FakeCodex fake = install("0.171.0").set("child", "true");
        assertEquals(37, fetch(fake).primary().orElseThrow().usedPercent());
    }

    @Test
    void doesNotStartCodexInLessThanTwoSeconds() {
        FakeCodex fake = install("0.171.0");
        assertEquals(
                Reason.TIMED_OUT,
                failure(fake, FetchRequest.of(Duration.ofMillis(1900))).reason());
        assertEquals(List.of(), fake.runs());
    }

    // ---- The home

    @Test
    void doesNotStartCodexThatWouldIndexAllSessions() throws IOException {
        FakeCodex fake = install("0.171.0");
        Files.createDirectories(fake.home().resolve("sessions/2026"));
        UsageException failure = failure(fake);
        assertEquals(Reason.FAILED, failure.reason());
        assertEquals(Optional.of("Start Codex once and let it finish."), failure.nextStep());
        assertEquals(List.of("--version"), fake.runs());
    }

    @Test
    void startsCodexThatHasIndexedItsSessions() throws Exception {
        FakeCodex fake = install("0.171.0");
        Files.createDirectories(fake.home().resolve("sessions/2026"));
        Files.createFile(fake.home().resolve("state_5.sqlite"));
        assertEquals(37, fetch(fake).primary().orElseThrow().usedPercent());
    }

    @Test
    void startsVersionsThatIndexNothing() throws Exception {
        FakeCodex fake = install("0.101.0");
        Files.createDirectories(fake.home().resolve("sessions/2025"));
        assertEquals(37, fetch(fake).primary().orElseThrow().usedPercent());
    }

    @Test
    void letsOneFetchAtATimeIntoAHome() throws Exception {
        FakeCodex fake = install("0.171.0");
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<UsageSnapshot>> fetches = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                fetches.add(callers.submit(() -> fetch(fake)));
            }
            for (Future<UsageSnapshot> fetch : fetches) {
                assertEquals(37, fetch.get().primary().orElseThrow().usedPercent());
            }
        } finally {
            callers.shutdownNow();
        }
        List<String> overlap = fake.log().stream()
                .filter(line -> line.equals("run " + ASK) || line.equals("exit"))
                .toList();
        for (int i = 0; i < overlap.size(); i++) {
            assertEquals(i % 2 == 0 ? "run " + ASK : "exit", overlap.get(i), overlap.toString());
        }
        assertEquals(8, overlap.size());
    }

    @Test
    void doesNotWaitForAnotherFetchBeyondItsTimeLimit() throws Exception {
        FakeCodex fake = install("0.171.0").set("silent", "account/rateLimits/read");
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<UsageException> first = caller.submit(() -> failure(fake, SHORT));
            awaitLog(fake, "asked account/read");
            FetchRequest impatient = FetchRequest.of(Duration.ofMillis(2500));
            assertEquals(Reason.TIMED_OUT, failure(fake, impatient).reason());
            assertEquals(1, Collections.frequency(fake.runs(), ASK));
            first.get();
        } finally {
            caller.shutdownNow();
        }
    }
}
