package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServeCommandTest {

    private static final UsageSnapshot SNAPSHOT = UsageSnapshot.builder("kiro", TestHost.NOW)
            .primary("Credits", RateWindow.of(25))
            .build();

    /** Stands for the token in the address that was printed. */
    private static final String PRINTED = "printed";

    @TempDir
    Path folder;

    private final TestHost host = new TestHost(new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT)).runningClock();
    private final List<HttpResponse<String>> answers = new ArrayList<>();

    /** Asks the server for a path while the command waits, then ends the command. */
    private void ask(String path, String token) {
        host.whilePausing(() -> send(path, token));
    }

    private void send(String path, String token) {
        send(host, path, token);
    }

    private void send(TestHost server, String path, String token) {
        String page = server.out().strip();
        String own = page.substring(page.indexOf('=') + 1);
        HttpRequest request = HttpRequest.newBuilder(URI.create(page).resolve(path))
                .header("Authorization", "Bearer " + (token.equals(PRINTED) ? own : token))
                .build();
        try {
            answers.add(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Asks until the answer holds a text, as the first fetch leaves the server time to start. */
    private void askUntil(String path, String text) {
        host.whilePausing(() -> {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            do {
                send(path, "none");
            } while (!last().body().contains(text) && System.nanoTime() < deadline);
        });
    }

    private HttpResponse<String> last() {
        return answers.get(answers.size() - 1);
    }

    @Test
    void answersPrometheusOnlyOnRequest() {
        ask("/metrics", "none");

        assertEquals(130, host.run("serve", "--port", "0", "--print-url"));
        assertEquals(404, answers.get(0).statusCode());
    }

    @Test
    void answersPrometheusWithWhatTheMonitorKnows() {
        // The meters follow the monitor on a thread of their own.
        askUntil("/metrics", "codexbar_quota_utilization_ratio{");

        assertEquals(130, host.run("serve", "--metrics", "--port", "0", "--print-url"));
        HttpResponse<String> metrics = last();
        assertEquals(200, metrics.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.headers().firstValue("Content-Type").orElseThrow());
        for (String line : List.of(
                "codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"} 0.25",
                "codexbar_quota_used_percent{provider=\"kiro\",window=\"primary\"} 25.0",
                "codexbar_provider_up{provider=\"kiro\"} 1.0")) {
            assertTrue(metrics.body().lines().anyMatch(line::equals), metrics::body);
        }
    }

    @Test
    void servesUsageAtAFreePortAndPrintsOnlyItsAddress() {
        ask("/usage", "none");

        assertEquals(130, host.run("serve", "--port", "0", "--print-url"));

        assertTrue(host.out().matches("http://127\\.0\\.0\\.1:\\d+/#key=[\\w-]{32}\n"), host.out());
        assertTrue(host.err().matches("CodexBar server listening on http://127\\.0\\.0\\.1:\\d+\n"), host.err());
        assertEquals(200, answers.get(0).statusCode());
        assertTrue(
                answers.get(0).body().contains("\"usedPercent\":25"),
                answers.get(0).body());
    }

    @Test
    void mintsAKeyForEachStartAndPutsItIntoTheFragmentOfTheAddress() {
        ask("/dashboard/v1/snapshot", PRINTED);

        host.run("serve", "--port", "0", "--print-url");
        String first = host.out();
        TestHost second = new TestHost(new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT));
        second.run("serve", "--port", "0", "--print-url");

        assertEquals(200, answers.get(0).statusCode());
        assertNotEquals(
                first.substring(first.indexOf('#')),
                second.out().substring(second.out().indexOf('#')));
    }

    @Test
    void showsTheMintedKeyToTerminalsAndToNoLog() {
        host.run("serve", "--port", "0");
        assertFalse(host.err().contains("key="), host.err());
        assertTrue(host.err().contains("Set one in CODEXBAR_DASHBOARD_TOKEN or with --token-file"), host.err());
        assertTrue(host.err().contains("--print-url"), host.err());

        TestHost person = new TestHost(new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT)).errorTerminal();
        person.run("serve", "--port", "0");
        assertTrue(
                person.err()
                        .matches(
                                "(?s)CodexBar server listening on .*\nOpen http://127\\.0\\.0\\.1:\\d+/#key=[\\w-]{32}\n"),
                person.err());
        assertEquals("", person.out());
    }

    @Test
    void servesThePage() {
        askUntil("/", "<title>25");

        host.run("serve", "--port", "0", "--print-url");

        assertEquals(200, answers.get(0).statusCode());
        assertTrue(last().body().contains("<title>25"), last()::body);
    }

    @Test
    void takesTheTokenFromTheEnvironment() {
        ask("/dashboard/v1/snapshot", "s3cret");

        host.environment("CODEXBAR_DASHBOARD_TOKEN", "s3cret").run("serve", "--port", "0", "--print-url");

        assertEquals(200, answers.get(0).statusCode());
        assertFalse((host.out() + host.err()).contains("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({"~, 1 character", "qwertz, 6 characters", "qwertzuiopasdfg, 15 characters"})
    void saysThatAShortTokenCanBeGuessedWithoutShowingIt(String token, String length) {
        assertEquals(
                130, host.environment("CODEXBAR_DASHBOARD_TOKEN", token).run("serve", "--port", "0", "--print-url"));

        assertTrue(
                host.err()
                        .contains("The token has only " + length + " and can be guessed: use 16 or more, such as those"
                                + " that --token-file creates."),
                host.err());
        assertFalse((host.out() + host.err()).contains(token));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void saysThatAShortTokenOfAFileCanBeGuessed() throws IOException {
        Path file = folder.resolve("token");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "qwertz\n");

        host.run("serve", "--port", "0", "--token-file", file.toString());

        assertTrue(host.err().contains("The token has only 6 characters"), host.err());
        assertFalse(host.err().contains("qwertz"), host.err());
    }

    @Test
    void acceptsALongTokenWithoutANotice() {
        host.environment("CODEXBAR_DASHBOARD_TOKEN", "qwertzuiopasdfgh").run("serve", "--port", "0", "--print-url");

        assertFalse(host.err().contains("can be guessed"), host.err());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void createsTheFileOfTheToken() throws IOException {
        Path file = folder.resolve("token");

        host.run("serve", "--port", "0", "--token-file", file.toString());

        assertEquals(1, Files.readAllLines(file).size());
        assertFalse(host.err().contains("can be guessed"), host.err());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void namesAFileOfTheTokenSoThatAShellFindsIt() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "qwertz\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        host.environment("HOME", folder.toString()).run("serve", "--port", "0", "--token-file", file.toString());

        assertTrue(host.err().contains("others may use the token file ~/token; run `chmod 600` on it"), host.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "tok\u00e9n"})
    void saysWhatIsWrongWithATokenWithoutShowingIt(String token) {
        assertEquals(64, host.environment("CODEXBAR_DASHBOARD_TOKEN", token).run("serve", "--port", "0"));

        assertTrue(
                host.err()
                        .contains("CODEXBAR_DASHBOARD_TOKEN cannot be used: the token must be 1 to 1024 visible ASCII"),
                host.err());
        assertFalse(!token.isEmpty() && host.err().contains(token), host.err());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void takesTheTokenOfTheFileIfBothAreGiven() {
        host.environment("CODEXBAR_DASHBOARD_TOKEN", "short")
                .run(
                        "serve",
                        "--port",
                        "0",
                        "--token-file",
                        folder.resolve("token").toString());

        assertFalse(host.err().contains("can be guessed"), host.err());
    }

    @Test
    void asksForTheTokenEverywhereIfToldTo() {
        ask("/usage", "wrong");

        host.environment("CODEXBAR_DASHBOARD_TOKEN", "s3cret")
                .run("serve", "--port", "0", "--print-url", "--require-token");

        assertEquals(401, answers.get(0).statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve --port 65536 | --port must be a number from 0 to 65535, where 0 takes a free port, not \"65536\".",
                "serve --port x | --port must be a number from 0 to 65535, where 0 takes a free port, not \"x\".",
                "serve --host example.com | IP address of this machine, not \"example.com\".",
                "serve --port jane@example.com | , not \"***@***\".",
                "serve --host 0.0.0.0 | a token is needed",
                "serve --identity some | --identity must be one of: full, redacted, not \"some\".",
                "serve --refresh-interval 0 | --refresh-interval must be a number of seconds from 0.001 to 21600, not \"0\".",
                "serve --refresh-interval 30000 | --refresh-interval must be a number of seconds from 0.001 to 21600",
                "serve --request-timeout 900 | --request-timeout must be a number of seconds from 0.001 to 600",
                "serve --token-file / | --token-file cannot be used:",
            })
    void saysWhatIsWrongWithAnArgument(String line, String message) {
        assertEquals(64, host.run(line.split(" ", -1)));

        assertTrue(host.err().contains(message), host.err());
        assertEquals("", host.out());
    }

    @Test
    void servesOthersOnlyWithATokenAndIfPlainHttpIsAllowed() {
        host.environment("CODEXBAR_DASHBOARD_TOKEN", "s3cret");

        assertEquals(64, host.run("serve", "--host", "0.0.0.0"));

        assertTrue(host.err().contains("--allow-plain-http"), host.err());
    }

    @ParameterizedTest
    @CsvSource({"serve --identity full, true", "serve --identity full --hide-identity, false"})
    void namesTheAccountOnlyIfItIsNotHidden(String line, boolean isNamed) {
        UsageSnapshot personal = SNAPSHOT.toBuilder()
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .build())
                .build();
        TestHost own = new TestHost(new FakeUsageProvider("kiro").thenAnswers(personal));
        own.environment("CODEXBAR_DASHBOARD_TOKEN", "s3cret")
                .whilePausing(() -> send(own, "/dashboard/v1/snapshot", "s3cret"));

        assertEquals(130, own.run((line + " --port 0 --print-url").split(" ", -1)));

        assertEquals(isNamed, last().body().contains("person@example.com"), last()::body);
        assertTrue(last().body().contains("\"usedPercent\":25"), last()::body);
    }

    @Test
    void saysThatAPortIsTakenAndAsksNoToolInVain() throws IOException {
        FakeUsageProvider tool = new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT);
        TestHost host = new TestHost(tool);
        try (ServerSocket taken = new ServerSocket(0)) {
            assertEquals(1, host.run("serve", "--port", String.valueOf(taken.getLocalPort())));
        }
        assertEquals(List.of(), tool.requests());
        assertTrue(host.err().contains("Give another --port, or 0 for a free one."), host.err());
    }
}
