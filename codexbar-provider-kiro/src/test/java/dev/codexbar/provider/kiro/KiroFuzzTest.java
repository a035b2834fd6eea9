package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.kiro.report.Breakdown;
import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroAcpReader;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroProblem;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import dev.codexbar.provider.kiro.report.KiroWhoami;
import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.test.Fuzzer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a program prints, reading it ends, and ends in a value. */
class KiroFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final List<String> PIECES = List.of(
            "Estimated Usage | resets on ",
            "| KIRO FREE |",
            " | ",
            "Credits (",
            " of ",
            " covered in plan)",
            " used)",
            "100%",
            "█████ 5%",
            "Bonus credits:",
            " - 1.00/2 used (3 days left)",
            "99999999999999999999 days left)",
            "Overages: Enabled billed at $",
            "Credits used: ",
            "Est. cost: $1e9 USD",
            "Additional credits\n",
            "9999999999999999999999 of 0 used, expires 99/99",
            "99999999999 of 1 credits across 2147483647 packs",
            "To manage your plan or https://[:::",
            "Tip: to see context window usage, run ",
            "Plan: ",
            " | 1 usage breakdowns",
            "Your plan is managed by admin",
            "▸ Credits: 0.03 • Time: 2s",
            "Error: ",
            "Logged in with ",
            "{\"accountType\":",
            "\r",
            "\n",
            "\u001b[2K",
            "\u001b[1G",
            "\u001b]0;",
            "\u009b",
            "\ud83c\udf81",
            "\u202e",
            "\ufeff",
            "0",
            "9",
            ",",
            ".",
            "-",
            "(",
            "/",
            "02/29",
            "9999-12-31",
            "\"used\":1e308,",
            "\"limit\":-0,",
            "\"percentage\":NaN,",
            "\"usedPercent\":\"5\",",
            "null",
            "[[[[[[[[",
            "{",
            "}",
            "\"id\":3,",
            "\"result\":",
            "\"error\":{\"code\":-32601},",
            "\"method\":\"session/request_permission\",");

    @Test
    void readsAnyUsage() {
        fuzzer(KiroTranscriptTest.usages()).run(bytes -> {
            String raw = new String(bytes, StandardCharsets.UTF_8);
            check(KiroUsageParser.parse(raw));
            String seen = TerminalText.of(bytes);
            KiroAnswer answer = KiroUsageParser.parse(seen);
            check(answer);
            if (KiroUsageParser.isComplete(seen)) {
                assertFalse(answer instanceof KiroProblem problem && problem.kind() == KiroProblem.Kind.EMPTY_OUTPUT);
            }
        });
    }

    @Test
    void readsAnyAccount() {
        fuzzer(KiroTranscriptTest.accounts())
                .run(bytes -> KiroWhoami.parse(new String(bytes, StandardCharsets.UTF_8))
                        .ifPresent(
                                account -> KiroSnapshots.map(KiroUsage.builder().build(), account, NOW)
                                        .build()));
    }

    @Test
    void readsAnyAgentOfEngineV2() {
        readAnyAgent(KiroCommands.Command.ACP_V2, AcpSamples.v2());
    }

    @Test
    void readsAnyAgentOfEngineV3() {
        readAnyAgent(KiroCommands.Command.ACP_V3, AcpSamples.v3());
    }

    private static void readAnyAgent(KiroCommands.Command command, List<byte[]> samples) {
        Fuzzer fuzzer = new Fuzzer(samples, PIECES);
        fuzzer.run(bytes -> {
            AcpExchange exchange = new AcpExchange(command);
            JsonDialogue dialogue = exchange.in(Path.of("/somewhere"));
            StringBuilder sent = new StringBuilder(new String(dialogue.reply(new byte[0]), StandardCharsets.UTF_8));
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + fuzzer.nextInt(200));
                sent.append(new String(dialogue.reply(Arrays.copyOfRange(bytes, from, to)), StandardCharsets.UTF_8));
                from = to;
            }
            exchange.close();
            exchange.result().ifPresent(result -> check(KiroAcpReader.usage(result)));
            exchange.error().ifPresent(error -> check(KiroAcpReader.problem(error)));
            exchange.error().ifPresent(error -> KiroFailures.of(error, command));
            assertFalse(sent.toString().contains("session/prompt"));
        });
    }

    private static Fuzzer fuzzer(List<KiroTranscriptTest.Case> cases) {
        return new Fuzzer(cases.stream().map(KiroTranscriptTest.Case::bytes).toList(), PIECES);
    }

    private static void check(KiroAnswer answer) {
        if (answer instanceof KiroUsage usage) {
            KiroSnapshots.map(usage, KiroAccount.UNKNOWN, NOW).build();
            for (Breakdown breakdown : usage.breakdowns()) {
                double percent = breakdown.usedPercent().orElse(0);
                assertTrue(percent >= 0 && Double.isFinite(percent), breakdown::toString);
            }
            assertTrue(usage.plan().filter(String::isBlank).isEmpty());
        } else if (answer instanceof KiroProblem problem) {
            String message = problem.message().orElse("fine");
            assertTrue(message.length() <= 300 && !message.isBlank(), message);
            assertTrue(message.chars().noneMatch(Character::isISOControl), message);
        }
    }
}
