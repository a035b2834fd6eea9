package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the published contract, without sockets. */
class DashboardRoutesTest {

    private static final AccessToken TOKEN = AccessToken.of("s3cret");

    private final CountDownLatch slow = new CountDownLatch(1);
    private UsageMonitor monitor;
    private DashboardRoutes routes;

    @BeforeEach
    void start() {
        UsageProviders providers = UsageProviders.of(
                provider(
                        "good",
                        () -> UsageSnapshot.builder("good", Instant.now())
                                .primary("Credits", RateWindow.of(42))
                                .identity(AccountIdentity.builder()
                                        .accountEmail("person@example.com")
                                        .loginMethod("Google")
                                        .build())
                                .build()),
                provider("failing", () -> {
                    throw new UsageException(Reason.NOT_LOGGED_IN, "Not signed in.", "Sign in.");
                }),
                provider("slow", () -> {
                    slow.await();
                    throw new AssertionError("interrupted by the end of the test");
                }));
        monitor = UsageMonitor.builder(providers).build();
        monitor.start();
        routes = builder().tokenForUsage(false).token(TOKEN).build();
    }

    @AfterEach
    void close() {
        slow.countDown();
        monitor.close();
    }

    private DashboardRoutes.Builder builder() {
        return DashboardRoutes.builder(monitor).patience(Duration.ofMillis(200));
    }

    private interface Fetch {
        UsageSnapshot fetch() throws UsageException, InterruptedException;
    }

