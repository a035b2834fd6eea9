package dev.codexbar.provider.kiro.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import dev.codexbar.provider.support.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KiroAcpReaderTest {

    private static KiroAnswer read(String json) {
        try {
            return KiroAcpReader.usage(JsonValue.read(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KiroUsage usage(String data) {
        return assertInstanceOf(KiroUsage.class, read("{\"success\":true,\"data\":" + data + "}"));
    }

    private static KiroAnswer fixture(String name) throws IOException {
        try (InputStream file =
                KiroAcpReaderTest.class.getResourceAsStream("/dev/codexbar/provider/kiro/acp/" + name)) {
            return read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void readsAFreePlan() throws IOException {
        KiroUsage usage = assertInstanceOf(KiroUsage.class, fixture("usage-free.json"));
        assertEquals(Optional.of("KIRO FREE"), usage.plan());
        assertEquals("2026-09-01", usage.reset().orElseThrow().text());
        Breakdown credits = usage.breakdowns().get(0);
        assertEquals("Credits", credits.label());
        assertEquals(OptionalDouble.of(25), credits.usedPercent());
        assertEquals(OptionalDouble.of(12.5), credits.used());
        assertEquals(OptionalDouble.of(50), credits.limit());
        assertFalse(credits.clamped());
        assertFalse(credits.overage().orElseThrow().enabled());
        assertEquals(Optional.empty(), usage.addOnCredits());
    }

    @Test
    void readsBonusesAndAddOnPacks() throws IOException {
        KiroUsage usage = assertInstanceOf(KiroUsage.class, fixture("usage-pro-bonus-addon.json"));
        assertEquals(0.366, usage.breakdowns().get(0).usedPercent().orElseThrow(), 1e-9);
        assertEquals(
                new Bonus(Optional.of("Welcome bonus"), 122.54, 500, OptionalInt.of(29)),
                usage.bonuses().get(0));
        Pack pack = usage.addOnCredits().orElseThrow().active().orElseThrow();
        assertEquals(2, pack.used());
        assertEquals(100, pack.total());
        assertEquals("2026-10-01", pack.expires().orElseThrow().text());
    }

    @Test
    void readsNoDataAsAManagedPlan() throws IOException {
        KiroUsage usage = assertInstanceOf(KiroUsage.class, fixture("usage-admin-managed.json"));
        assertTrue(usage.managedPlan());
        assertTrue(usage.breakdowns().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true,\"message\":\"Your plan is managed by admin\"}",
                "{\"success\":true,\"data\":null}",
                "{\"success\":true,\"data\":{\"success\":true,\"data\":null}}"
            })
    void readsMissingDataAsAManagedPlan(String json) {
        KiroUsage usage = assertInstanceOf(KiroUsage.class, read(json));
        assertTrue(usage.managedPlan());
        assertTrue(usage.enterprise());
        assertEquals(Optional.empty(), usage.plan());
    }

    @Test
    void takesOneMoreWrapperOffTheResult() {
        String data = "{\"planName\":\"P\",\"usageBreakdowns\":[{\"used\":1,\"limit\":4}]}";
        KiroAnswer plain = read("{\"success\":true,\"data\":" + data + "}");
        assertEquals(plain, read("{\"success\":true,\"data\":{\"data\":" + data + "}}"));
        assertEquals(plain, read("{\"data\":{\"success\":true,\"message\":\"x\",\"data\":" + data + "}}"));
        assertEquals(
                Kind.UNREADABLE,
                assertInstanceOf(
                                KiroProblem.class,
                                read("{\"success\":true,\"data\":{\"data\":{\"data\":" + data + "}}}"))
                        .kind());
        assertEquals(
                Kind.LOGIN_EXPIRED,
                assertInstanceOf(
                                KiroProblem.class,
                                read("{\"success\":true,\"data\":{\"success\":false,\"message\":\"Token expired\"}}"))
                        .kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3-2.16.json", "v3-2.28.json"})
    void readsWholeNumbersOfEngineV3(String name) throws IOException {
        KiroUsage usage = assertInstanceOf(KiroUsage.class, fixture(name));
        Breakdown credits = usage.breakdowns().get(0);
        assertEquals(
                credits.used().getAsDouble() / credits.limit().getAsDouble() * 100,
                credits.usedPercent().getAsDouble(),
                1e-9);
        assertTrue(usage.plan().orElseThrow().startsWith("KIRO PRO"));
    }

    @Test
    void keepsABoundedNumberOfEntries() {
        String credit = "{\"resourceType\":\"CREDIT\",\"used\":1,\"limit\":4}";
        String other = "{\"resourceType\":\"SPEC\",\"used\":1,\"limit\":4}";
        KiroUsage usage =
                usage("{\"usageBreakdowns\":[" + (other + ",").repeat(40_000) + credit + "],\"bonusCredits\":["
                        + "{\"name\":\"Gift\",\"used\":1,\"total\":4},".repeat(39_999)
                        + "{\"name\":\"Gift\",\"used\":1,\"total\":4}]}");
        assertEquals(100, usage.breakdowns().size());
        assertEquals("CREDIT", usage.breakdowns().get(0).label());
        assertEquals(100, usage.bonuses().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Invalid profileArn.                                                     | UNAVAILABLE
            Failed to retrieve usage information: Authentication failed             | LOGIN_EXPIRED
            Failed to retrieve usage information: Token expired                     | LOGIN_EXPIRED
            ThrottlingException: Rate exceeded                                      | RATE_LIMITED
            Not logged in                                                           | NOT_LOGGED_IN
            You are not logged in, please log in with kiro-cli login                | NOT_LOGGED_IN
            """)
    void knowsTheWordsOfFailures(String words, Kind kind) {
        KiroProblem failed =
                assertInstanceOf(KiroProblem.class, read("{\"success\":false,\"message\":\"" + words + "\"}"));
        assertEquals(kind, failed.kind());
        assertEquals(failed, KiroAcpReader.problem(new AcpError(-32603, words)));
        assertTrue(words.endsWith(failed.message().orElseThrow()), failed::toString);
    }

    @Test
    void knowsTheCodesOfErrors() {
        assertEquals(
                Kind.NOT_LOGGED_IN,
                KiroAcpReader.problem(new AcpError(-32000, "anything")).kind());
        assertEquals(
                Kind.UNSUPPORTED_FLAG,
                KiroAcpReader.problem(new AcpError(-32601, "Method not found")).kind());
        assertEquals(
                Kind.UNAVAILABLE,
                KiroAcpReader.problem(new AcpError(-32603, "")).kind());
    }

    @Test
    void readsAFailureInTheProgramsOwnWords() throws IOException {
        KiroProblem problem = assertInstanceOf(KiroProblem.class, fixture("usage-failed.json"));
        assertTrue(problem.message().orElseThrow().contains("Invalid profileArn."));
    }

    @Test
    void picksTheCreditsByNameNotByPosition() {
        KiroUsage usage = usage("{\"usageBreakdowns\":["
                + "{\"resourceType\":\"SPEC\",\"displayName\":\"Specs\",\"used\":1,\"limit\":2},"
                + "{\"resourceType\":\"CREDIT\",\"displayName\":\"Credits\",\"used\":3,\"limit\":4}]}");
        assertEquals("Credits", usage.breakdowns().get(0).label());
        assertEquals("Specs", usage.breakdowns().get(1).label());
    }

    @Test
    void takesTheRatioOverTheTruncatedPercentage() {
        Breakdown over = usage("{\"usageBreakdowns\":[{\"used\":1458.82,\"limit\":1000,\"percentage\":145}]}")
                .breakdowns()
                .get(0);
        assertEquals(145.882, over.usedPercent().orElseThrow(), 1e-9);
        Breakdown wrong = usage("{\"usageBreakdowns\":[{\"used\":10,\"limit\":100,\"percentage\":90}]}")
                .breakdowns()
                .get(0);
        assertEquals(OptionalDouble.of(10), wrong.usedPercent());
    }

    @Test
    void takesTheLimitForWhatHasLimitSays() {
        Breakdown none = usage("{\"usageBreakdowns\":[{\"used\":7,\"limit\":50,\"hasLimit\":false,\"percentage\":14}]}")
                .breakdowns()
                .get(0);
        assertTrue(none.unlimited());
        assertEquals(OptionalDouble.empty(), none.usedPercent());
        assertEquals(OptionalDouble.of(7), none.used());
        Breakdown old = usage("{\"usageBreakdowns\":[{\"used\":7,\"limit\":50}]}")
                .breakdowns()
                .get(0);
        assertEquals(OptionalDouble.of(14), old.usedPercent());
        Breakdown unknown = usage("{\"usageBreakdowns\":[{\"used\":7,\"limit\":null}]}")
                .breakdowns()
                .get(0);
        assertFalse(unknown.unlimited());
        assertEquals(OptionalDouble.empty(), unknown.usedPercent());
    }

    @Test
    void takesTheLimitOfABonusForItsTotal() {
        KiroUsage usage = usage("{\"planName\":\"P\",\"bonusCredits\":["
                + "{\"name\":\"old\",\"used\":1,\"limit\":5,\"daysUntilExpiry\":2.9},{\"name\":\"empty\"}]}");
        assertEquals(1, usage.bonuses().size());
        assertEquals(5, usage.bonuses().get(0).total());
        assertEquals(OptionalInt.of(2), usage.bonuses().get(0).expiresInDays());
    }

    @Test
    void sumsThePacksThatAreNotActive() {
        KiroUsage usage = usage("{\"planName\":\"P\",\"addOnCredits\":["
                + "{\"used\":1,\"total\":100,\"isActive\":false},{\"used\":2,\"total\":100,\"isActive\":true},"
                + "{\"used\":4,\"total\":50},{\"total\":50}]}");
        OtherPacks others = usage.addOnCredits().orElseThrow().others().orElseThrow();
        assertEquals(5, others.used());
        assertEquals(150, others.total());
        assertEquals(2, others.count());
        assertEquals(
                2, usage.addOnCredits().orElseThrow().active().orElseThrow().used());
    }

    @Test
    void readsOverages() {
        Overage overage = usage("{\"overagesEnabled\":true,\"isEnterprise\":true,\"usageBreakdowns\":["
                        + "{\"used\":1458.82,\"limit\":1000,\"currentOverages\":458.82,\"overageRate\":0.04,"
                        + "\"overageCharges\":18.3528,\"currency\":\"USD\"}]}")
                .breakdowns()
                .get(0)
                .overage()
                .orElseThrow();
        assertTrue(overage.enabled());
        assertTrue(overage.managedByOrganization());
        assertEquals(OptionalDouble.of(458.82), overage.creditsUsed());
        assertEquals(OptionalDouble.of(18.3528), overage.estimatedCost());
        assertEquals(OptionalDouble.of(0.04), overage.rate());
        assertEquals(Optional.of("USD"), overage.currency());
    }

    @Test
    void leavesOutWhatIsOfAnotherTypeOrOutOfRange() {
        KiroUsage usage = usage("{\"planName\":\"P\",\"billingCycleReset\":20260901,\"usageBreakdowns\":["
                + "{\"used\":\"3\",\"limit\":-5,\"percentage\":1e400,\"hasLimit\":\"no\",\"displayName\":7},"
                + "17,null,[],{\"used\":1e308,\"limit\":1e-300}],\"bonusCredits\":{},\"addOnCredits\":null}");
        assertEquals(Optional.empty(), usage.reset());
        for (Breakdown breakdown : usage.breakdowns()) {
            assertEquals(OptionalDouble.empty(), breakdown.usedPercent());
            assertEquals("Credits", breakdown.label());
        }
    }

    @Test
    void takesControlCharactersOutOfNames() {
        assertEquals(
                Optional.of("KIRO PRO"),
                usage("{\"planName\":\" KIRO\\u001b[31m PRO\\u202e\\n\"}").plan());
    }

    @Test
    void takesTheDateOfAnInstant() {
        KiroUsage usage = usage("{\"planName\":\"P\",\"billingCycleReset\":\"2026-09-01T00:00:00Z\"}");
        assertEquals("2026-09-01", usage.reset().orElseThrow().text());
    }

    @Test
    void readsDataWithoutItsEnvelope() {
        KiroUsage usage = assertInstanceOf(
                KiroUsage.class, read("{\"planName\":\"P\",\"usageBreakdowns\":[{\"used\":1,\"limit\":4}]}"));
        assertEquals(OptionalDouble.of(25), usage.breakdowns().get(0).usedPercent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}
            {"success":true,"data":{}}
            {"success":true,"data":7}
            []
            "text"
            null
            """)
    void tellsThatItCannotReadAnythingElse(String json) {
        assertEquals(
                Kind.UNREADABLE, assertInstanceOf(KiroProblem.class, read(json)).kind());
    }
}
