package dev.codexbar.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageJsonTest {

    private static final Instant NOW = Instant.parse("2026-08-22T09:30:00Z");
    private static final Instant RESET = Instant.parse("2026-09-01T00:00:00Z");

    private static UsageReport report(UsageSnapshot snapshot) {
        return UsageReport.of(UsageResult.of(snapshot)).withSource("cli");
    }

    private static String write(UsageSnapshot snapshot) {
        return UsageJson.compact().write(List.of(report(snapshot)));
    }

    private static UsageSnapshot.Builder kiro() {
        return UsageSnapshot.builder("kiro", NOW);
    }

    private static JsonNode element(String document) {
        PublishedSchema.usage().accepts(document);
        return PublishedSchema.tree(document).get(0);
    }

    /** Everything of the example must be there; more may be. */
    private static void assertHolds(JsonNode expected, JsonNode actual, String path) {
        if (expected.isObject()) {
            for (Map.Entry<String, JsonNode> member : expected.properties()) {
                String inner = path + "/" + member.getKey();
                assertTrue(actual.has(member.getKey()), () -> "lacks " + inner + ": " + actual);
                assertHolds(member.getValue(), actual.get(member.getKey()), inner);
            }
        } else if (expected.isArray()) {
            assertEquals(expected.size(), actual.size(), path);
            for (int i = 0; i < expected.size(); i++) {
                assertHolds(expected.get(i), actual.get(i), path + "/" + i);
            }
        } else {
            // As text: 25 and 25.0 are not the same to every reader.
            assertEquals(expected.toString(), actual.toString(), path);
        }
    }

    @Test
    void writesThePublishedExampleOfAFreePlan() {
        UsageSnapshot snapshot = kiro().primary(
                        "Credits", RateWindow.builder(25).resetsAt(RESET).build())
                .detail(UsageDetail.of("Plan", "Kiro Free"))
                .detail(UsageDetail.of("Credits left", "37.50"))
                .detail(UsageDetail.of("Credits used", "12.50"))
                .detail(UsageDetail.of("Credits total", "50"))
                .toolVersion("1.23.1")
                .strategy("pty")
                .build();
        String document = write(snapshot);
        assertHolds(
                PublishedSchema.tree(PublishedSchema.example("usage-kiro-free")).get(0), element(document), "");
        assertEquals("pty", element(document).get("strategy").textValue());
    }

    @Test
    void writesThePublishedExampleOfOverage() {
        UsageSnapshot snapshot = kiro().primary(
                        "Credits", RateWindow.builder(100).resetsAt(RESET).build())
                .window(new NamedRateWindow(
                        "kiro-overage",
                        "Overage",
                        RateWindow.builder(12.505).resetsAt(RESET).build()))
                .cost(UsageCost.builder(50.02, "USD")
                        .limit(400)
                        .period("Overage")
                        .resetsAt(RESET)
                        .build())
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .loginMethod("IAM Identity Center")
                        .build())
                .detail(UsageDetail.of("Plan", "Kiro Power"))
                .detail(UsageDetail.of("Credits left", "0"))
                .detail(UsageDetail.of("Credits used", "10000"))
                .detail(UsageDetail.of("Credits total", "10000"))
                .detail(UsageDetail.of("Overages", "Enabled"))
                .detail(UsageDetail.builder("Overage usage", "1250.50 credits")
                        .secondaryValue("of 10000")
                        .build())
                .detail(UsageDetail.of("Overage credits left", "8749.50"))
                .detail(UsageDetail.builder("Overage cost", "$50.02")
                        .secondaryValue("of $400.00")
                        .build())
                .detail(UsageDetail.of("Manage", "https://app.kiro.dev/account/usage"))
                .toolVersion("1.23.1")
                .build();
        // The example keeps three decimals, which bars would print.
        String example = PublishedSchema.example("usage-kiro-power-overage").replace("12.505", "12.51");
        assertHolds(PublishedSchema.tree(example).get(0), element(write(snapshot)), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage-kiro-free",
                "usage-kiro-power-overage",
                "usage-kiro-error-no-cli",
                "usage-kiro-error-not-logged-in",
                "usage-kiro-error-timeout",
                "usage-cli-error-args"
            })
    void readsThePublishedExamples(String name) throws UsageJsonException {
        List<UsageReport> reports = UsageJson.read(PublishedSchema.example(name));
        assertEquals(1, reports.size());
        String rounded = UsageJson.pretty().write(reports);
        assertEquals(rounded, UsageJson.pretty().write(UsageJson.read(rounded)));
    }

    @Test
    void namesTheMainWindowsEvenWhenAbsentAndLeavesOutTheRest() {
        JsonNode usage = element(write(kiro().build())).get("usage");
        assertTrue(usage.get("primary").isNull());
        assertTrue(usage.get("secondary").isNull());
        assertTrue(usage.get("tertiary").isNull());
        assertFalse(usage.has("extraRateWindows"));
        assertFalse(usage.has("providerCost"));
        assertFalse(usage.has("details"));
        assertFalse(usage.has("accountEmail"));
    }

    @ParameterizedTest
    @CsvSource({
        "25, 25",
        "203.00259999999997, 203",
        "3.0353333333333334, 3.04",
        "12.505, 12.51",
        "0.004, 0.01",
        "99.996, 99.99",
        "100.004, 100",
        "123456789.125, 123456789.13",
        "0, 0",
        "100, 100",
        "1e15, 1000000000000000",
        "1e300, 1E300",
        "1.5e300, 1.5E300"
    })
    void writesNumbersWithTwoDecimalsAtMost(double percent, String literal) {
        String document =
                write(kiro().primary("Credits", RateWindow.of(percent)).build());
        assertTrue(document.contains("\"usedPercent\":" + literal + "}"), document);
    }

    @Test
    void writesAWindowsLengthAsAnIntegerOfMinutesAndExactlyBeside() {
        RateWindow days = RateWindow.builder(1).period(Duration.ofDays(30)).build();
        RateWindow seconds =
                RateWindow.builder(1).period(Duration.ofSeconds(90)).build();
        RateWindow instant = RateWindow.builder(1).period(Duration.ofNanos(1)).build();
        JsonNode usage = element(write(kiro().primary("Credits", days)
                        .secondary("Bonus", seconds)
                        .window(NamedRateWindow.TERTIARY, "Tertiary", instant)
                        .build()))
                .get("usage");
        assertEquals("43200", usage.get("primary").get("windowMinutes").toString());
        assertFalse(usage.get("primary").has("windowLength"));
        assertEquals("1", usage.get("secondary").get("windowMinutes").toString());
        assertEquals("PT1M30S", usage.get("secondary").get("windowLength").textValue());
        assertEquals("1", usage.get("tertiary").get("windowMinutes").toString());
    }

    @Test
    void writesACostWithoutLimitAsTheOriginalDoes() throws UsageJsonException {
        UsageSnapshot snapshot =
                kiro().cost(UsageCost.builder(3, "USD").build()).build();
        JsonNode usage = element(write(snapshot)).get("usage");
        assertEquals("3", usage.get("providerCost").get("used").toString());
        assertEquals("0", usage.get("providerCost").get("limit").toString());
        assertFalse(usage.has("cost"));
        assertEquals(snapshot, UsageJson.read(write(snapshot)).get(0).snapshot().orElseThrow());
    }

    @Test
    void writesTheTitlesOfMainWindowsAsTheOriginalDoes() {
        JsonNode element = element(write(kiro().primary("Credits", RateWindow.of(1))
                .window(NamedRateWindow.TERTIARY, "Trial", RateWindow.of(2))
                .build()));
        assertEquals(
                "{\"primary\":\"Credits\",\"tertiary\":\"Trial\"}",
                element.get("rateWindowLabels").toString());
        assertFalse(element(write(kiro().build())).has("rateWindowLabels"));
    }

    @Test
    void saysThatUsageIsUnknownWithoutInventingAWindow() throws UsageJsonException {
        UsageSnapshot managed = kiro().plan("Kiro Managed")
                .detail(UsageDetail.of("Plan", "Kiro Managed"))
                .build();
        JsonNode usage = element(write(managed)).get("usage");
        assertFalse(usage.get("usageKnown").booleanValue());
        assertFalse(usage.has("extraRateWindows"));
        assertFalse(usage.has("dataConfidence"));
        assertFalse(usage.toString().contains("usedPercent"), usage::toString);
        assertEquals(managed, UsageJson.read(write(managed)).get(0).snapshot().orElseThrow());
        UsageSnapshot known = kiro().primary("Credits", RateWindow.of(0)).build();
        assertFalse(element(write(known)).get("usage").has("usageKnown"));
    }

    @Test
    void saysHowFreshASnapshotIs() throws UsageJsonException {
        UsageReport report = report(kiro().primary("Credits", RateWindow.of(1)).build())
                .withFreshness(Freshness.builder()
                        .measuredAt(NOW.plusMillis(700))
                        .stale(true)
                        .nextAttemptAt(RESET)
                        .lastError(UsageException.builder(UsageException.Reason.TIMED_OUT, "Kiro timed out.")
                                .nextStep("Try again.")
                                .retryAfter(Duration.ofMinutes(1))
                                .build())
                        .build());
        String document = UsageJson.compact().write(List.of(report));
        JsonNode element = element(document);
        assertEquals("2026-08-22T09:30:00Z", element.get("measuredAt").textValue());
        assertTrue(element.get("stale").booleanValue());
        assertEquals("2026-09-01T00:00:00Z", element.get("nextAttemptAt").textValue());
        assertEquals(
                "{\"reason\":\"timedOut\",\"message\":\"Kiro timed out.\",\"nextStep\":\"Try again.\"}",
                element.get("lastError").toString());
        assertEquals(List.of(report), UsageJson.read(document));
        assertFalse(write(report.snapshot().orElseThrow()).contains("stale"));
        assertFalse(report.toString().contains("Kiro timed out"), report::toString);
    }

    @Test
    void leavesFreshnessToReportsWithASnapshot() {
        UsageReport failed = UsageReport.of(UsageResult.failed(
                "kiro",
                UsageException.builder(UsageException.Reason.FAILED, "No.").build()));
        assertEquals(
                failed, failed.withFreshness(Freshness.builder().stale(true).build()));
        Freshness far = Freshness.builder().measuredAt(Instant.MAX).build();
        assertThrows(
                IllegalArgumentException.class, () -> report(kiro().build()).withFreshness(far));
    }

    @ParameterizedTest
    @CsvSource({"2.11.0, 2.11.0, ", "2.11.0-beta, 2.11.0, 2.11.0-beta", "nightly, , nightly", "3., 3, 3."})
    void publishesOnlyTheDigitsOfAVersion(String told, String version, String toolVersion) {
        JsonNode element = element(write(kiro().toolVersion(told).build()));
        assertEquals(version, element.has("version") ? element.get("version").textValue() : null);
        assertEquals(
                toolVersion,
                element.has("toolVersion") ? element.get("toolVersion").textValue() : null);
    }

    @Test
    void keepsManyAndLongDetailsInAMemberOfTheirOwn() throws UsageJsonException {
        UsageSnapshot.Builder builder = kiro();
        for (int i = 0; i < 250; i++) {
            builder.detail(UsageDetail.builder("label " + i, "x".repeat(i) + ".")
                    .section("part " + i / 125)
                    .build());
        }
        UsageSnapshot snapshot = builder.build();
        String document = write(snapshot);
        JsonNode usage = element(document).get("usage");
        assertEquals(8, usage.get("details").size());
        assertEquals(12, usage.get("allDetails").size());
        assertEquals(snapshot, UsageJson.read(document).get(0).snapshot().orElseThrow());
    }

    @Test
    void joinsTheNextStepToTheMessageForReadersThatShowNothingElse() throws UsageJsonException {
        UsageException failure = new UsageException(
                UsageException.Reason.NOT_LOGGED_IN, "Not logged in to Kiro.", "Run `kiro-cli login`.");
        UsageReport report = UsageReport.of(UsageResult.failed("kiro", failure));
        String document = UsageJson.compact().write(List.of(report));
        JsonNode error = element(document).get("error");
        assertEquals(
                "Not logged in to Kiro. Run `kiro-cli login`.",
                error.get("message").textValue());
        assertEquals("Not logged in to Kiro.", error.get("summary").textValue());
        assertEquals("notLoggedIn", error.get("reason").textValue());
        assertEquals("provider", error.get("kind").textValue());
        assertEquals("auto", element(document).get("source").textValue());
        assertEquals(List.of(report), UsageJson.read(document));
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, 1",
        "NOT_LOGGED_IN, 1",
        "RATE_LIMITED, 1",
        "UNSUPPORTED, 1",
        "NOT_INSTALLED, 2",
        "UNREADABLE, 3",
        "TIMED_OUT, 4"
    })
    void givesEveryReasonItsCode(UsageException.Reason reason, int code) {
        UsageReport report = UsageReport.of(UsageResult.failed(
                "kiro", UsageException.builder(reason, "There is no usage.").build()));
        String document = UsageJson.compact().write(List.of(report));
        assertEquals(code, element(document).get("error").get("code").intValue());
    }

    @Test
    void writesFailuresOfTheCommandItself() {
        UsageException failure = UsageException.builder(UsageException.Reason.FAILED, "Unknown option: --wrong")
                .build();
        UsageReport report = UsageReport.of(UsageResult.failed("cli", failure))
                .withSource("cli")
                .withFailureKind(UsageReport.FailureKind.ARGS);
        JsonNode element = element(UsageJson.compact().write(List.of(report)));
        assertEquals("cli", element.get("provider").textValue());
        assertEquals("cli", element.get("source").textValue());
        assertEquals(64, element.get("error").get("code").intValue());
        assertEquals("args", element.get("error").get("kind").textValue());
    }

    @Test
    void tellsThePaceOfWindowsThatHaveOne() {
        UsageSnapshot snapshot = kiro().primary(
                        "Credits",
                        RateWindow.builder(80)
                                .resetsAt(RESET)
                                .period(Duration.ofDays(31))
                                .build())
                .secondary("Bonus", RateWindow.of(5))
                .build();
        String document = UsageJson.compact().withPaceAt(NOW).write(List.of(report(snapshot)));
        JsonNode pace = element(document).get("pace");
        assertEquals(
                "slightlyAhead|ahead|farAhead"
                        .contains(pace.get("primary").get("stage").textValue()),
                true);
        assertFalse(pace.get("primary").get("willLastToReset").booleanValue());
        assertTrue(pace.get("primary").get("etaSeconds").isIntegralNumber());
        assertFalse(pace.has("secondary"));
        assertFalse(write(snapshot).contains("pace"));
    }

    @Test
    void tellsThePaceAtTheMeasurement() {
        Instant reset = NOW.plus(Duration.ofDays(15));
        UsageSnapshot half = kiro().primary(
                        "Credits",
                        RateWindow.builder(75)
                                .resetsAt(reset)
                                .period(Duration.ofDays(30))
                                .build())
                .build();
        assertEquals(NOW, half.updatedAt());
        JsonNode pace = paceOf(half, NOW.plus(Duration.ofDays(3)));
        assertEquals(50, pace.get("expectedUsedPercent").doubleValue());
        assertEquals(25, pace.get("deltaPercent").doubleValue());
        assertEquals(Duration.ofDays(2).toSeconds(), pace.get("etaSeconds").longValue());
        assertTrue(
                pace.get("summary").textValue().endsWith("in about 2 days"),
                pace.get("summary").textValue());
        assertEquals(
                0, paceOf(half, NOW.plus(Duration.ofDays(9))).get("etaSeconds").longValue());
        assertFalse(element(UsageJson.compact().withPaceAt(reset).write(List.of(report(half))))
                .has("pace"));
    }

    private static JsonNode paceOf(UsageSnapshot snapshot, Instant now) {
        return element(UsageJson.compact().withPaceAt(now).write(List.of(report(snapshot))))
                .get("pace")
                .get("primary");
    }

    @Test
    void namesTheWayOfAskingInPublishedWords() {
        ProviderDescriptor tool =
                ProviderDescriptor.builder("tool", "Tool").cliName("tool-cli").build();
        ProviderDescriptor service = ProviderDescriptor.builder("tool", "Tool").build();
        UsageSnapshot web = UsageSnapshot.builder("tool", NOW).strategy("web").build();
        UsageSnapshot http = UsageSnapshot.builder("tool", NOW).strategy("http").build();
        assertEquals("cli", UsageReport.of(UsageResult.of(tool, web)).source());
        assertEquals("web", UsageReport.of(UsageResult.of(service, web)).source());
        assertEquals("api", UsageReport.of(UsageResult.of(service, http)).source());
        assertEquals("api", UsageReport.of(UsageResult.of(http)).source());
    }

    @Test
    void statesHowExactlyAResetWasStated() throws UsageJsonException {
        UsageSnapshot snapshot = kiro().primary(
                        "Primary", RateWindow.builder(1).resetsAt(RESET).build())
                .secondary(
                        "Secondary",
                        RateWindow.builder(2)
                                .resetsAt(RESET, RateWindow.ResetPrecision.DAY)
                                .build())
                .window(
                        "x",
                        "X",
                        RateWindow.builder(3)
                                .resetsAt(RESET, RateWindow.ResetPrecision.DAYS)
                                .build())
                .build();
        JsonNode usage = element(write(snapshot)).get("usage");
        assertFalse(usage.get("primary").has("resetPrecision"));
        assertEquals("day", usage.get("secondary").get("resetPrecision").textValue());
        assertEquals(
                "days",
                usage.get("extraRateWindows")
                        .get(0)
                        .get("window")
                        .get("resetPrecision")
                        .textValue());
        assertEquals(snapshot, UsageJson.read(write(snapshot)).get(0).snapshot().orElseThrow());
    }

    @Test
    void writesTheMainWindowsFirstWhereverTheyStand() throws UsageJsonException {
        UsageSnapshot snapshot = kiro().window("x", "X", RateWindow.of(3))
                .secondary("Bonus", RateWindow.of(2))
                .primary("Credits", RateWindow.of(1))
                .build();
        assertEquals(
                List.of(
                        new NamedRateWindow("primary", "Credits", RateWindow.of(1)),
                        new NamedRateWindow("secondary", "Bonus", RateWindow.of(2)),
                        new NamedRateWindow("x", "X", RateWindow.of(3))),
                UsageJson.read(write(snapshot)).get(0).snapshot().orElseThrow().windows());
    }

    @Test
    void refusesWhatThePublishedShapeCannotHold() {
        assertThrows(
                IllegalArgumentException.class,
                () -> report(UsageSnapshot.builder("Kiro!", NOW).build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> report(UsageSnapshot.builder("kiro", Instant.MAX).build()));
        RateWindow farReset = RateWindow.builder(1).resetsAt(Instant.MIN).build();
        assertThrows(
                IllegalArgumentException.class,
                () -> report(kiro().window(NamedRateWindow.TERTIARY, "Tertiary", farReset)
                        .build()));
        assertThrows(
                IllegalArgumentException.class, () -> report(kiro().build()).withSource(" "));
    }

    @Test
    void replacesLoneSurrogatesOnly() throws UsageJsonException {
        UsageSnapshot snapshot =
                kiro().plan("a\ud83cb\udf81c\ud83c\udf81d\ud83c").build();
        String read = UsageJson.read(write(snapshot))
                .get(0)
                .snapshot()
                .orElseThrow()
                .plan()
                .orElseThrow();
        assertEquals("a\ufffdb\ufffdc\ud83c\udf81d\ufffd", read);
    }

    @Test
    void writesProvidersInThePublishedShape() {
        ProviderDescriptor kiro = ProviderDescriptor.builder("kiro", "Kiro").build();
        String document = UsageJson.compact().writeProviders(List.of(kiro));
        PublishedSchema.providers().accepts(document);
        assertEquals(
                "[{\"provider\":\"kiro\",\"displayName\":\"Kiro\",\"enabled\":true,\"defaultEnabled\":true}]",
                document);
        assertEquals("[]", UsageJson.compact().writeProviders(List.of()));
    }

    @Test
    void writesWhichProvidersAreSwitchedOff() {
        List<ProviderDescriptor> providers = List.of(
                ProviderDescriptor.builder("codex", "Codex").build(),
                ProviderDescriptor.builder("kiro", "Kiro").build());
        String document = UsageJson.compact().writeProviders(providers, Set.of("kiro", "unknown"));
        PublishedSchema.providers().accepts(document);
        assertEquals(
                "[{\"provider\":\"codex\",\"displayName\":\"Codex\",\"enabled\":true,\"defaultEnabled\":true},"
                        + "{\"provider\":\"kiro\",\"displayName\":\"Kiro\",\"enabled\":false,\"defaultEnabled\":true}]",
                document);
    }

    @Test
    void indentsForPeopleInTheSameWayEverywhere() {
        String document = UsageJson.pretty().write(List.of(report(kiro().build())));
        assertTrue(document.startsWith("[\n  {\n    \"provider\": \"kiro\",\n    \"source\": \"cli\","), document);
        assertTrue(document.endsWith("\n  }\n]"), document);
        assertEquals("[]", UsageJson.pretty().write(List.of()));
    }

    @Test
    void masksIdentityInItsString() {
        UsageSnapshot snapshot = kiro().identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .build())
                .build();
        assertFalse(report(snapshot).toString().contains("person"));
        assertNull(report(snapshot).failure().orElse(null));
    }
}
