package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.fail;

import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroAcpReader;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Reading the result of an agent ends in a value, whatever it is: here JSON of any shape with the names that count,
 * beside the damaged conversations of {@link KiroFuzzTest}.
 */
class KiroAcpFuzzTest {

    private static final Instant NOW = Instant.parse("2026-07-16T12:00:00Z");

    private static final List<String> NAMES = List.of(
            "success",
            "message",
            "data",
            "planName",
            "billingCycleReset",
            "overagesEnabled",
            "isEnterprise",
            "usageBreakdowns",
            "resourceType",
            "displayName",
            "percentage",
            "currentOverages",
            "overageRate",
            "overageCharges",
            "currency",
            "hasLimit",
            "used",
            "limit",
            "bonusCredits",
            "name",
            "total",
            "daysUntilExpiry",
            "addOnCredits",
            "isActive",
            "expiresAt",
            "jsonrpc",
            "id",
            "method",
            "result",
            "error",
            "code",
            "sessionId",
            "agentCapabilities",
            "_meta",
            "kiro",
            "extensionMethods");

    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "2",
            "3",
            "50",
            "99.999",
            "1e15",
            "1e308",
            "-1e308",
            "1e999",
            "1e-320",
            "999999",
            "true",
            "false",
            "null",
            "\"\"",
            "\"CREDIT\"",
            "\"KIRO PRO\"",
            "\"2026-09-01\"",
            "\"2026-02-30\"",
            "\"Unknown\"",
            "\"2.0\"",
            "\"1\"",
            "\"USD\"",
            "\"\\u001b[2J\"",
            "\"\\ud800\"",
            "\"Token expired\"",
            "\"_kiro/account/getUsage\"",
            "\"dev@example.com\"",
            "{}",
            "[]");

    @Test
    void readsAnyResult() {
        SplittableRandom random = new SplittableRandom(Long.getLong("codexbar.fuzz.seed", 20261122L));
        int inputs = Integer.getInteger("codexbar.fuzz.inputs", Fuzzer.INPUTS_PER_BUILD);
        for (int i = 0; i < inputs; i++) {
            String input = json(random, 5);
            try {
                read(input);
            } catch (IOException | RuntimeException | Error thrown) {
                fail("input " + i + ": " + input, thrown);
            }
        }
    }

    private static void read(String input) throws IOException {
        JsonValue result = JsonValue.read(input.getBytes(StandardCharsets.UTF_8));
        if (KiroAcpReader.usage(result) instanceof KiroUsage usage) {
            KiroSnapshots.map(usage, KiroAccount.UNKNOWN, NOW).build();
        }
    }

    private static String json(SplittableRandom random, int depth) {
        int kind = random.nextInt(depth > 0 ? 6 : 2);
        if (kind < 2) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        List<String> parts = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String value = json(random, depth - 1);
            parts.add(kind == 2 ? value : "\"" + NAMES.get(random.nextInt(NAMES.size())) + "\":" + value);
        }
        String inner = String.join(",", parts);
        return kind == 2 ? "[" + inner + "]" : "{" + inner + "}";
    }
}
