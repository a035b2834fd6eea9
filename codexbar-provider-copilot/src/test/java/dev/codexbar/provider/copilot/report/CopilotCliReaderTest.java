package dev.codexbar.provider.copilot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonRpc;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.PrivateWords;
import dev.codexbar.test.ReportCase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every answer of the Copilot CLI among the test resources. */
class CopilotCliReaderTest {

    static List<ReportCase> answers() {
        return ReportCase.in(CopilotCliReaderTest.class, "cli", ".json");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsAnswer(ReportCase answer) {
        assertEquals(answer.expected(), answer.answer(CopilotCliReaderTest::answer));
    }

    @Test
    void saysThatAVersionWhichRefusesAnOptionIsTooOld() {
        UsageException failure = CopilotCliReader.ended(1, "error: unknown option '--disable-client-telemetry'\n");
        assertEquals(Reason.UNSUPPORTED, failure.reason());
    }

    @Test
    void saysThatTheToolOfAwsIsNotMeant() {
        UsageException failure = CopilotCliReader.ended(1, "Error: unknown flag: --headless");
        assertEquals(Reason.UNSUPPORTED, failure.reason());
    }

    @Test
    void quotesNothingOfAnEndWithoutAnAnswer() {
        UsageException failure = CopilotCliReader.ended(134, "fatal error of ada-example");
        assertEquals(Reason.FAILED, failure.reason());
        assertEquals("The Copilot CLI ended without an answer (exit code 134).", failure.getMessage());
    }

    @ParameterizedTest
    @MethodSource("dev.codexbar.test.PrivateWords#errors")
    void repeatsNothingThatIsPrivate(String words) {
        JsonReply error = JsonReply.error(-32603, words, JsonValue.NOTHING);
        PrivateWords.assertNoneIn(
                assertThrows(UsageException.class, () -> CopilotCliReader.read(error, Instant.EPOCH)));
        for (String said : List.of(words, "fetch failed: " + words, "GitHub refused (403): " + words)) {
            String message =
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"authErrors\":[" + JsonValue.quoted(said) + "]}}";
            PrivateWords.assertNoneIn(assertThrows(
                    UsageException.class, () -> answer(message.getBytes(StandardCharsets.UTF_8), Instant.EPOCH)));
        }
        PrivateWords.assertNoneIn(CopilotCliReader.ended(1, words));
    }

    /** Passes a message through the dialogue, as it comes from the program. */
    static UsageSnapshot.Builder answer(byte[] message, Instant now) throws UsageException {
        AtomicReference<JsonReply> answer = new AtomicReference<>(JsonReply.UNREADABLE);
        JsonDialogue dialogue = JsonDialogue.lines(
                JsonRpc.STANDARD, start -> start.ask(JsonRpc.STANDARD.question(1, "any", null), answer::set));
        dialogue.reply(new byte[0]);
        dialogue.reply(
                new String(message, StandardCharsets.UTF_8).replace('\n', ' ').getBytes(StandardCharsets.UTF_8));
        dialogue.endOfOutput();
        return CopilotCliReader.read(answer.get(), now);
    }
}
