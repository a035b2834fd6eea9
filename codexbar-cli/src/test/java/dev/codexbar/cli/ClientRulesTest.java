package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.claude.ClaudeUsageProvider;
import dev.codexbar.provider.codex.CodexUsageProvider;
import dev.codexbar.provider.copilot.CopilotUsageProvider;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules by which existing bars, panels, applets and decks read the command of CodexBar, each as the client runs it.
 * What the launcher does without a JDK is checked by {@code .ci/prove-launcher}.
 */
@Timeout(60)
class ClientRulesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private static final ProviderDescriptor KIRO =
            ProviderDescriptor.builder("kiro", "Kiro").cliName("kiro-cli").build();

    private static UsageSnapshot.Builder snapshot() {
        return UsageSnapshot.builder("kiro", TestHost.NOW);
    }

    private static FakeUsageProvider kiro(UsageSnapshot snapshot) {
        return new FakeUsageProvider(KIRO).thenAnswers(snapshot);
    }

    private static FakeUsageProvider kiro() {
        return kiro(snapshot().primary("Credits", RateWindow.of(25)).build());
    }

    private static JsonNode json(String document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException fault) {
            throw new UncheckedIOException(document, fault);
        }
    }

    private static String out(UsageProvider provider, int code, String line) {
        TestHost host = new TestHost(provider);
        assertEquals(code, host.run(line.split(" ")), host.err());
        return host.out();
    }

    private static JsonNode answer(UsageProvider provider, String line) {
        return json(out(provider, 0, line)).path(0);
    }

    /** Two clients take the first number of the line, and ask for an update unless it is new enough. */
    @ParameterizedTest
    @ValueSource(strings = {"0.43", "0.44"})
    void findsAVersionThatIsNewEnough(String least) {
        Matcher first = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.\\d+)?").matcher(out(kiro(), 0, "--version"));
        assertTrue(first.find());
        int[] needed = Arrays.stream(least.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        int[] stated = {Integer.parseInt(first.group(1)), Integer.parseInt(first.group(2))};
        assertTrue(Arrays.compare(stated, needed) >= 0, first.group());
    }

    /** Bars print numbers as they come. */
    @Test
    void printsNoNumberWithMoreThanTwoDecimals() {
        String document = out(
                kiro(snapshot()
                        .primary(
                                "Credits",
                                RateWindow.builder(203.00259999999997)
                                        .amount(new RateWindow.Amount(3.0353333333333334, 1.0 / 3, "credits"))
                                        .period(Duration.ofDays(30))
                                        .resetsAt(TestHost.NOW.plus(Duration.ofDays(7)))
                                        .build())
                        .build()),
                0,
                "usage --json");
        assertTrue(document.contains("203"), document);
        assertTrue(document.contains("deltaPercent"), document);
        assertFalse(
                Pattern.compile("[0-9]\\.[0-9]{3,}(?![0-9.]*Z?\")")
                        .matcher(document)
                        .find(),
                document);
    }

    /**
     * A panel shows `used` against `limit`, and no limit where that is 0; it lists unknown members of usage as rows.
     */
    @Test
    void findsTheCostWhereTheOriginalWritesIt() {
        JsonNode usage = answer(
                        kiro(snapshot()
                                .cost(UsageCost.builder(3.2, "USD")
                                        .period("Overage")
                                        .build())
                                .build()),
                        "usage --json")
                .path("usage");
        assertEquals(3.2, usage.path("providerCost").path("used").asDouble());
        assertTrue(usage.path("providerCost").path("limit").isNumber(), usage.toString());
        assertEquals(0, usage.path("providerCost").path("limit").asDouble());
        assertEquals("USD", usage.path("providerCost").path("currencyCode").asText());
        assertFalse(usage.has("cost"), usage.toString());
    }

    /** A bar shows 0 % for an invented window, another looks whether anything is known. */
    @Test
    void findsNothingInventedForAPlanWithoutAQuota() {
        JsonNode usage =
                answer(kiro(snapshot().plan("TEAM").build()), "usage --json").path("usage");
        for (String window : List.of("primary", "secondary", "tertiary")) {
            assertTrue(usage.has(window) && usage.path(window).isNull(), usage.toString());
        }
        assertFalse(usage.has("extraRateWindows"), usage.toString());
        assertFalse(usage.path("usageKnown").asBoolean(true), usage.toString());
        assertEquals("TEAM", usage.path("plan").asText());
    }

    /** Clients index into the windows without looking whether they are there. */
    @Test
    void findsTheMembersThatAreAlwaysThere() {
        JsonNode usage = answer(
                        kiro(snapshot()
                                .primary(
                                        "Credits",
                                        RateWindow.builder(1)
                                                .period(Duration.ofHours(5))
                                                .build())
                                .build()),
                        "usage --json")
                .path("usage");
        assertTrue(usage.has("secondary") && usage.has("tertiary"), usage.toString());
        assertTrue(usage.path("primary").path("windowMinutes").isInt(), usage.toString());
        assertEquals(300, usage.path("primary").path("windowMinutes").asInt());
    }

    /** Five clients poll `serve`: they wait for /health, compare its version, and read /usage. */
    @Test
    void findsTheServer() {
        TestHost host = new TestHost(kiro());
        host.whilePausing(() -> {
            JsonNode health = get(host, "/health");
            assertEquals("ok", health.path("status").asText());
            assertTrue(health.path("version").asText().startsWith("0.5"), health.toString());
            JsonNode usage = get(host, "/usage?provider=kiro");
            assertEquals(
                    25,
                    usage.path(0)
                            .path("usage")
                            .path("primary")
                            .path("usedPercent")
                            .asDouble());
        });
        assertEquals(130, host.run("serve", "--port", "0", "--print-url"), host.err());
    }

    private static JsonNode get(TestHost host, String path) {
        try {
            URI uri = URI.create(host.out().strip()).resolve(path);
            return json(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Three clients list the providers that are enabled in the configuration. */
    @Test
    void findsTheConfiguration() {
        JsonNode dump = json(configured("config dump"));
        assertEquals(1, dump.path("version").asInt());
        assertEquals("kiro", dump.path("providers").path(0).path("id").asText());
        assertTrue(dump.path("providers").path(0).path("enabled").asBoolean());
        configured("config disable kiro");
        assertFalse(json(configured("config dump"))
                .path("providers")
                .path(0)
                .path("enabled")
                .asBoolean(true));
        configured("config enable kiro");
        assertEquals("[]\n", configured("config validate --format json"));
    }

    private String configured(String line) {
        TestHost host = new TestHost(kiro())
                .environment("CODEXBAR_CONFIG", folder.resolve("config.json").toString());
        assertEquals(0, host.run(line.split(" ")), host.err());
        return host.out();
    }

    /** What clients call and show in red unless it is JSON and exit code 0. */
    @ParameterizedTest
    @CsvSource({
        "sessions --json-v2,[]",
        "cost --format json,[]",
        "cost --format json --days 30 --refresh --provider kiro,[]",
        "cost --format json --provider both,[]"
    })
    void findsAnEmptyListWhereNothingIsKnown(String line, String document) {
        assertEquals(document + "\n", out(kiro(), 0, line));
    }

    @Test
    void findsADiagnosisWithoutIdentity() {
        UsageSnapshot snapshot = snapshot().plan("Plan of me@example.com").build();
        JsonNode rows = json(out(kiro(snapshot), 0, "diagnose --format json --redact"));
        assertTrue(rows.isArray() && rows.size() > 3, rows.toString());
        assertFalse(rows.toString().contains("me@example.com"), rows.toString());
    }

    /** The original lowers the case of ids, knows aliases, and takes 0 for a time limit of the web. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage --provider KIRO --format json",
                "usage --provider kiro-cli --format json",
                "usage --provider both --format json",
                "usage --provider all --format json",
                "usage --provider kiro --json --web-timeout 0 --source auto --status --no-color",
                "usage --format json --json-only --pretty"
            })
    void findsTheProviderHoweverItIsCalled(String line) {
        assertEquals("kiro", answer(kiro(), line).path("provider").asText());
    }

    /** Clients make a tab for each id that they find. */
    @Test
    void findsAnUnknownProviderUnderItsId() {
        JsonNode entry =
                json(out(kiro(), 64, "usage --provider gemini --format json")).path(0);
        assertEquals("gemini", entry.path("provider").asText());
        assertEquals("args", entry.path("error").path("kind").asText());
    }

    static Stream<UsageProvider> providersWithoutTheirTool() {
        Map<String, String> nowhere = Map.of("PATH", "/nonexistent", "HOME", "/nonexistent");
        return Stream.of(
                KiroUsageProvider.builder().environment(nowhere).build(),
                CodexUsageProvider.builder().environment(nowhere).build(),
                ClaudeUsageProvider.builder().environment(nowhere).build(),
                CopilotUsageProvider.builder().environment(nowhere).build());
    }

    /** Messages go into one-line footers. */
    @ParameterizedTest
    @MethodSource("providersWithoutTheirTool")
    void findsOneShortSentenceWhereAToolIsNotInstalled(UsageProvider provider) throws InterruptedException {
        UsageResult result =
                UsageProviders.of(provider).fetchAll(FetchRequest.defaults()).get(0);
        UsageException failure = result.failure().orElseThrow();
        assertEquals(UsageException.Reason.NOT_INSTALLED, failure.reason());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.length() <= 100, message);
        assertEquals(1, message.split("[.!?](?: |$)", -1).length - 1, message);
        assertTrue(failure.nextStep().isPresent());
    }

    /** The original writes the end of a bonus as `expires in …`, and clients look for that word. */
    @Test
    void findsTheEndOfABonusInTheWordsOfTheOriginal() {
        JsonNode usage = answer(
                        kiro(snapshot()
                                .secondary(
                                        "Bonus",
                                        RateWindow.builder(1)
                                                .resetDescription("expires in 29 days")
                                                .build())
                                .build()),
                        "usage --json")
                .path("usage");
        assertEquals(
                "expires in 29 days",
                usage.path("secondary").path("resetDescription").asText());
    }
}
