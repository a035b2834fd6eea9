package dev.codexbar.provider.claude.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.test.Fuzzer;
import dev.codexbar.test.ReportCase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the program prints, reading it ends, and ends in a snapshot or in a failure. */
class ClaudeFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private static final List<String> PIECES = List.of(
            "\"utilization\": -1e308, ",
            "\"utilization\": 1e999, ",
            "\"resets_at\": \"+999999999-12-31T23:59:59-18:00\", ",
            "\"resets_at\": \"2026-11-26T11:59:59.999999+00:00\", ",
            "\"limits\": [{\"kind\": \"weekly_scoped\", \"percent\": 1, \"scope\": {\"model\": {\"display_name\": \"",
            "\"kind\": \"session\", \"percent\": 7, ",
            "\"currency\": \"\\u0130\", ",
            "\"currency\": \"XXX\", ",
            "\"used_credits\": 1e-300, ",
            "\"request_id\": \"usage\", ",
            "\"subtype\": \"error\", ",
            "\"type\": \"control_request\", ",
            "\"rate_limits\": null, ",
            "\\u0000",
            "\u202e",
            "null",
            "[[[[[[[[",
            "\n",
            "{",
            "}",
            "\"",
            ",",
            "-",
            "9");

    @Test
    void readsAnyLines() {
        new Fuzzer(ClaudeReaderTest.cases().stream().map(ReportCase::input).toList(), PIECES).run(input -> {
            try {
                check(ClaudeReaderTest.read(input, NOW).build());
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
        assertTrue(snapshot.windows().size() <= 25);
        assertTrue(snapshot.plan().stream().flatMapToInt(String::chars).noneMatch(Character::isISOControl));
        assertTrue(!snapshot.updatedAt().isAfter(NOW));
    }
}
