package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.monitor.UsageListener.SkipCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/METRICS.md} says what is published. */
class MetricsDocumentTest {

    private static final Path PAGE = Path.of("..", "docs", "METRICS.md");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A line of a table of meters. */
    private record Line(String unit, String prometheus, Set<String> tags) {}

    @Test
    void listsEveryMeterWithItsUnit() throws IOException {
        Map<String, String> units = new TreeMap<>();
        for (MeterName name : MeterName.values()) {
            units.put(name.id(), Objects.requireNonNullElse(name.baseUnit(), ""));
        }
        Map<String, String> documented = new TreeMap<>();
        lines().forEach((meter, line) -> documented.put(meter, line.unit()));
        assertEquals(units, documented);
    }

    @Test
    void listsEverySeriesOfPrometheusWithItsTags() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        lines().values().forEach(line -> {
            if (line.prometheus().equals("codexbar_fetch_seconds")) {
                // A timer.
                for (String part : Set.of("_count", "_sum", "_max")) {
                    documented.put(line.prometheus() + part, line.tags());
                }
            } else {
                documented.put(line.prometheus(), line.tags());
            }
        });
        assertEquals(PublishedSeries.of(UsageMeterNames.winCodexBar()), documented);
    }

    @Test
    void theStandardNamesArePartOfThoseOfWinCodexBar() {
        Set<String> standard =
                new TreeSet<>(PublishedSeries.of(UsageMeterNames.standard()).keySet());
        Set<String> all =
                new TreeSet<>(PublishedSeries.of(UsageMeterNames.winCodexBar()).keySet());
        assertTrue(all.containsAll(standard));
        all.removeAll(standard);
        assertEquals(
                Set.of(
                        "codexbar_up",
                        "codexbar_provider_enabled",
                        "codexbar_quota_used_percent",
                        "codexbar_quota_remaining_percent"),
                all);
    }

    @Test
    void namesTheBoundsThatHold() throws IOException {
        String page = Files.readString(PAGE).replaceAll("\\s+", " ");
        assertTrue(page.contains("of at most " + Binding.MOST_PROVIDERS + " providers and, for each provider, of "
                + ProviderRows.MOST_WINDOWS + " windows, " + ProviderRows.MOST_UNITS + " units and "
                + ProviderRows.MOST_CURRENCIES + " currencies"));
        assertTrue(page.contains("the first " + (int) ProviderRows.LEAST_EXPECTED_PERCENT + " % of the period"));
    }

    @Test
    void namesEveryCauseOfAFetchThatIsNotMade() throws IOException {
        String page = Files.readString(PAGE);
        for (SkipCause cause : SkipCause.values()) {
            assertTrue(page.contains("`" + cause.name().toLowerCase(Locale.ROOT) + "`"), cause::name);
        }
        assertTrue(page.contains("`" + Reason.TIMED_OUT.name().toLowerCase(Locale.ROOT) + "`"));
    }

    private static Map<String, Line> lines() throws IOException {
        Map<String, Line> lines = new TreeMap<>();
        for (String text : Files.readAllLines(PAGE)) {
            String[] cells = text.split("\\|", -1);
            if (cells.length == 7 && cells[1].strip().startsWith("`codexbar.")) {
                Line line =
                        new Line(cells[2].strip(), codes(cells[3]).iterator().next(), codes(cells[4]));
                assertEquals(null, lines.put(codes(cells[1]).iterator().next(), line), text);
            }
        }
        return lines;
    }

    private static Set<String> codes(String cell) {
        Set<String> codes = new TreeSet<>();
        Matcher code = CODE.matcher(cell);
        while (code.find()) {
            codes.add(code.group(1));
        }
        return codes;
    }
}
