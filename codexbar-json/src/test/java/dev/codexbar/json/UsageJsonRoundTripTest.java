package dev.codexbar.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.test.LongForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UsageJsonRoundTripTest {

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    @Test
    void readsBackWhateverWasWritten() throws IOException {
        for (int seed = 0; seed < LongForm.times(150, 1000); seed++) {
            RandomReports random = new RandomReports(seed);
            List<UsageReport> reports = List.of(random.next(), random.next());
            String document = UsageJson.compact().write(reports);
            List<UsageReport> read = UsageJson.read(document);
            List<UsageReport> rounded =
                    reports.stream().map(UsageJsonRoundTripTest::rounded).toList();
            assertEquals(rounded, read, "seed " + seed);
            assertEquals(rounded.hashCode(), read.hashCode(), "seed " + seed);
            // Once rounded, nothing more is lost.
            assertEquals(document, UsageJson.compact().write(read), "seed " + seed);
            assertFalse(CONTROL.matcher(document).find(), "seed " + seed);
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            assertEquals(rounded, UsageJson.read(new ByteArrayInputStream(bytes)), "seed " + seed);
        }
    }

    @Test
    void readsBackNumbersOfTwoDecimalsExactly() throws IOException {
        int step = LongForm.times(7, 1);
        for (int hundredths = 1; hundredths < 12_000; hundredths += step) {
            double number = BigDecimal.valueOf(hundredths, 2).doubleValue();
            UsageSnapshot snapshot = UsageSnapshot.builder("tool", Instant.EPOCH)
                    .primary(
                            "Credits",
                            RateWindow.builder(number)
                                    .amount(new RateWindow.Amount(number, 1e9 + number, "credits"))
                                    .build())
                    .cost(UsageCost.builder(number, "USD").limit(number).build())
                    .build();
            List<UsageReport> reports = List.of(UsageReport.of(UsageResult.of(snapshot)));
            assertEquals(reports, UsageJson.read(UsageJson.compact().write(reports)));
        }
    }

    /** The report with what the documentation says of its numbers. */
    private static UsageReport rounded(UsageReport report) {
        if (report.snapshot().isEmpty()) {
            return report;
        }
        UsageSnapshot snapshot = report.snapshot().get();
        UsageSnapshot.Builder builder = UsageSnapshot.builder(snapshot.providerId(), snapshot.updatedAt())
                .plan(snapshot.plan().orElse(null))
                .cost(snapshot.cost().map(UsageJsonRoundTripTest::rounded).orElse(null))
                .strategy(snapshot.strategy().orElse(null))
                .toolVersion(snapshot.toolVersion().orElse(null))
                .attempts(snapshot.attempts())
                .identity(snapshot.identity());
        snapshot.details().forEach(builder::detail);
        snapshot.windows().forEach(named -> builder.window(named.id(), named.title(), rounded(named.window())));
        UsageReport rounded = UsageReport.of(UsageResult.of(builder.build())).withSource(report.source());
        return report.freshness().map(rounded::withFreshness).orElse(rounded);
    }

    private static RateWindow rounded(RateWindow window) {
        double percent = rounded(window.usedPercent());
        RateWindow.Builder builder = RateWindow.builder(window.usedPercent() < 100 && percent == 100 ? 99.99 : percent)
                .atLeast(window.atLeast());
        window.resetsAt().ifPresent(instant -> builder.resetsAt(instant, window.resetPrecision()));
        window.resetDescription().ifPresent(builder::resetDescription);
        window.period().ifPresent(builder::period);
        window.amount()
                .ifPresent(amount -> builder.amount(
                        new RateWindow.Amount(rounded(amount.used()), rounded(amount.limit()), amount.unit())));
        return builder.build();
    }

    private static UsageCost rounded(UsageCost cost) {
        UsageCost.Builder builder = UsageCost.builder(rounded(cost.used()), cost.currencyCode());
        cost.limit().stream().filter(limit -> limit > 0).forEach(limit -> builder.limit(rounded(limit)));
        cost.period().ifPresent(builder::period);
        cost.resetsAt().ifPresent(builder::resetsAt);
        return builder.build();
    }

    private static double rounded(double number) {
        double rounded = new BigDecimal(Double.toString(number))
                .setScale(2, RoundingMode.HALF_UP)
                .doubleValue();
        return number > 0 && rounded == 0 ? 0.01 : rounded;
    }

    @Test
    void readsBackAsManyWindowsAsADocumentHolds() throws IOException {
        UsageSnapshot.Builder snapshot = UsageSnapshot.builder("many", Instant.EPOCH);
        for (int i = 0; i < 50_000; i++) {
            snapshot.window(new NamedRateWindow("" + i, "X", RateWindow.of(1)));
        }
        List<UsageReport> reports = List.of(UsageReport.of(UsageResult.of(snapshot.build())));

        assertEquals(reports, UsageJson.read(UsageJson.compact().write(reports)));
    }

    @Test
    void whateverIsWrittenFollowsThePublishedSchema() {
        PublishedSchema schema = PublishedSchema.usage();
        for (int seed = 0; seed < LongForm.times(100, 1000); seed++) {
            UsageReport report = new RandomReports(seed).next();
            Instant now = report.snapshot().map(UsageSnapshot::updatedAt).orElse(Instant.EPOCH);
            schema.accepts(UsageJson.pretty().withPaceAt(now).write(List.of(report)));
        }
    }
}
