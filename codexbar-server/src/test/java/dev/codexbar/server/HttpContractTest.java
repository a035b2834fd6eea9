package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of CodexBar's published HTTP contract, byte by byte, by raw sockets: statuses, headers and bodies. */
class HttpContractTest {

    private static final Instant NOW = Instant.parse("2026-11-25T13:40:00Z");
    private static final String JSON = "application/json; charset=utf-8";

    private static UsageMonitor monitor;
    private static UsageServer server;
    private static UsageServer closed;

    @BeforeAll
    static void start() throws IOException {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        monitor = UsageMonitor.builder(UsageProviders.of(provider("codex"), provider("kiro")))
                .clock(clock)
                .build();
        monitor.start();
        monitor.refresh("codex").join();
        monitor.refresh("kiro").join();
        DashboardRoutes.Builder routes =
                DashboardRoutes.builder(monitor).clock(clock).token(AccessToken.of("s3cret"));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        server = UsageServer.bind(routes.tokenForUsage(false).build(), loopback, 0)
                .start();
        closed = UsageServer.bind(routes.tokenForUsage(true).build(), loopback, 0)
                .start();
    }

    @AfterAll
    static void close() {
        server.close();
        closed.close();
        monitor.close();
    }

    private static UsageProvider provider(String id) {
        return new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder(id, id.toUpperCase(Locale.ROOT))
                        .build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                return UsageSnapshot.builder(id, NOW)
                        .primary("Credits", RateWindow.of(42))
                        .build();
            }
        };
    }

    /** What came back, with the names of headers in lower case. */
    private record Answer(int status, Map<String, String> headers, String body) {

        static Answer of(String bytes) {
            String[] parts = bytes.split("\r\n\r\n", 2);
            String[] lines = parts[0].split("\r\n", -1);
            assertTrue(lines[0].startsWith("HTTP/1.1 "), bytes);
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            return new Answer(Integer.parseInt(lines[0].substring(9, 12)), headers, parts[1]);
        }
    }

    private static Answer send(UsageServer to, String head) throws IOException {
        return Answer.of(RawClient.exchange(to.port(), head + "\r\n\r\n"));
    }

    private static String head(String line, String... headers) {
        StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\nHost: 127.0.0.1");
        for (String header : headers) {
            head.append("\r\n").append(header);
        }
        return head.toString();
    }

    /** What every answer of ours carries, whatever it says. */
    private static void assertFramed(Answer answer, String mediaType) {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("connection", "close");
        expected.put("content-type", mediaType);
        expected.put("x-content-type-options", "nosniff");
        expected.put("referrer-policy", "no-referrer");
        expected.put("cross-origin-resource-policy", "same-origin");
        expected.put("content-length", String.valueOf(answer.body().getBytes(StandardCharsets.UTF_8).length));
        expected.forEach((name, value) -> assertEquals(value, answer.headers().get(name), name));
        assertFalse(answer.headers().keySet().stream().anyMatch(name -> name.startsWith("access-control-")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET /health              | no-store | {\"status\":\"ok\",\"version\":\"0.54.1\"}",
                "GET /cost                | no-store | []",
                "GET /cost?provider=both  | no-store | []",
                "GET /cost?provider=codex | no-store | []",
            })
    void answersExactly(String line, String caching, String body) throws IOException {
        Answer answer = send(server, head(line));

        assertEquals(200, answer.status());
        assertFramed(answer, JSON);
        assertEquals(caching, answer.headers().get("cache-control"));
        assertEquals(body, answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/usage, 2",
        "/usage?provider=all, 2",
        "/usage?provider=both, 2",
        "/usage?provider=, 2",
        "/usage?provider=kiro, 1",
        "/usage?provider=KIRO, 1",
    })
    void answersUsageAsAnArray(String target, int elements) throws IOException {
        Answer answer = send(server, head("GET " + target));

        assertEquals(200, answer.status());
        assertFramed(answer, JSON);
        assertEquals("no-store", answer.headers().get("cache-control"));
        assertTrue(answer.body().startsWith("[{\"provider\":"), answer.body());
        assertEquals(elements, answer.body().split("\"provider\":", -1).length - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization: Bearer s3cret, /dashboard/v1/snapshot, windows",
        "Authorization: bearer s3cret, /dashboard/v1/snapshot?provider=kiro&detail=full, windows",
        "authorization: BEARER s3cret, /dashboard/v1/snapshot?detail=shell, sortKey",
    })
    void answersTheDashboardToTheToken(String header, String target, String part) throws IOException {
        Answer answer = send(server, head("GET " + target, header));

        assertEquals(200, answer.status());
        assertFramed(answer, JSON);
        assertEquals("no-store", answer.headers().get("cache-control"));
        assertTrue(answer.body().startsWith("{\"schemaVersion\":1,"), answer.body());
        assertTrue(answer.body().contains(part), answer.body());
        assertTrue(answer.body().length() < 65_536, "clients read no more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // method first, on unknown paths too
                "POST /health                     | 405 | method not allowed | GET  | -        | -",
                "PUT /nothing                     | 405 | method not allowed | GET  | -        | -",
                "OPTIONS /usage                   | 405 | method not allowed | GET  | -        | -",
                "DELETE /dashboard/v1/snapshot    | 405 | method not allowed | GET  | no-store | -",
                "GET /dashboard/v1/refresh        | 405 | method not allowed | POST | no-store | -",
                // then the token, then the arguments
                "GET /dashboard/v1/snapshot       | 401 | unauthorized       | -    | no-store | Bearer",
                "GET /dashboard/v1/snapshot?provider=x | 401 | unauthorized  | -    | no-store | Bearer",
                "GET /dashboard/v1/events         | 401 | unauthorized       | -    | no-store | Bearer",
                "POST /dashboard/v1/refresh       | 401 | unauthorized       | -    | no-store | Bearer",
                "GET /dashboard/v1/nothing        | 404 | not found          | -    | no-store | -",
                "GET /nothing                     | 404 | not found          | -    | -        | -",
                "GET /healthxyz                   | 404 | not found          | -    | -        | -",
                "GET /health/                     | 404 | not found          | -    | -        | -",
                "GET /%68ealth                    | 404 | not found          | -    | -        | -",
                "GET /icons/absent.svg            | 404 | not found          | -    | -        | -",
                "GET /usage?provider=x            | 400 | Unknown provider 'x'. | - | no-store | -",
                "GET /cost?provider=x             | 400 | Unknown provider 'x'. | - | no-store | -",
                "GET http://evil.example/health   | 400 | invalid request    | -    | -        | -",
                "GET /metrics                     | 404 | not found          | -    | no-store | -",
            })
    void refusesExactly(String line, int status, String error, String allow, String caching, String challenge)
            throws IOException {
        Answer answer = send(server, head(line));

        assertEquals(status, answer.status());
        assertFramed(answer, JSON);
        assertEquals("{\"error\":\"" + error + "\"}", answer.body());
        assertEquals(allow, answer.headers().get("allow"));
        assertEquals(caching, answer.headers().get("cache-control"));
        assertEquals(challenge, answer.headers().get("www-authenticate"));
    }

    @ParameterizedTest
    @CsvSource({
        "/dashboard/v1/snapshot?provider=x, Unknown provider 'x'.",
        "/dashboard/v1/snapshot?detail=all, Unknown dashboard detail 'all'.",
    })
    void refusesArgumentsOfTheDashboard(String target, String error) throws IOException {
        Answer answer = send(server, head("GET " + target, "Authorization: Bearer s3cret"));

        assertEquals(400, answer.status());
        assertEquals("{\"error\":\"" + error + "\"}", answer.body());
        assertEquals("no-store", answer.headers().get("cache-control"));
    }

    @ParameterizedTest
    @CsvSource({"Bearer wrong", "Bearer", "Basic s3cret", "s3cret", "Bearer s3cret x", "Bearer S3CRET"})
    void refusesOtherTokens(String authorization) throws IOException {
        Answer answer = send(server, head("GET /dashboard/v1/snapshot", "Authorization: " + authorization));

        assertEquals(401, answer.status());
        assertEquals("{\"error\":\"unauthorized\"}", answer.body());
    }

    @ParameterizedTest
    @CsvSource({"/usage", "/cost", "/metrics", "/dashboard/v1/snapshot"})
    void needsTheTokenEverywhereIfItIsRequired(String target) throws IOException {
        Answer answer = send(closed, head("GET " + target));

        assertEquals(401, answer.status());
        assertEquals("Bearer", answer.headers().get("www-authenticate"));
        assertEquals("no-store", answer.headers().get("cache-control"));
        assertEquals(200, send(closed, head("GET /health")).status());
        assertFalse(send(closed, head("GET /")).body().contains("42"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "127.0.0.1:1, 200",
        "localhost, 200",
        "LOCALHOST:65535, 200",
        "localhost., 200",
        "[::1]:8080, 200",
        "127.0.0.1:65536, 403",
        "127.0.0.1:, 403",
        "127.0.0.1:x, 403",
        "127.0.0.2, 403",
        "evil.example, 403",
        "localhost.evil.example, 403",
        "user@localhost, 403",
    })
    void answersUnderItsOwnNamesOnly(String host, int status) throws IOException {
        Answer answer = send(server, "GET /health HTTP/1.1\r\nHost: " + host);

        assertEquals(status, answer.status());
        if (status == 403) {
            assertFramed(answer, JSON);
            assertEquals("{\"error\":\"forbidden host\"}", answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Host: localhost\r\nHost: localhost", "Host: localhost\r\nhost: evil.example"})
    void refusesHeadsWithoutOneHost(String headers) throws IOException {
        Answer answer = send(server, "GET /health HTTP/1.1\r\n" + headers);

        assertEquals(400, answer.status());
        // Newer updates of a JDK, such as 21.0.13, refuse such a head themselves, with a sentence in HTML.
        if (!answer.headers().get("content-type").equals("text/html")) {
            assertFramed(answer, JSON);
            assertEquals("{\"error\":\"invalid request\"}", answer.body());
        }
    }

    @Test
    void refusesHeadsThatAreAmbiguous() throws IOException {
        for (String head : List.of(
                head("GET /dashboard/v1/snapshot", "Authorization: Bearer s3cret", "Authorization: Bearer x"),
                head("GET /health", "X: " + "y".repeat(16_384)))) {
            Answer answer = send(server, head);

            assertEquals(400, answer.status(), head);
            assertFramed(answer, JSON);
            assertEquals("{\"error\":\"invalid request\"}", answer.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "GET", "GET /health"})
    void closesTheConnectionAfterAHeadThatIsBroken(String line) throws IOException {
        String answer = RawClient.exchange(server.port(), line + "\r\nHost: localhost\r\n\r\n");

        // Written by the server of the JDK, which hands such a head to no handler.
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @Test
    void sendsNoBodyToHead() throws IOException {
        Answer answer = send(server, head("HEAD /health"));

        assertEquals(405, answer.status());
        assertEquals("", answer.body());
    }

    @Test
    void answersBeforeABodyThatNeverComesAndThenClosesTheConnection() throws IOException {
        String head = head("POST /dashboard/v1/refresh", "Authorization: Bearer s3cret");
        try (RawClient plain = new RawClient(server.port());
                RawClient chunked = new RawClient(server.port())) {
            plain.send(head + "\r\nContent-Length: 100000\r\n\r\n");
            chunked.send(head + "\r\nTransfer-Encoding: chunked\r\n\r\n");

            for (RawClient client : List.of(plain, chunked)) {
                Answer answer = Answer.of(client.rest());
                assertEquals(400, answer.status());
                assertEquals("{\"error\":\"invalid request\"}", answer.body());
            }
        }
    }

    @Test
    void refreshesByPost() throws IOException {
        Answer answer = send(
                server,
                head("POST /dashboard/v1/refresh?provider=kiro", "Authorization: Bearer s3cret", "Content-Length: 0"));

        assertEquals(200, answer.status());
        assertFramed(answer, JSON);
        assertTrue(answer.body().startsWith("{\"refresh\":[{\"provider\":\"kiro\",\"outcome\":\""), answer.body());
    }

    @Test
    void streamsEventsToTheToken() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(head("GET /dashboard/v1/events", "Authorization: Bearer s3cret") + "\r\n\r\n");

            String begin = client.until("\n\n").toLowerCase(Locale.ROOT);
            assertTrue(begin.startsWith("http/1.1 200 "), begin);
            assertTrue(begin.contains("content-type: text/event-stream; charset=utf-8\r\n"), begin);
            assertTrue(begin.contains("cache-control: no-store\r\n"), begin);
            assertTrue(begin.contains("event: snapshot\ndata: {\"schemaversion\":1,"), begin);
        }
    }

    @Test
    void servesThePageAndIcons() throws IOException {
        Answer page = send(server, head("GET /"));
        assertEquals(200, page.status());
        assertFramed(page, "text/html; charset=utf-8");
        assertEquals("no-store", page.headers().get("cache-control"));
        assertTrue(page.headers().get("content-security-policy").startsWith("default-src 'none'; "));

        Answer icon = send(server, head("GET /icons/kiro.svg"));
        assertEquals(200, icon.status());
        assertFramed(icon, "image/svg+xml; charset=utf-8");
        assertEquals("public, max-age=86400, immutable", icon.headers().get("cache-control"));
    }
}
