package dev.codexbar.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardJsonTest {

    private static final Instant NOW = Instant.parse("2026-08-22T09:30:05Z");
    private static final Instant MEASURED = NOW.minusSeconds(65);
    private static final ProviderDescriptor KIRO = ProviderDescriptor.builder("kiro", "Kiro")
            .cliName("kiro-cli")
            .accentColor("#FF9900")
            .build();
    private static final ProviderDescriptor OTHER =
            ProviderDescriptor.builder("other", "Other").build();

    private static final UsageSnapshot SNAPSHOT = UsageSnapshot.builder("kiro", MEASURED)
            .primary(
                    "Credits",
                    RateWindow.builder(120.5)
                            .amount(new RateWindow.Amount(1205, 1000, "credits"))
                            .period(Duration.ofDays(31))
                            .resetsAt(Instant.parse("2026-09-01T00:00:00Z"))
                            .build())
            .secondary(
                    "Bonus",
                    RateWindow.builder(50)
                            .resetsAt(Instant.parse("2026-08-20T00:00:00Z"))
                            .build())
            .window("web", "Web searches", RateWindow.of(10))
            .plan("KIRO PRO")
            .identity(AccountIdentity.builder()
                    .accountEmail("person@example.com")
                    .loginMethod("Google")
                    .build())
            .build();

    private static final DashboardRow ROW = DashboardRow.builder(KIRO)
            .snapshot(SNAPSHOT)
            .measuredAt(MEASURED)
            .nextAttemptAt(NOW.plusSeconds(240))
            .stale(true)
            .failure(new UsageException(Reason.TIMED_OUT, "kiro-cli did not answer in time.", "Allow more time."))
            .build();

    private static final DashboardJson FORM = DashboardJson.of("0.54.1", Duration.ofMinutes(5));

    @Test
    void writesThePublishedShapeForEveryState() {
        List<DashboardRow> rows = List.of(
                ROW,
                DashboardRow.builder(OTHER).build(),
                DashboardRow.builder(OTHER).measuredAt(MEASURED).stale(true).build());

        PublishedSchema schema = PublishedSchema.dashboard();
        schema.accepts(FORM.write(rows, NOW));
        schema.accepts(FORM.withIdentity().write(rows, NOW));
        schema.accepts(FORM.asShell().write(rows, NOW));
        schema.accepts(FORM.indented().write(List.of(), NOW));
    }

    @Test
    void cutsPercentagesWhereTheContractDemandsItAndAddsTheTruth() {
        JsonNode window = provider(FORM.write(List.of(ROW), NOW)).get("windows").get(0);

        assertEquals(100, window.get("usedPercent").asDouble());
        assertEquals(0, window.get("remainingPercent").asDouble());
        assertEquals(120.5, window.get("usedPercentRaw").asDouble());
        assertEquals("session", window.get("kind").asText());
        assertEquals("primary", window.get("windowId").asText());
        assertEquals("Credits", window.get("label").asText());
        assertEquals(1205, window.get("amount").get("used").asDouble());
        assertFalse(window.get("pace").get("willLastToReset").asBoolean());
    }

    @Test
    void tellsThePaceAtTheMeasurement() {
        UsageSnapshot half = UsageSnapshot.builder("kiro", NOW.minus(Duration.ofDays(3)))
                .primary(
                        "Credits",
                        RateWindow.builder(75)
                                .resetsAt(NOW.plus(Duration.ofDays(12)))
                                .period(Duration.ofDays(30))
                                .build())
                .build();
        DashboardRow row = DashboardRow.builder(KIRO).snapshot(half).build();
        JsonNode pace =
                provider(FORM.write(List.of(row), NOW)).get("windows").get(0).get("pace");

        assertEquals(50, pace.get("expectedUsedPercent").asDouble());
        assertEquals(
                NOW.plus(Duration.ofDays(2)).toString(), pace.get("runsOutAt").asText());
    }

    @Test
    void marksAWindowWhoseResetIsOver() {
        JsonNode windows = provider(FORM.write(List.of(ROW), NOW)).get("windows");

        assertFalse(windows.get(0).has("pastReset"));
        assertTrue(windows.get(1).get("pastReset").asBoolean());
        assertEquals("web", windows.get(2).get("kind").asText());
    }

    @Test
    void keepsTheWindowsBesideTheFailure() {
        JsonNode provider = provider(FORM.write(List.of(ROW), NOW));

        assertEquals(3, provider.get("windows").size());
        assertEquals(4, provider.get("error").get("code").asInt());
        assertEquals("timedOut", provider.get("error").get("reason").asText());
        assertEquals("Allow more time.", provider.get("error").get("nextStep").asText());
        assertTrue(provider.get("stale").asBoolean());
        assertEquals(MEASURED.toString(), provider.get("measuredAt").asText());
        assertEquals("2026-08-22T09:34:05Z", provider.get("nextAttemptAt").asText());
    }

    @Test
    void saysNothingOfTheAccountUnlessAsked() {
        String document = FORM.write(List.of(ROW), NOW);

        assertTrue(provider(document).get("identity").isNull());
        assertFalse(document.contains("person@example.com"), document);
        JsonNode identity =
                provider(FORM.withIdentity().write(List.of(ROW), NOW)).get("identity");
        assertEquals("person@example.com", identity.get("accountEmail").asText());
        assertEquals("Google", identity.get("plan").asText());
    }

    @Test
    void inventsNothingForAProviderWithoutAnAnswer() {
        JsonNode provider =
                provider(FORM.write(List.of(DashboardRow.builder(OTHER).build()), NOW));

        assertEquals(0, provider.get("windows").size());
        assertFalse(provider.get("usageKnown").asBoolean());
        assertTrue(provider.get("updatedAt").isNull());
        assertTrue(provider.get("error").isNull());
        assertEquals("auto", provider.get("source").asText());
        assertEquals("#6E6E6E", provider.get("display").get("accentColor").asText());
    }

    @Test
    void tellsWhenADocumentIsStale() {
        assertEquals(
                900,
                PublishedSchema.tree(FORM.write(List.of(), NOW))
                        .get("staleAfterSeconds")
                        .asInt());
        DashboardJson once = DashboardJson.of("0.54.1", Duration.ZERO);
        assertEquals(
                180,
                PublishedSchema.tree(once.write(List.of(), NOW))
                        .get("staleAfterSeconds")
                        .asInt());
    }

    private static JsonNode provider(String document) {
        return PublishedSchema.tree(document).get("providers").get(0);
    }
}
