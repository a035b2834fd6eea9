package dev.codexbar.provider.copilot.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.test.Fuzzer;
import dev.codexbar.test.ReportCase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a program prints, reading it ends, and ends in a snapshot or in a failure. */
class CopilotFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private static final List<String> PIECES = List.of(
            "\"premium_interactions\":{",
            "\"unlimited\":true,",
            "\"percent_remaining\":-1e308,",
            "\"percent_remaining\":\"1e999\",",
            "\"entitlement\":-0.0,",
            "\"entitlement\":1e12,",
            "\"remaining\":\"-000000000001.5\",",
            "\"quota_reset_at\":9223372036854775807,",
            "\"quota_reset_at\":-1e18,",
            "\"quota_reset_date\":\"+999999999-12-31\",",
            "\"quota_reset_date_utc\":\"-999999999-01-01T00:00:00+18:00\",",
            "\"limited_user_quotas\":{\"chat\":",
            "\"timestamp_utc\":\"2026-11-26T11:00:00Z\",",
            "\"copilot_plan\":\"\\u0000_-\",",
            "\"login\":\"\\u202e\",",
            "exit: 4\n",
            "HTTP 999)",
            "null",
            "[[[[[[[[",
            "{",
            "}",
            "\"",
            ",",
            "\u001b[2K",
            "-",
            "9");

    @Test
    void readsAnyAnswerOfGh() {
        run(GhReaderTest.answers(), GhReaderTest::answer);
    }

    @Test
    void readsAnyErrorOfGh() {
        run(GhReaderTest.errors(), (input, now) -> GhReader.read(1, input, new String(input, UTF_8), now));
    }

    @Test
    void readsAnyAnswerOfTheCopilotCli() {
        run(CopilotCliReaderTest.answers(), CopilotCliReaderTest::answer);
    }

    private static void run(List<ReportCase> cases, ReportCase.Reader reader) {
        new Fuzzer(cases.stream().map(ReportCase::input).toList(), PIECES).run(input -> {
            try {
                check(reader.read(input, NOW).build());
            } catch (UsageException failure) {
                assertTrue(failure.nextStep().isPresent());
            }
        });
    }

    private static void check(UsageSnapshot snapshot) {
        for (NamedRateWindow named : snapshot.windows()) {
            assertTrue(named.window().resetsAt().map(NOW::isBefore).orElse(true), named::toString);
            assertTrue(named.id().matches("[a-z0-9-]+"), named::toString);
            assertTrue(named.title().chars().noneMatch(Character::isISOControl), named::toString);
        }
        assertTrue(snapshot.windows().size() <= 16);
        assertTrue(snapshot.plan()
                .filter(plan -> plan.chars().anyMatch(Character::isISOControl))
                .isEmpty());
        assertTrue(!snapshot.updatedAt().isAfter(NOW));
    }
}