    private static UsageProvider provider(String id, Fetch fetch) {
        return new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder(id, id.toUpperCase(Locale.ROOT))
                        .build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
                return fetch.fetch();
            }
        };
    }

    private ServerResponse ask(String method, String target, String... headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("Host", List.of("127.0.0.1:8080"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        all.values().removeIf(values -> values.equals(List.of("")));
        return routes.answer(ServerRequest.of(method, URI.create(target), all));
    }

    private ServerResponse get(String target) {
        return ask("GET", target, "Authorization", "Bearer s3cret");
    }

    private static String text(ServerResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void answersWithWhatIsKnownBeforeTheMonitorIsStarted() {
        try (UsageMonitor notStarted = UsageMonitor.builder(UsageProviders.of(provider("good", () -> {
                    throw new AssertionError("asked before the start");
                })))
                .build()) {
            routes = DashboardRoutes.builder(notStarted)
                    .tokenForUsage(false)
                    .token(TOKEN)
                    .build();

            ServerResponse refresh = ask("POST", "/dashboard/v1/refresh", "Authorization", "Bearer s3cret");
            assertEquals("{\"refresh\":[{\"provider\":\"good\",\"outcome\":\"unavailable\"}]}", text(refresh));
            assertEquals(200, refresh.status());
            assertEquals(200, get("/usage").status());
            assertEquals(200, get("/dashboard/v1/snapshot").status());
        }
    }

    @Test
    void isHealthyWithoutAToken() {
        ServerResponse answer = ask("GET", "/health");

        assertEquals(200, answer.status());
        assertEquals("{\"status\":\"ok\",\"version\":\"0.54.1\"}", text(answer));
        assertEquals("application/json; charset=utf-8", answer.headers().get("Content-Type"));
    }

    @Test
    void asksForNoTokenAndNoNameIfTheHostGuardsIt() {
        routes = builder().guardedByHost().build();

        assertEquals(
                200,
                ask("GET", "/dashboard/v1/snapshot", "Host", "proxy.example.com")
                        .status());
        assertEquals(
                200,
                ask("POST", "/dashboard/v1/refresh?provider=good", "Host", "proxy.example.com")
                        .status());
        assertEquals(
                403,
                ask("GET", "/usage", "Host", "proxy.example.com", "Origin", "http://other.example.com")
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, not found",
        "GET, /healthxyz, 404, not found",
        "GET, /dashboard/v1/nothing, 404, not found",
        "POST, /health, 405, method not allowed",
        "HEAD, /nothing, 405, method not allowed",
        "OPTIONS, /usage, 405, method not allowed",
        "GET, /dashboard/v1/refresh, 405, method not allowed",
        "GET, http://evil.example/health, 400, invalid request",
        "GET, /usage?provider=other, 400, Unknown provider 'other'.",
        "GET, /cost?provider=x%22y, 400, Unknown provider 'x?y'.",
        "GET, /dashboard/v1/snapshot?detail=all, 400, Unknown dashboard detail 'all'.",
    })
    void refusesInTheWordsOfTheContract(String method, String target, int status, String message) {
        ServerResponse answer = ask(method, target, "Authorization", "Bearer s3cret");

        assertEquals(status, answer.status());
        assertEquals("{\"error\":\"" + message + "\"}", text(answer));
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 403", "evil.example:8080, 403", "localhost, 200", "'', 400"})
    void knowsTheNamesUnderWhichItIsAddressed(String host, int status) {
        assertEquals(status, ask("GET", "/health", "Host", host).status());
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length, 10, 400",
        "Content-Length, 00, 400",
        "Content-Length, '0, 10', 400",
        "Transfer-Encoding, chunked, 400",
        "Content-Length, 0, 200",
    })
    void refusesABodyWhereNoneIsExpected(String header, String value, int status) {
        ServerResponse answer = ask("GET", "/health", header, value);

        assertEquals(status, answer.status());
    }

    @Test
    void refusesTwoHostsAndTwoAuthorizations() {
        Map<String, List<String>> hosts = Map.of("Host", List.of("localhost", "localhost"));
        assertEquals(
                400,
                routes.answer(ServerRequest.of("GET", URI.create("/health"), hosts))
                        .status());
        Map<String, List<String>> tokens =
                Map.of("Host", List.of("localhost"), "authorization", List.of("Bearer s3cret", "Bearer x"));
        assertEquals(
                400,
                routes.answer(ServerRequest.of("GET", URI.create("/health"), tokens))
                        .status());
    }

    @Test
    void asksForTheTokenBelowDashboardOnly() {
        for (String target : List.of("/dashboard/v1/snapshot", "/dashboard/v1/events")) {
            ServerResponse answer = ask("GET", target);
            assertEquals(401, answer.status());
            assertEquals("{\"error\":\"unauthorized\"}", text(answer));
            assertEquals("Bearer", answer.headers().get("WWW-Authenticate"));
            assertEquals("no-store", answer.headers().get("Cache-Control"));
            assertEquals(
                    401, ask("GET", target, "Authorization", "Bearer wrong").status());
        }
        assertEquals(401, ask("POST", "/dashboard/v1/refresh").status());
        assertEquals(200, ask("GET", "/usage?provider=good").status());
        assertEquals(200, get("/dashboard/v1/snapshot").status());
    }

    @Test
    void asksForTheTokenEverywhereIfToldTo() {
        routes = builder().token(TOKEN).build();
        for (String target : List.of("/usage", "/cost", "/metrics")) {
            assertEquals(401, ask("GET", target).status());
        }
        routes = builder().build();
        assertEquals(401, get("/usage").status(), "no token was set, so none is right");
    }

    @Test
    void answersUsageWithoutWaitingLongForASlowTool() {
        String usage = text(ask("GET", "/usage"));

        assertTrue(usage.contains("\"provider\":\"good\""), usage);
        assertTrue(usage.contains("\"usedPercent\":42"), usage);
        assertTrue(usage.contains("\"measuredAt\":\"") && usage.contains("\"stale\":false"), usage);
        assertTrue(usage.contains("Not signed in."), usage);
        assertTrue(usage.contains("SLOW has not answered yet."), usage);
        assertEquals("no-store", ask("GET", "/usage").headers().get("Cache-Control"));
    }

    @Test
    void showsAccountsOnlyIfSetAndOnlyWithTheToken() {
        assertFalse(text(ask("GET", "/usage?provider=good")).contains("person@example.com"));
        assertFalse(text(get("/dashboard/v1/snapshot")).contains("person@example.com"));

        routes = builder().token(TOKEN).tokenForUsage(false).identityShown(true).build();

        assertFalse(text(ask("GET", "/usage?provider=GOOD")).contains("person@example.com"));
        assertTrue(text(get("/usage?provider=GOOD")).contains("person@example.com"));
        assertTrue(text(get("/dashboard/v1/snapshot")).contains("person@example.com"));
    }

    @Test
    void knowsNoCostByDay() {
        assertEquals("[]", text(ask("GET", "/cost?provider=both")));
    }

    @Test
    void answersSnapshotsInFullAndAsAShell() {
        String full = text(get("/dashboard/v1/snapshot?provider=good"));
        assertTrue(full.contains("\"windows\":[{\"kind\":\"session\""), full);
        assertFalse(full.contains("failing"), full);

        String shell = text(get("/dashboard/v1/snapshot?detail=shell"));
        assertTrue(shell.contains("\"id\":\"slow\""), shell);
        assertFalse(shell.contains("windows"), shell);
    }

    @Test
    @SuppressWarnings("try") // the subscription only has to end
    void keepsTheSortKeyOfAProviderThatIsShownAlone() throws InterruptedException {
        String all = text(get("/dashboard/v1/snapshot?detail=shell"));
        assertTrue(all.indexOf("\"failing\"") < all.indexOf("\"good\""), all);

        String one = text(get("/dashboard/v1/snapshot?provider=good"));
        assertTrue(one.contains("\"sortKey\":10"), one);
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (UsageMonitor.Subscription changes = routes.subscribe(event -> events.add(event.get()))) {
            var unused = monitor.refresh("good"); // its outcome is the event
            String change = "";
            while (!change.contains("\"id\":\"good\"")) {
                change = events.poll(30, TimeUnit.SECONDS);
                assertNotNull(change, "no event about the provider");
            }
            assertTrue(change.contains("\"sortKey\":10"), change);
        }
    }

    @Test
    void refreshesOnRequestAndSaysHowItWent() {
        ServerResponse answer = ask("POST", "/dashboard/v1/refresh", "Authorization", "Bearer s3cret");

        assertEquals(
                "{\"refresh\":[{\"provider\":\"failing\",\"outcome\":\"unavailable\"},"
                        + "{\"provider\":\"good\",\"outcome\":\"fresh\"},"
                        + "{\"provider\":\"slow\",\"outcome\":\"refreshing\"}]}",
                text(answer));
    }

    @Test
    void namesEachProviderInARefreshThatIsInterrupted() {
        Thread.currentThread().interrupt();
        String answer;
        try {
            answer = text(ask("POST", "/dashboard/v1/refresh", "Authorization", "Bearer s3cret"));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is kept");
        }

        assertTrue(answer.contains("{\"provider\":\"failing\",\"outcome\":"), answer);
        assertTrue(answer.contains("{\"provider\":\"good\",\"outcome\":"), answer);
        assertTrue(answer.contains("{\"provider\":\"slow\",\"outcome\":\"refreshing\"}"), answer);
    }

    @Test
    void asksAgainWhenTheLastAnswerIsTooOldToBeShown() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        AtomicBoolean hangs = new AtomicBoolean();
        UsageProvider provider = provider("good", () -> {
            boolean second = hangs.get();
            if (second) {
                slow.await();
            }
            return UsageSnapshot.builder("good", now.get())
                    .primary("Credits", RateWindow.of(second ? 43 : 42))
                    .build();
        });
        InstantSource source = now::get;
        try (UsageMonitor own = UsageMonitor.builder(UsageProviders.of(provider))
                .clock(source.withZone(ZoneOffset.UTC))
                .build()) {
            own.start();
            own.refresh("good").join();
            hangs.set(true);
            now.updateAndGet(then -> then.plus(Duration.ofHours(2)));
            routes = DashboardRoutes.builder(own)
                    .tokenForUsage(false)
                    .patience(Duration.ofMillis(200))
                    .build();

            String late = text(ask("GET", "/usage"));
            assertTrue(late.contains("The last answer of GOOD is too old to be shown."), late);
            slow.countDown();
            routes = DashboardRoutes.builder(own).tokenForUsage(false).build();

            String fresh = text(ask("GET", "/usage"));
            assertTrue(fresh.contains("\"usedPercent\":43"), fresh);
            assertTrue(fresh.contains("\"stale\":false"), fresh);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://evil.example, 403",
        "Origin, null, 403",
        "Origin, http://127.0.0.1:8080, 200",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 200",
        "Sec-Fetch-Site, none, 200",
    })
    void refusesRequestsOfOtherSites(String header, String value, int status) {
        assertEquals(status, ask("GET", "/usage?provider=good", header, value).status());
    }

    @Test
    void hasMetricsOnlyIfThereAreSome() {
        assertEquals(404, ask("GET", "/metrics").status());

        routes = builder()
                .tokenForUsage(false)
                .metrics(() -> "codexbar_info 1\n")
                .build();

        assertEquals("codexbar_info 1\n", text(ask("GET", "/metrics")));
    }

    @Test
    void beginsAStreamWithTheWholeState() {
        get("/dashboard/v1/snapshot");

        assertTrue(get("/dashboard/v1/events").isEventStream());
        String first = routes.firstEvent();
        assertTrue(first.startsWith("event: snapshot\ndata: {\"schemaVersion\":1"), first);
        assertTrue(first.endsWith("}\n\n"), first);
    }
}
