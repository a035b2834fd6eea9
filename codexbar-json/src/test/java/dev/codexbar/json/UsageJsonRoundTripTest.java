package dev.codexbar.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UsageJsonRoundTripTest {

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    @Test
    void readsBackWhateverWasWritten() throws IOException {
        for (int seed = 0; seed < 1000; seed++) {
            RandomReports random = new RandomReports(seed);
            List<UsageReport> reports = List.of(random.next(), random.next());
            String document = UsageJson.compact().write(reports);
            List<UsageReport> read = UsageJson.read(document);
            assertEquals(reports, read, "seed " + seed);
            assertEquals(reports.hashCode(), read.hashCode(), "seed " + seed);
            assertFalse(CONTROL.matcher(document).find(), "seed " + seed);
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            assertEquals(reports, UsageJson.read(new ByteArrayInputStream(bytes)), "seed " + seed);
        }
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
        for (int seed = 0; seed < 300; seed++) {
            UsageReport report = new RandomReports(seed).next();
            Instant now = report.snapshot().map(UsageSnapshot::updatedAt).orElse(Instant.EPOCH);
            schema.accepts(UsageJson.pretty().withPaceAt(now).write(List.of(report)));
        }
    }
}
