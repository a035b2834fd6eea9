package dev.codexbar.provider.claude.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.claude.report.ClaudeReader.Surroundings;
import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.PrivateWords;
import dev.codexbar.test.ReportCase;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the lines of Claude Code in each file of the test resources. */
class ClaudeReaderTest {

    private static final List<ReportCase> CASES = ReportCase.in(ClaudeReaderTest.class, "cases", ".jsonl");

    static List<ReportCase> cases() {
        return CASES;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAnswers(ReportCase answers) {
        assertEquals(answers.expected(), answers.answer(ClaudeReaderTest::read));
    }

    /** Passes lines through the dialogue, as they come from the program. */
    static UsageSnapshot.Builder read(byte[] lines, Instant now) throws UsageException {
        return read(lines, Surroundings.NONE, now);
    }

    private static UsageSnapshot.Builder read(byte[] lines, Surroundings surroundings, Instant now)
            throws UsageException {
        Map<String, JsonReply> replies = new HashMap<>();
        JsonDialogue dialogue = JsonDialogue.lines(ControlProtocol.INSTANCE, start -> {
            for (String id : List.of("initialize", "usage")) {
                start.ask(ControlProtocol.INSTANCE.question(id, "{}"), reply -> replies.put(id, reply));
            }
        });
        dialogue.reply(new byte[0]);
        dialogue.reply(lines);
        dialogue.endOfOutput();
        return ClaudeReader.read(
                replies.getOrDefault("initialize", JsonReply.UNREADABLE),
                replies.getOrDefault("usage", JsonReply.UNREADABLE),
                surroundings,
                now);
    }

    @ParameterizedTest
    @MethodSource("dev.codexbar.test.PrivateWords#errors")
    void repeatsNothingThatIsPrivate(String words) {
        JsonReply error = JsonReply.error(0, words, JsonValue.NOTHING);
        PrivateWords.assertNoneIn(assertThrows(
                UsageException.class,
                () -> ClaudeReader.read(JsonReply.UNREADABLE, error, Surroundings.NONE, Instant.EPOCH)));
        PrivateWords.assertNoneIn(ClaudeReader.ended(1, words));
        PrivateWords.assertNoneIn(ClaudeReader.ended(1, "error: unknown option '" + words + "'"));
    }

    @Test
    void keepsIdentityOutOfTexts() throws IOException {
        JsonValue initialized = JsonValue.read("{\"account\":{\"email\":\"ada@example.org\",\"organization\":\"Acme\","
                + "\"subscriptionType\":\"Claude Max\"}}");
        assertEquals(
                "ClaudeAccount[plan=Claude Max]",
                ClaudeAccount.of(initialized, JsonValue.NOTHING).toString());
    }

    private static UsageException failure(String name, Surroundings surroundings) {
        ReportCase found = CASES.stream()
                .filter(one -> one.toString().equals(name))
                .findFirst()
                .orElseThrow();
        return assertThrows(UsageException.class, () -> read(found.input(), surroundings, Instant.EPOCH));
    }

    @Test
    void saysThatAVariableKeepsClaudeCodeFromAsking() {
        UsageException failure = failure("service-fails", new Surroundings(true, false));
        assertEquals(Reason.UNSUPPORTED, failure.reason());
        assertEquals(
                "Claude Code does not ask for its limits because CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is set.",
                failure.getMessage());
    }

    @Test
    void saysThatAKeyOfTheEnvironmentHasNoLimits() {
        UsageException failure = failure("signed-out", new Surroundings(false, true));
        assertEquals(Reason.NOT_LOGGED_IN, failure.reason());
        assertEquals(
                "No subscription is signed in to Claude Code; the API key or token in the environment has no plan"
                        + " limits.",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "1, error: unknown option '--safe-mode', UNSUPPORTED",
        "1, Error: Unknown option: --strict-mcp-config, UNSUPPORTED",
        "1, the account of ada@example.org is unknown, FAILED",
        "0, '', FAILED"
    })
    void tellsAnOldVersionFromOneThatFailed(int exitCode, String error, Reason reason) {
        assertEquals(reason, ClaudeReader.ended(exitCode, error).reason());
    }

    @Test
    void quotesNothingOfAnEndWithoutAnAnswer() {
        assertEquals(
                "Claude Code ended without an answer (exit code 3).",
                ClaudeReader.ended(3, "ada@example.org").getMessage());
    }
}
