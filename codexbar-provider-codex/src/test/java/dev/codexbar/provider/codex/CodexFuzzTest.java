package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.provider.codex.report.CodexAccount;
import dev.codexbar.provider.codex.report.CodexAnswer;
import dev.codexbar.provider.codex.report.CodexProblem;
import dev.codexbar.provider.codex.report.CodexReader;
import dev.codexbar.provider.codex.report.CodexSnapshots;
import dev.codexbar.provider.codex.report.CodexUsage;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.Fuzzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever Codex prints, reading it ends in a value that is fit to be shown. */
class CodexFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-26T13:00:00Z");

    private static final List<String> NAMES = List.of(
            "rateLimits",
            "rateLimitsByLimitId",
            "codex",
            "codex_bengalfox",
            "limitName",
            "primary",
            "secondary",
            "usedPercent",
            "used_percent",
            "windowDurationMins",
            "window_minutes",
            "limit_window_seconds",
            "resetsAt",
            "reset_at",
            "credits",
            "hasCredits",
            "unlimited",
            "balance",
            "individualLimit",
            "limit",
            "used",
            "remainingPercent",
            "planType",
            "rateLimitReachedType",
            "spendControlReached",
            "ordinaryUsageAllowed",
            "rateLimitResetCredits",
            "availableCount",
            "status",
            "expiresAt",
            "rate_limit",
            "primary_window",
            "additional_rate_limits",
            "metered_feature",
            "spend_control",
            "individual_limit",
            "account",
            "type",
            "email",
            "workspaceName",
            "requiresOpenaiAuth");

    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "37.5",
            "300",
            "10080",
            "43200",
            "18000",
            "1795698885",
            "253402300800",
            "9223372036854775808",
            "1e308",
            "1e999",
            "1e-320",
            "true",
            "false",
            "null",
            "\"\"",
            "\" \"",
            "\"12.50\"",
            "\"-0\"",
            "\"999999999999999.99\"",
            "\"codex\"",
            "\"chatgpt\"",
            "\"available\"",
            "\"unknown\"",
            "\"__\"",
            "\"GPT-Spark\"",
            "\"\\u001b[2J\\u202e\"",
            "\"\\ud800\"",
            "\"ada@example.com\"",
            "{}",
            "[]");

    private static final List<String> PIECES = List.of(
            "\n",
            "{",
            "}",
            "\"id\":2,",
            "\"id\":3,",
            "\"result\":",
            "\"error\":",
            "null",
            "1e999",
            "-1",
            "\\u001b[2J",
            "\\ud800",
            "; body={",
            "failed to fetch codex rate limits: ",
            "Decode error for ",
            " failed: 401 ",
            "\"usedPercent\":",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");

    @Test
    void readsAnyOutput() {
        Fuzzer fuzzer = new Fuzzer(samples(), PIECES);
        fuzzer.run(output -> {
            AppServerDialogue dialogue = new AppServerDialogue();
            ProcessDialogue partner = dialogue.partner();
            partner.reply(new byte[0]);
            for (int from = 0; from < output.length && !partner.isComplete(); ) {
                int to = Math.min(output.length, from + 1 + fuzzer.nextInt(500));
                partner.reply(Arrays.copyOfRange(output, from, to));
                from = to;
            }
            dialogue.endOfOutput();
            dialogue.answer().ifPresent(answer -> assertFit(answer, dialogue.account()));
        });
    }

    @Test
    void readsAnyJson() {
        SplittableRandom random = new SplittableRandom(Long.getLong("codexbar.fuzz.seed", 20261126L));
        int inputs = Integer.getInteger("codexbar.fuzz.inputs", Fuzzer.INPUTS_PER_BUILD);
        int usages = 0;
        for (int i = 0; i < inputs; i++) {
            String input = json(random, 6);
            try {
                usages += read(input) instanceof CodexUsage ? 1 : 0;
            } catch (IOException | RuntimeException | Error thrown) {
                fail("input " + i + ": " + input, thrown);
            }
        }
        assertTrue(usages > inputs / 100, usages + " usages: the inputs miss the point");
    }

    private static CodexAnswer read(String input) throws IOException {
        CodexAccount account = CodexAccount.of(JsonReply.result(JsonValue.read(input)));
        String body = "failed to fetch codex rate limits: Decode error for x: y; content-type=z; body=" + input;
        assertFit(CodexReader.read(JsonReply.error(-32603, body, JsonValue.NOTHING), account), account);
        CodexAnswer answer = CodexReader.read(JsonReply.result(JsonValue.read(input)), account);
        assertFit(answer, account);
        return answer;
    }

    private static void assertFit(CodexAnswer answer, CodexAccount account) {
        if (answer instanceof CodexProblem problem) {
            assertFalse(CodexFailures.of(problem).getMessage().contains("@"));
            return;
        }
        UsageSnapshot snapshot =
                CodexSnapshots.map((CodexUsage) answer, account, NOW).build();
        List<String> texts = new ArrayList<>();
        for (NamedRateWindow window : snapshot.windows()) {
            assertTrue(window.window().usedPercent() >= 0, window::toString);
            assertTrue(window.id().matches("[a-z0-9-]+"), window::id);
            texts.add(window.title());
        }
        for (UsageDetail row : snapshot.details()) {
            texts.add(row.value());
        }
        snapshot.plan().ifPresent(texts::add);
        snapshot.identity().accountEmail().ifPresent(texts::add);
        snapshot.identity().accountOrganization().ifPresent(texts::add);
        for (String text : texts) {
            assertEquals(text.strip(), text);
            assertTrue(text.chars().noneMatch(c -> Character.getType(c) == Character.CONTROL), text);
            assertTrue(text.chars().noneMatch(c -> Character.getType(c) == Character.FORMAT), text);
        }
    }

    private static String json(SplittableRandom random, int depth) {
        // The first levels are objects, so that what counts is reached.
        int kind = depth == 6 ? 3 : random.nextInt(depth > 0 ? 6 : 2);
        if (kind < 2) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        List<String> parts = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            String value = json(random, depth - 1);
            String name = depth == 6 && i == 0
                    ? random.nextBoolean() ? "rateLimits" : "rate_limit"
                    : NAMES.get(random.nextInt(NAMES.size()));
            parts.add(kind == 2 ? value : "\"" + name + "\":" + value);
        }
        String inner = String.join(",", parts);
        return kind == 2 ? "[" + inner + "]" : "{" + inner + "}";
    }

    private static List<byte[]> samples() {
        try (Stream<Path> files = Files.list(
                Path.of(CodexFuzzTest.class.getResource("report/dialogues").toURI()))) {
            List<byte[]> samples = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                samples.add(Files.readAllBytes(file));
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
