package dev.codexbar.cli.bar;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codexbar.cli.text.WindowWords;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class BarFormatTest {

    private static final Instant NOW = Instant.parse("2026-08-22T09:30:00Z");
    private static final WindowWords WORDS = new WindowWords(NOW, ZoneOffset.UTC);

    /** Every character with which one of the bars begins something. */
    private static final String HOSTILE = "a&b<c>\"d'#[fg=red]#(id)%{F#f00}|e\u001b[31m\n---\\{}";

    private static BarItem item(UsageSnapshot snapshot) {
        return new BarItem(
                "kiro", "Kiro", Optional.of(snapshot), Optional.empty(), Optional.of(snapshot.updatedAt()), false);
    }

    private static BarItem used(double percent) {
        return item(UsageSnapshot.builder("kiro", NOW)
                .primary("Credits", RateWindow.of(percent))
                .build());
    }

    private static BarItem failed(BarItem item) {
        UsageException failure = new UsageException(UsageException.Reason.TIMED_OUT, "It took too long.", "Wait.");
        return new BarItem(item.id(), item.name(), item.snapshot(), Optional.of(failure), item.measuredAt(), false);
    }

    private static final BarItem NOTHING =
            new BarItem("kiro", "Kiro", Optional.empty(), Optional.empty(), Optional.empty(), false);

    private static BarReading reading(BarItem... items) {
        return BarReading.of(List.of(items), WORDS, Optional.empty(), true);
    }

    private static String template(String template, BarItem... items) {
        try {
            return BarFormat.TEXT.write(
                    BarReading.of(List.of(items), WORDS, Optional.of(BarTemplate.parse(template)), true), true);
        } catch (BarTemplateException fault) {
            throw new AssertionError(fault);
        }
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException fault) {
            throw new AssertionError(line, fault);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,LOW,0",
        "0.2,LOW,1",
        "49.99,LOW,49",
        "50,MID,50",
        "74.9,MID,74",
        "75,HIGH,75",
        "89.9,HIGH,89",
        "90,CRITICAL,90",
        "99.99,CRITICAL,99",
        "100,CRITICAL,100",
        "140.5,CRITICAL,140"
    })
    void choosesTheLevelByWhatIsUsedAndNeverRoundsUp(double percent, BarLevel level, String shown) {
        BarReading reading = reading(used(percent));
        assertEquals(level, reading.level());
        assertEquals("Kiro " + shown + "%\n", BarFormat.TEXT.write(reading, true));
        assertEquals(
                Math.min(100, Integer.parseInt(shown)), reading.percentage().orElseThrow());
    }

    @Test
    void showsTheWindowOfWhichMostIsUsed() {
        BarItem item = item(UsageSnapshot.builder("kiro", NOW)
                .primary("Session", RateWindow.of(10))
                .secondary("Weekly", RateWindow.of(91))
                .build());
        assertEquals("Kiro 91%\n", BarFormat.TEXT.write(reading(item), true));
        assertEquals("10 91 Weekly\n", template("{primary.percent} {fullest.percent} {fullest.title}", item));
    }

    @Test
    void saysWhatItDoesNotKnow() {
        BarItem plan = item(UsageSnapshot.builder("kiro", NOW).plan("TEAM").build());
        assertAll(
                () -> assertEquals("Kiro …\n", BarFormat.TEXT.write(reading(NOTHING), true)),
                () -> assertEquals(BarLevel.UNKNOWN, reading(NOTHING).level()),
                () -> assertEquals("Kiro ?\n", BarFormat.TEXT.write(reading(plan), true)),
                () -> assertEquals(BarLevel.UNKNOWN, reading(plan).level()),
                () -> assertTrue(reading(plan).percentage().isEmpty()),
                () -> assertEquals("Kiro timed out\n", BarFormat.TEXT.write(reading(failed(NOTHING)), true)),
                () -> assertEquals(BarLevel.ERROR, reading(failed(NOTHING)).level()),
                () -> assertEquals(
                        "?% TEAM ? ?\n", template("{primary.percent}% {plan} {primary.used} {primary.bar}", plan)));
    }

    @Test
    void marksNumbersThatAreOld() {
        UsageSnapshot snapshot = UsageSnapshot.builder("kiro", NOW.minus(Duration.ofHours(2)))
                .primary("Credits", RateWindow.of(95))
                .build();
        BarItem old = new BarItem(
                "kiro", "Kiro", Optional.of(snapshot), Optional.empty(), Optional.of(snapshot.updatedAt()), true);
        BarItem failed = failed(item(snapshot));
        BarItem past = item(UsageSnapshot.builder("kiro", NOW)
                .primary(
                        "Credits",
                        RateWindow.builder(95).resetsAt(NOW.minusSeconds(1)).build())
                .build());
        assertAll(
                () -> assertEquals(BarLevel.STALE, reading(old).level()),
                () -> assertEquals("Kiro 95% (2h old)\n", BarFormat.TEXT.write(reading(old), true)),
                () -> assertEquals(BarLevel.STALE, reading(failed).level()),
                () -> assertTrue(reading(failed).tooltip().contains("  It took too long.")),
                () -> assertTrue(reading(failed).tooltip().contains("  Wait.")),
                () -> assertEquals("95% timed out\n", template("{primary.percent}% {error}", failed)),
                () -> assertEquals(BarLevel.STALE, reading(past).level()));
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
        String line = reading(item(half)).tooltip().get(1);
        assertTrue(line.endsWith("25% more than even use, runs out in about 2 days"), line);
    }

    @Test
    void prefersACurrentWindowToOneOfAPeriodThatIsOver() {
        BarItem item = item(UsageSnapshot.builder("kiro", NOW)
                .primary(
                        "Session",
                        RateWindow.builder(100).resetsAt(NOW.minusSeconds(1)).build())
                .secondary("Weekly", RateWindow.of(95))
                .build());
        BarReading reading = reading(item);
        assertEquals(BarLevel.CRITICAL, reading.level());
        assertEquals("Kiro 95%\n", BarFormat.TEXT.write(reading, true));
        assertEquals(95, reading.percentage().orElseThrow());
        assertEquals("Weekly\n", template("{fullest.title}", item));
    }

    @Test
    void showsALowerBoundAsSuch() {
        BarItem item = item(UsageSnapshot.builder("kiro", NOW)
                .primary("Credits", RateWindow.builder(80).atLeast(true).build())
                .build());
        assertEquals("Kiro ≥80%\n", BarFormat.TEXT.write(reading(item), true));
        assertEquals("≥80 ≤20\n", template("{primary.percent} {primary.left}", item));
        assertEquals(
                "Kiro >=80%\n",
                BarFormat.TEXT.write(BarReading.of(List.of(item), WORDS, Optional.empty(), false), true));
    }

    @Test
    void letsTheWorstProviderDecide() {
        BarReading reading = reading(used(20), failed(NOTHING), used(80));
        assertEquals(BarLevel.ERROR, reading.level());
        assertEquals("Kiro 20% · Kiro timed out · Kiro 80%\n", BarFormat.TEXT.write(reading, true));
        assertEquals(80, reading.percentage().orElseThrow());
        assertEquals(BarLevel.CRITICAL, reading(failed(NOTHING), used(95)).level());
        assertEquals(BarLevel.STALE, reading(used(60), failed(used(10))).level());
    }

    @Test
    void countsDownInWordsOfTheTemplate() {
        BarItem item = item(UsageSnapshot.builder("kiro", NOW)
                .primary(
                        "Credits",
                        RateWindow.builder(78.6)
                                .amount(new RateWindow.Amount(1572.06, 2000, "credits"))
                                .resetsAt(NOW.plus(Duration.ofHours(26)))
                                .build())
                .window("bonus", "Bonus", RateWindow.builder(1).build())
                .build());
        assertEquals(
                "Kiro kiro high 1572.06/2000 credits 1d 2h 22% ███████░░░ 1|?\n",
                template(
                        "{provider} {id} {class} {primary.used}/{primary.limit} {primary.unit} {primary.reset}"
                                + " {primary.left}% {primary.bar} {window.bonus.percent}|{window.none.percent}",
                        item));
    }

    @Test
    void showsTheUsualTextWhereATemplateIsEmptyForOnce() {
        assertEquals("Kiro 20%\n", template("{error}", used(20)));
    }

    @ParameterizedTest
    @CsvSource({
        "WAYBAR,<span color='#f00' alt='{class}'>{error}</span>",
        "I3BLOCKS,<b>{error}</b>",
        "I3STATUS_RUST,<b>{error}</b>",
        "GENMON,<b>{error}</b>",
        "POLYBAR,%{{F#f00}}{error}%{{F-}}",
        "TMUX,'#[fg=red]{error}#[default]'"
    })
    void showsTheUsualTextWhereATemplateIsMarkupAlone(BarFormat format, String template) throws BarTemplateException {
        Optional<BarTemplate> parsed = Optional.of(BarTemplate.parse(template));
        String calm = format.write(BarReading.of(List.of(used(20)), WORDS, parsed, true), false);
        assertTrue(calm.contains("Kiro 20%"), calm);
        String failing = format.write(BarReading.of(List.of(failed(used(20))), WORDS, parsed, true), false);
        assertTrue(failing.contains("timed out"), failing);
        assertFalse(failing.contains("Kiro 20%"), failing);
    }

    @Test
    void takesNoTextForMarkupWhereThereIsNone() {
        assertEquals("<20>\n", template("<{primary.percent}>", used(20)));
    }

    private static BarItem hostile() {
        return new BarItem(
                "kiro",
                HOSTILE,
                Optional.of(UsageSnapshot.builder("kiro", NOW)
                        .plan(HOSTILE)
                        .primary(HOSTILE, RateWindow.of(55))
                        .build()),
                Optional.empty(),
                Optional.of(NOW),
                false);
    }

    @ParameterizedTest
    @EnumSource
    void alwaysPrintsALine(BarFormat format) {
        for (BarReading reading : List.of(
                reading(NOTHING),
                reading(failed(NOTHING)),
                reading(used(5)),
                reading(hostile()),
                BarReading.message(BarLevel.ERROR, "configuration", HOSTILE))) {
            String lines = format.write(reading, true);
            assertTrue(lines.endsWith("\n") && lines.strip().length() > 5, lines);
            assertFalse(lines.contains("\u001b"), lines);
            assertEquals(format == BarFormat.SWIFTBAR, lines.strip().contains("\n"), lines);
        }
    }

    @Test
    void writesWaybarsModule() {
        JsonNode line = json(BarFormat.WAYBAR.write(reading(used(78.6)), true));
        assertEquals("Kiro 78%", line.path("text").asText());
        assertEquals("high", line.path("class").asText());
        assertEquals("high", line.path("alt").asText());
        assertEquals(78, line.path("percentage").asInt());
        assertEquals(
                "Kiro\n  Credits: 78.6%\n  measured 1s ago",
                line.path("tooltip").asText());
        assertFalse(json(BarFormat.WAYBAR.write(reading(NOTHING), true)).has("percentage"));
    }

    @Test
    void writesMarkupThatPangoReads() {
        for (BarFormat format : List.of(BarFormat.WAYBAR, BarFormat.I3BLOCKS, BarFormat.I3STATUS_RUST)) {
            JsonNode line = json(format.write(reading(hostile()), true));
            String text = line.path(format == BarFormat.I3BLOCKS ? "full_text" : "text")
                    .asText();
            assertTrue(xml(text).getTextContent().contains("a&b<c>\"d'"));
            xml(line.path("tooltip").asText());
            xml(line.path("short_text").asText());
        }
        Element genmon = xml(BarFormat.GENMON.write(reading(hostile()), true));
        assertEquals("55", genmon.getElementsByTagName("bar").item(0).getTextContent());
        assertTrue(genmon.getElementsByTagName("txt").item(0).getTextContent().contains("a&b<c>\"d'"));
        assertTrue(genmon.getElementsByTagName("tool").item(0).getTextContent().contains("\n"));
    }

    private static Element xml(String content) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader("<all>" + content + "</all>")))
                    .getDocumentElement();
        } catch (Exception fault) {
            throw new AssertionError(content, fault);
        }
    }

    @Test
    void writesI3barsBlock() {
        JsonNode line = json(BarFormat.I3BLOCKS.write(reading(used(95)), true));
        assertEquals("Kiro 95%", line.path("full_text").asText());
        assertEquals("95%", line.path("short_text").asText());
        assertEquals("#e0443e", line.path("color").asText());
        assertTrue(line.path("urgent").asBoolean());
        JsonNode calm = json(BarFormat.I3BLOCKS.write(reading(used(60)), false));
        assertFalse(calm.has("color"));
        assertFalse(calm.path("urgent").asBoolean(true));
        assertEquals("pango", line.path("markup").asText());
    }

    @ParameterizedTest
    @CsvSource({"10,Idle", "60,Info", "80,Warning", "95,Critical"})
    void writesTheStatesOfI3statusRust(double percent, String state) {
        assertEquals(
                state,
                json(BarFormat.I3STATUS_RUST.write(reading(used(percent)), true))
                        .path("state")
                        .asText());
    }

    @Test
    void writesPolybarsTags() {
        assertEquals("Kiro 20%\n", BarFormat.POLYBAR.write(reading(used(20)), true));
        assertEquals("%{F#e0443e}Kiro 95%%{F-}\n", BarFormat.POLYBAR.write(reading(used(95)), true));
        assertEquals("Kiro 95%\n", BarFormat.POLYBAR.write(reading(used(95)), false));
        assertFalse(BarFormat.POLYBAR.write(reading(hostile()), false).contains("{"));
    }

    @Test
    void writesTmuxsStylesAndLetsNoNameRunAProgram() {
        assertEquals("#[fg=red]Kiro 95%#[default]\n", BarFormat.TMUX.write(reading(used(95)), true));
        assertEquals("Kiro 95%\n", BarFormat.TMUX.write(reading(used(95)), false));
        String line = BarFormat.TMUX.write(reading(hostile()), false);
        assertTrue(line.contains("##(id)"), line);
        assertFalse(line.replace("##", "").contains("#"), line);
    }

    @Test
    void writesSwiftbarsMenu() {
        List<String> lines =
                BarFormat.SWIFTBAR.write(reading(used(95)), true).lines().toList();
        assertEquals("Kiro 95% | emojize=false symbolize=false color=#e0443e", lines.get(0));
        assertEquals("---", lines.get(1));
        assertEquals("Kiro | emojize=false symbolize=false", lines.get(2));
        BarFormat.SWIFTBAR
                .write(reading(hostile()), true)
                .lines()
                .filter(line -> !line.equals("---"))
                .forEach(line ->
                        assertEquals(1, line.chars().filter(c -> c == '|').count(), line));
    }

    @Test
    void writesOneMarkOfParametersALineForSwiftbar() throws BarTemplateException {
        BarReading ascii = BarReading.of(List.of(used(95), used(20)), WORDS, Optional.empty(), false);
        BarReading literal = BarReading.of(
                List.of(used(95), used(20)), WORDS, Optional.of(BarTemplate.parse("--{provider} | {id}")), false);
        assertTrue(BarFormat.SWIFTBAR.write(ascii, true).startsWith("Kiro 95% - Kiro 20% | "));
        assertTrue(BarFormat.SWIFTBAR.write(literal, true).startsWith("Kiro / kiro - --Kiro / kiro | "));
        for (BarReading reading : List.of(ascii, literal)) {
            BarFormat.SWIFTBAR
                    .write(reading, true)
                    .lines()
                    .filter(line -> !line.equals("---"))
                    .forEach(line ->
                            assertEquals(1, line.chars().filter(c -> c == '|').count(), line));
        }
    }

    @Test
    void namesNoAccount() {
        BarItem item = item(UsageSnapshot.builder("kiro", NOW)
                .plan("Team of person@example.com")
                .window(new NamedRateWindow("primary", "Credits", RateWindow.of(1)))
                .build());
        for (BarFormat format : BarFormat.values()) {
            assertFalse(format.write(reading(item), true).contains("person@"), format.name());
        }
        assertFalse(template("{plan}", item).contains("person@"));
    }
}
