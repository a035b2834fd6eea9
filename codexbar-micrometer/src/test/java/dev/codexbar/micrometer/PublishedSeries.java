package dev.codexbar.micrometer;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of all series in Prometheus, each with the keys of its tags, of a monitor whose providers tell everything.
 */
final class PublishedSeries {

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private PublishedSeries() {}

    static Map<String, Set<String>> of(UsageMeterNames names) {
        MeterHarness harness = new MeterHarness();
        try {
            harness.start(
                    names,
                    new FakeUsageProvider("kiro")
                            .thenAnswers(UsageSnapshot.builder("kiro", MeterHarness.START)
                                    .primary(
                                            "Credits",
                                            RateWindow.builder(75)
                                                    .period(Duration.ofDays(30))
                                                    .resetsAt(MeterHarness.START.plus(Duration.ofDays(15)))
                                                    .amount(new RateWindow.Amount(750, 1000, "credits"))
                                                    .build())
                                    .secondary(
                                            "Bonus",
                                            RateWindow.builder(1)
                                                    .resetsOn(LocalDate.of(2026, 3, 1))
                                                    .build())
                                    .cost(UsageCost.builder(1, "USD").limit(2).build())
                                    .build()),
                    new FakeUsageProvider("codex")
                            .thenFails(UsageException.builder(Reason.FAILED, "It does not work.")
                                    .build()));
            harness.advance(Duration.ofSeconds(3));
            Map<String, Set<String>> series = new TreeMap<>();
            for (String line : harness.scrape("").keySet()) {
                int brace = line.indexOf('{');
                Set<String> labels =
                        series.computeIfAbsent(brace < 0 ? line : line.substring(0, brace), name -> new TreeSet<>());
                Matcher label = LABEL.matcher(brace < 0 ? "" : line.substring(brace));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
            return series;
        } finally {
            harness.close();
        }
    }
}
