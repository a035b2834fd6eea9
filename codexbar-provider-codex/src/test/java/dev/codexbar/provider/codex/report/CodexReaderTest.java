package dev.codexbar.provider.codex.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads every dialogue among the test resources, and compares the answer with the file beside it.
 *
 * <p>{@code version-*} and those without a prefix were recorded with the real program against an invented service;
 * {@code own-*} were written for this test. To add a case, add {@code NAME.jsonl} with the lines that the program
 * prints and {@code NAME.expected} with what {@link Rendering} makes of the right answer.
 */
class CodexReaderTest {

    static List<Dialogue> dialogues() {
        return Dialogue.all();
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void readsDialogue(Dialogue dialogue) {
        assertEquals(dialogue.expected(), dialogue.rendered());
    }

    @Test
    void recognisesRenewalThatWasRefused() throws IOException {
        assertTrue(CodexReader.isRenewalRefused(result("{\"account\":null,\"requiresOpenaiAuth\":true}")));
        assertTrue(CodexReader.isRenewalRefused(error("Your access token could not be refreshed. Please log out.")));
        assertFalse(CodexReader.isRenewalRefused(result("{\"account\":{\"type\":\"chatgpt\"}}")));
        assertFalse(CodexReader.isRenewalRefused(result("{}")));
        assertFalse(CodexReader.isRenewalRefused(error("workspace routing discovery unauthorized (401)")));
        assertFalse(CodexReader.isRenewalRefused(JsonReply.UNREADABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"account\":{\"type\":\"chatgpt\"}}", "{\"account\":{\"type\":\"apiKey\"}}"})
    void knowsAccount(String account) throws IOException {
        assertTrue(CodexAccount.of(result(account)).isKnown());
    }

    @Test
    void knowsNoAccountThatWasNotTold() throws IOException {
        assertFalse(CodexAccount.UNKNOWN.isKnown());
        assertFalse(CodexAccount.of(result("{\"account\":null}")).isKnown());
        assertFalse(CodexAccount.of(error("workspace routing discovery failed")).isKnown());
    }

    @Test
    void keepsIdentityOutOfTexts() throws IOException {
        CodexAccount account =
                CodexAccount.of(result("{\"account\":{\"type\":\"chatgpt\",\"email\":\"ada@example.com\"}}"));
        assertEquals("CodexAccount[known]", account.toString());
        assertEquals("CodexAccount[unknown]", CodexAccount.UNKNOWN.toString());
    }

    private static JsonReply result(String json) throws IOException {
        return JsonReply.result(JsonValue.read(json));
    }

    private static JsonReply error(String message) {
        return JsonReply.error(-32603, message, JsonValue.NOTHING);
    }
}
