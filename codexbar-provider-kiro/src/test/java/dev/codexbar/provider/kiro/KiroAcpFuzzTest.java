package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever an agent says, reading it ends in an answer: no exception, and never without bounds.
 *
 * <p>A build takes a few thousand inputs; {@code -Dkiro.fuzz.inputs=1000000} takes more, {@code -Dkiro.fuzz.seed=…}
 * others.
 */
class KiroAcpFuzzTest {

    private static final int INPUTS = Integer.getInteger("kiro.fuzz.inputs", 10_000);
    private static final long SEED = Long.getLong("kiro.fuzz.seed", 4);

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

    private static final List<byte[]> SEEDS = new ArrayList<>();

    @BeforeAll
    static void readSeeds() throws IOException {
        for (String name : List.of("admin-managed", "failed", "free", "pro-bonus-addon")) {
            try (InputStream file = KiroAcpFuzzTest.class.getResourceAsStream("acp/usage-" + name + ".json")) {
                SEEDS.add(file.readAllBytes());
            }
        }
    }

    @Test
    void readsAnyResult() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = random.nextBoolean()
                    ? json(random, 5).getBytes(StandardCharsets.UTF_8)
                    : mutated(random, SEEDS.get(random.nextInt(SEEDS.size())));
            try {
                read(input);
            } catch (RuntimeException | Error thrown) {
                fail("input " + i + " of seed " + SEED + ": " + new String(input, StandardCharsets.UTF_8), thrown);
            }
        }
    }

    private static void read(byte[] input) {
        try {
            read(Json.read(input));
        } catch (IOException noJson) {
            // As documented.
        }
    }

    private static void read(Json result) {
        if (KiroAcpReader.usage(result) instanceof KiroUsage usage) {
            KiroSnapshots.map(usage, KiroAccount.UNKNOWN, NOW).build();
        }
    }

    @Test
    void talksWithAnyAgent() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < INPUTS; i++) {
            List<byte[]> said = new ArrayList<>();
            try {
                talk(random, said);
            } catch (RuntimeException | Error thrown) {
                StringBuilder all = new StringBuilder();
                said.forEach(piece -> all.append(new String(piece, StandardCharsets.UTF_8)));
                fail("input " + i + " of seed " + SEED + ": " + all, thrown);
            }
        }
    }

    private static void talk(SplittableRandom random, List<byte[]> said) {
        AcpDialogue dialogue = new AcpDialogue();
        dialogue.openIn(Path.of("/tmp"));
        dialogue.reply(new byte[0]);
        int answered = 0;
        for (int line = 1; line < 8 && !dialogue.isComplete(); line++) {
            String text = random.nextInt(3) == 0
                    ? json(random, 3) + "\n"
                    : "{\"jsonrpc\":\"2.0\",\"id\":" + line + ",\"result\":" + json(random, 4) + "}\n";
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] piece = random.nextInt(4) == 0 ? mutated(random, bytes) : bytes;
            said.add(piece);
            answered += dialogue.reply(piece).length;
        }
        assertTrue(answered < 100_000);
        dialogue.result().ifPresent(result -> read(result));
        dialogue.fault().ifPresent(fault -> KiroFailures.of(KiroFailures.problemIn(KiroAcpReader.problem(fault))));
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

    private static byte[] mutated(SplittableRandom random, byte[] seed) {
        byte[] bytes = seed.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> {
                    // A piece is put in place of another, so that values meet names they do not belong to.
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(20), bytes.length - Math.max(from, at));
                    System.arraycopy(bytes, from, bytes, at, Math.max(0, length));
                }
                default -> bytes[at] = (byte) "0123456789{}[]\",:-eE\\".charAt(random.nextInt(21));
            }
        }
        return bytes;
    }
}
