package dev.codexbar.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.test.LongForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageJsonReaderTest {

    private static final String START = "[{\"provider\":\"kiro\",\"source\":\"cli\",\"usage\":"
            + "{\"updatedAt\":\"2026-08-22T09:30:00Z\",\"primary\":";

    private static UsageSnapshot read(String document) throws UsageJsonException {
        return UsageJson.read(document).get(0).snapshot().orElseThrow();
    }

    private static RateWindow window(String members) throws UsageJsonException {
        return read(START + "{" + members + "}}}]").primary().orElseThrow();
    }

    @Test
    void ignoresUnknownMembersWhereverTheyAre() throws UsageJsonException {
        String unknown = "\"new\":{\"deep\":[[{\"a\":null}]]},\"other\":true,";
        String document = "[{" + unknown
                + "\"provider\":\"kiro\",\"source\":\"cli\",\"status\":{\"indicator\":\"none\",\"url\":\"https://example.com\"},"
                + "\"usage\":{" + unknown + "\"primary\":{" + unknown + "\"usedPercent\":1},\"secondary\":null,"
                + "\"tertiary\":null,\"extraRateWindows\":[{" + unknown
                + "\"id\":\"x\",\"title\":\"X\",\"window\":{\"usedPercent\":2}}],"
                + "\"details\":[{" + unknown + "\"rows\":[{" + unknown + "\"label\":\"a\",\"value\":\"b\"}],"
                + "\"chart\":{\"kind\":\"bars\",\"points\":[]}}],"
                + "\"updatedAt\":\"2026-08-22T09:30:00Z\"}}]";
        PublishedSchema.usage().accepts(document);
        UsageSnapshot snapshot = read(document);
        assertEquals(1, snapshot.primary().orElseThrow().usedPercent());
        assertEquals(2, snapshot.window("x").orElseThrow().usedPercent());
        assertEquals("b", snapshot.details().get(0).value());
        assertEquals("Usage", snapshot.details().get(0).section());
    }

    @Test
    void takesMadeUpPercentagesForUnknown() throws UsageJsonException {
        assertTrue(read(START + "{\"usedPercent\":0,\"isSyntheticPlaceholder\":true}}}]")
                .primary()
                .isEmpty());
        assertTrue(read(START + "null,\"extraRateWindows\":[{\"id\":\"x\",\"title\":\"X\",\"usageKnown\":false,"
                        + "\"window\":{\"usedPercent\":0}}]}}]")
                .windows()
                .isEmpty());
    }

    @Test
    void takesAPrecisionOfALaterVersionForAnInstant() throws UsageJsonException {
        RateWindow window =
                window("\"usedPercent\":1,\"resetsAt\":\"2026-09-01T10:00:00Z\",\"resetPrecision\":\"week\"");
        assertEquals(RateWindow.ResetPrecision.INSTANT, window.resetPrecision());
        assertEquals(Instant.parse("2026-09-01T10:00:00Z"), window.resetsAt().orElseThrow());
    }

    @Test
    void rejectsAnExtraWindowWithTheIdOfAMainWindow() {
        UsageJsonException fault = assertThrows(
                UsageJsonException.class,
                () -> read(START + "null,\"extraRateWindows\":[{\"id\":\"primary\",\"title\":\"X\","
                        + "\"window\":{\"usedPercent\":1}}]}}]"));
        assertTrue(fault.getMessage().contains("id of a main window"), fault::getMessage);
    }

    @Test
    void readsWhatOtherWritersPublish() throws UsageJsonException {
        assertEquals(
                Duration.ofHours(5),
                window("\"usedPercent\":1,\"windowMinutes\":300.0").period().orElseThrow());
        assertTrue(window("\"usedPercent\":1,\"resetDescription\":\" \"")
                .resetDescription()
                .isEmpty());
        UsageSnapshot points = read(START + "null,\"providerCost\":{\"used\":1,\"limit\":2,\"currencyCode\":\"Points\","
                + "\"updatedAt\":\"2026-08-22T09:30:00Z\"}}}]");
        assertTrue(points.cost().isEmpty());
        UsageSnapshot older = read(START + "null,\"loginMethod\":\"Google\",\"identity\":{\"providerID\":\"kiro\"}}}]");
        assertEquals("Google", older.identity().loginMethod().orElseThrow());
        UsageReport failed = UsageJson.read("[{\"provider\":\"kiro\",\"source\":\"auto\","
                        + "\"error\":{\"code\":4,\"message\":\"Kiro CLI timed out.\"}}]")
                .get(0);
        assertEquals(
                UsageException.Reason.TIMED_OUT, failed.failure().orElseThrow().reason());
        UsageReport later = UsageJson.read("[{\"provider\":\"kiro\",\"source\":\"auto\","
                        + "\"error\":{\"code\":1,\"message\":\"No.\",\"reason\":\"somethingNew\",\"kind\":\"new\"}}]")
                .get(0);
        assertEquals(UsageException.Reason.FAILED, later.failure().orElseThrow().reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{}",
                "[null]",
                "[[]]",
                "[{}]",
                "[] []",
                "[]x",
                "[1",
                "\ufeff",
                "nul",
                "[{\"provider\":\"kiro\",\"source\":\"cli\"}]",
                "[{\"provider\":\"kiro\",\"usage\":{\"updatedAt\":\"2026-08-22T09:30:00Z\"}}]",
                "[{\"provider\":\"KIRO\",\"source\":\"cli\",\"usage\":{\"updatedAt\":\"2026-08-22T09:30:00Z\"}}]",
                "[{\"provider\":1,\"source\":\"cli\",\"usage\":{\"updatedAt\":\"2026-08-22T09:30:00Z\"}}]",
                "[{\"provider\":\"kiro\",\"source\":\"cli\",\"usage\":{}}]",
                "[{\"provider\":\"kiro\",\"source\":\"cli\",\"usage\":{\"updatedAt\":\"today\"}}]",
                "[{\"provider\":\"kiro\",\"source\":\"cli\",\"usage\":{\"updatedAt\":\"+12026-08-22T09:30:00Z\"}}]",
                "[{\"provider\":\"kiro\",\"source\":\"cli\",\"usage\":{\"updatedAt\":\"2026-08-22T09:30:00Z\"},"
                        + "\"error\":{\"code\":1,\"message\":\"x\"}}]",
                "[{\"provider\":\"kiro\",\"source\":\"auto\",\"error\":{\"code\":1}}]",
                START + "{}}}]",
                START + "{\"usedPercent\":null}}}]",
                START + "{\"usedPercent\":\"1\"}}}]",
                START + "{\"usedPercent\":-1}}}]",
                START + "{\"usedPercent\":NaN}}}]",
                START + "{\"usedPercent\":1e999}}}]",
                START + "{\"usedPercent\":1,\"usedPercent\":2}}}]",
                START + "{\"usedPercent\":1,\"windowMinutes\":0}}}]",
                START + "{\"usedPercent\":1,\"windowMinutes\":1.5}}}]",
                START + "{\"usedPercent\":1,\"windowMinutes\":1e999999999}}}]",
                START + "{\"usedPercent\":1,\"windowMinutes\":9223372036854775807}}}]",
                START + "{\"usedPercent\":1,\"windowMinutes\":92233720368547758079}}}]",
                START + "{\"usedPercent\":1,\"windowLength\":\"PT-1S\"}}}]",
                START + "{\"usedPercent\":1,\"windowLength\":\"PT99999999999999999999S\"}}}]",
                START + "null,\"extraRateWindows\":[{\"id\":\"x\",\"title\":\"X\",\"window\":{\"usedPercent\":1}},"
                        + "{\"id\":\"x\",\"title\":\"X\",\"window\":{\"usedPercent\":1}}]}}]",
            })
    void saysWhereADocumentIsWrong(String document) {
        UsageJsonException fault = assertThrows(UsageJsonException.class, () -> UsageJson.read(document));
        assertTrue(fault.line() >= 1 && fault.column() >= 1, fault::getMessage);
        assertTrue(fault.getMessage().contains("line " + fault.line()), fault::getMessage);
    }

    @Test
    void quotesNothingOfTheDocument() {
        for (String document : List.of(
                "[person@example.com]",
                "[{\"provider\":\"person@example.com\",\"source\":\"cli\",\"error\":{\"code\":1,\"message\":\"x\"}}]",
                START + "{\"usedPercent\":1,\"resetsAt\":\"person@example.com\"}}}]",
                "[{\"person@example.com\":1,\"person@example.com\":2}]")) {
            UsageJsonException fault = assertThrows(UsageJsonException.class, () -> UsageJson.read(document));
            assertFalse(fault.getMessage().contains("person"), fault::getMessage);
            assertEquals(null, fault.getCause());
        }
    }

    @Test
    void boundsDepthAndLength() {
        String deep = START + "{\"usedPercent\":1,\"new\":" + "[".repeat(100_000);
        assertThrows(UsageJsonException.class, () -> UsageJson.read(deep));
        String objects = "[" + "{\"a\":".repeat(100_000);
        assertThrows(UsageJsonException.class, () -> UsageJson.read(objects));
        String large = " ".repeat(UsageJson.LONGEST_DOCUMENT) + "[]";
        assertThrows(UsageJsonException.class, () -> UsageJson.read(large));
        byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
        assertThrows(UsageJsonException.class, () -> UsageJson.read(new ByteArrayInputStream(bytes)));
        String number = START + "{\"usedPercent\":" + "9".repeat(100_000) + "}}}]";
        assertThrows(UsageJsonException.class, () -> UsageJson.read(number));
    }

    @Test
    void survivesEveryCutAndEveryKindOfDamage() throws IOException {
        Random random = new Random(7);
        for (int seed = 0; seed < LongForm.times(20, 200); seed++) {
            String document = UsageJson.compact().write(List.of(new RandomReports(seed).next()));
            if (document.length() > 20_000) {
                continue;
            }
            for (int cut = 0; cut < document.length(); cut += 1 + document.length() / 500) {
                String part = document.substring(0, cut);
                assertThrows(UsageJsonException.class, () -> UsageJson.read(part));
            }
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 300; i++) {
                byte[] damaged = bytes.clone();
                for (int times = random.nextInt(4); times >= 0; times--) {
                    damaged[random.nextInt(damaged.length)] = damage(random);
                }
                readOrRefuse(damaged);
            }
        }
    }

    private static byte damage(Random random) {
        String likely = "{}[],:\"\\0e-+.nu \n";
        return random.nextBoolean()
                ? (byte) likely.charAt(random.nextInt(likely.length()))
                : (byte) random.nextInt(256);
    }

    /** Nothing but an answer or the one documented exception may come out. */
    private static void readOrRefuse(byte[] document) throws IOException {
        try {
            UsageJson.read(new ByteArrayInputStream(document));
        } catch (UsageJsonException refused) {
            assertTrue(refused.getMessage().contains("column"), refused::getMessage);
        }
    }
}
