package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDialogueTest {

    private static final JsonRpc RPC = JsonRpc.STANDARD;

    /** What came, as {@code id: reply}. */
    private final List<String> replies = new ArrayList<>();

    private String output(JsonDialogue dialogue, String text) {
        return new String(dialogue.reply(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** A dialogue that has asked a first and a second question. */
    private JsonDialogue twoQuestions() {
        JsonDialogue dialogue = JsonDialogue.lines(RPC, start -> {
            ask(start, 1, reply -> {});
            ask(start, 2, reply -> {});
        });
        output(dialogue, "");
        return dialogue;
    }

    private void ask(JsonDialogue dialogue, int id, Consumer<JsonReply> then) {
        dialogue.ask(RPC.question(id, "m" + id, null), reply -> {
            replies.add(id + ": " + reply);
            then.accept(reply);
        });
    }

    @Test
    void sendsOneMessageOnEachLine() {
        JsonDialogue dialogue = JsonDialogue.lines(RPC, start -> {
            start.ask(RPC.question(1, "initialize", "{\"a\":1}"), reply -> {});
            start.send(RPC.notification("initialized", null));
        });
        assertFalse(dialogue.isComplete());
        assertEquals("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"a":1}}
                {"jsonrpc":"2.0","method":"initialized"}
                """, output(dialogue, ""));
        assertEquals("", output(dialogue, "INFO started\n"));
    }

    @Test
    void takesAnswersInAnyOrder() {
        JsonDialogue dialogue = twoQuestions();
        output(dialogue, "{\"id\":2,\"result\":{}}\n");
        assertFalse(dialogue.isComplete());
        output(dialogue, "{\"id\":1,\"error\":{\"code\":-1}}\n");
        assertTrue(dialogue.isComplete());
        assertEquals(List.of("2: JsonReply[result]", "1: JsonReply[error -1]"), replies);
    }

    @Test
    void asksWhatAnAnswerLeadsTo() {
        JsonDialogue dialogue = JsonDialogue.lines(RPC, start -> ask(start, 1, first -> ask(start, 2, second -> {})));
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m1\"}\n", output(dialogue, ""));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"m2\"}\n", output(dialogue, "{\"id\":1,\"result\":{}}\n"));
        assertFalse(dialogue.isComplete());
        output(dialogue, "{\"id\":2,\"result\":{}}\n");
        assertTrue(dialogue.isComplete());
    }

    @Test
    void asksAgainUnderAnIdThatWasAnswered() {
        JsonDialogue dialogue = JsonDialogue.lines(RPC, start -> ask(start, 1, first -> ask(start, 1, second -> {})));
        output(dialogue, "{\"id\":1,\"result\":{}}\n");
        assertFalse(dialogue.isComplete());
        output(dialogue, "{\"id\":1,\"result\":{}}\n");
        assertEquals(2, replies.size());
    }

    @Test
    void rejectsASecondQuestionWithTheSameId() {
        JsonDialogue dialogue = JsonDialogue.lines(RPC, start -> {
            ask(start, 1, reply -> {});
            ask(start, 1, reply -> {});
        });
        IllegalArgumentException twice =
                assertThrows(IllegalArgumentException.class, () -> dialogue.reply(new byte[0]));
        assertTrue(twice.getMessage().contains("1"));
    }

    @Test
    void rejectsAMessageOfTwoLines() {
        assertThrows(IllegalArgumentException.class, () -> new JsonDialogue.Question("1", "{\n}"));
        assertThrows(IllegalArgumentException.class, () -> twoQuestions().send("{\n}"));
    }

    @Test
    void skipsWhatIsNoAnswer() {
        JsonDialogue dialogue = twoQuestions();
        assertEquals("", output(dialogue, """
                INFO starting {1}

                {"level":"error","id":1,"message":"x"}
                {broken
                [1,2]
                {"jsonrpc":"2.0","method":"session/update","params":{}}
                {"jsonrpc":"2.0","id":77,"result":{}}
                {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}
                """));
        assertEquals(List.of(), replies);
        assertFalse(dialogue.isComplete());
    }

    @Test
    void tellsWhetherTheProgramSentAnyMessage() {
        JsonDialogue dialogue = twoQuestions();
        output(dialogue, "INFO\n{\"level\":\"info\"}\n{\"a\":\n");
        assertFalse(dialogue.hasReceived());
        output(dialogue, "{\"method\":\"hello\"}\n");
        assertTrue(dialogue.hasReceived());
    }

    @Test
    void takesPiecesCutAnywhere() {
        JsonDialogue dialogue = twoQuestions();
        String whole = "{\"id\":1,\"result\":{\"name\":\"Schlüssel\"}}\r\n{\"id\":2,\"result\":{}}\r\n";
        for (byte next : whole.getBytes(StandardCharsets.UTF_8)) {
            dialogue.reply(new byte[] {next});
        }
        assertTrue(dialogue.isComplete());
    }

    @Test
    void refusesRequestsOfTheProgramWhateverTheirIds() {
        JsonDialogue dialogue = twoQuestions();
        assertEquals("""
                {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}
                {"jsonrpc":"2.0","id":"a\\nb","error":{"code":-32601,"message":"Method not found"}}
                """, output(dialogue, """
                        {"jsonrpc":"2.0","id":1,"method":"fs/read_text_file","params":{}}
                        {"jsonrpc":"2.0","id":"a\\nb","method":"session/request_permission","result":{}}
                        """));
        assertEquals(List.of(), replies);
    }

    @Test
    void writesNoMoreRefusalsThanItHasTo() {
        JsonDialogue dialogue = twoQuestions();
        String requests = "{\"id\":9,\"method\":\"terminal/create\"}\n".repeat(JsonDialogue.REFUSAL_LIMIT + 100);
        assertEquals(
                JsonDialogue.REFUSAL_LIMIT, output(dialogue, requests).lines().count());
    }

    @Test
    void repeatsNoEndlessId() {
        assertEquals("", output(twoQuestions(), "{\"id\":\"" + "x".repeat(5000) + "\",\"method\":\"m\"}\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"success\":tru}",
                "{\"id\":1,\"result\":{\"a\":[1,2}",
                "{\"id\":1,\"result\":",
                "{\"id\":1,\"error\":{]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"resu",
            })
    void passesOnAnAnswerThatCannotBeRead(String line) {
        output(twoQuestions(), line + "\n");
        assertEquals(List.of("1: JsonReply[unreadable]"), replies);
    }

    @Test
    void passesOnAnAnswerThatIsTooLongOrTooDeep() {
        JsonDialogue dialogue = twoQuestions();
        output(dialogue, "{\"id\":1,\"result\":\"" + "x".repeat(JsonDialogue.LINE_LIMIT) + "\"}\n");
        output(dialogue, "{\"id\":2,\"result\":" + "[".repeat(1000) + "]".repeat(1000) + "}\n");
        assertEquals(List.of("1: JsonReply[unreadable]", "2: JsonReply[unreadable]"), replies);
        assertTrue(dialogue.isComplete());
    }

    @Test
    void doesNotTakeALongRequestForAnAnswer() {
        JsonDialogue dialogue = twoQuestions();
        output(dialogue, "{\"id\":1,\"method\":\"" + "x".repeat(JsonDialogue.LINE_LIMIT) + "\"}\n");
        assertEquals(List.of(), replies);
    }

    @Test
    void takesAnAnswerOfTheGreatestLength() {
        String frame = "{\"id\":1,\"result\":\"\"}";
        String filling = "x".repeat(JsonDialogue.LINE_LIMIT - frame.length());
        output(twoQuestions(), "{\"id\":1,\"result\":\"" + filling + "\"}\n");
        assertEquals(List.of("1: JsonReply[result]"), replies);
    }

    @Test
    void endsAfterTooManyMessages() {
        JsonDialogue dialogue = twoQuestions();
        output(dialogue, "{}\n".repeat(JsonDialogue.MESSAGE_LIMIT));
        assertFalse(dialogue.isComplete());
        output(dialogue, "{}\n");
        assertTrue(dialogue.isComplete());
        output(dialogue, "{\"id\":1,\"result\":{}}\n");
        assertEquals(List.of(), replies);
    }

    @Test
    void takesAnAnswerWithoutAFinalLineFeedOnceTheProgramHasEnded() {
        JsonDialogue dialogue = twoQuestions();
        output(dialogue, "{\"id\":1,\"result\":{}}\n{\"id\":2,\"result\":{}}");
        assertEquals(List.of("1: JsonReply[result]"), replies);
        dialogue.endOfOutput();
        assertEquals(List.of("1: JsonReply[result]", "2: JsonReply[result]"), replies);
        assertTrue(dialogue.isComplete());
    }

    @Test
    void dropsTheBeginningOfAMessageOnceTheProgramHasEnded() {
        JsonDialogue dialogue = twoQuestions();
        output(dialogue, "{\"id\":1,\"result\":{");
        dialogue.endOfOutput();
        assertEquals(List.of(), replies);
    }

    @Test
    void asksNothingMoreOnceItHasEnded() {
        JsonDialogue dialogue = JsonDialogue.lines(
                RPC,
                start -> ask(start, 1, reply -> {
                    start.end();
                    ask(start, 2, other -> {});
                    start.send("{}");
                }));
        output(dialogue, "");
        assertEquals("", output(dialogue, "{\"id\":1,\"result\":{}}\n{\"id\":9,\"method\":\"m\"}\n"));
        assertTrue(dialogue.isComplete());
        assertEquals(List.of("1: JsonReply[result]"), replies);
    }

    @Test
    void endsAfterATimeWhateverIsMissing() {
        JsonDialogue dialogue = twoQuestions();
        assertEquals(Optional.empty(), dialogue.askAgainAfter());
        dialogue.endAfter(Duration.ofDays(1));
        assertFalse(dialogue.isComplete());
        assertTrue(dialogue.askAgainAfter().orElseThrow().compareTo(Duration.ofHours(23)) > 0);
        dialogue.endAfter(Duration.ZERO);
        assertTrue(dialogue.isComplete());
        assertEquals(Optional.of(Duration.ZERO), dialogue.askAgainAfter());
    }

    /** The envelope of a program whose ids are texts inside of the answer. */
    @Test
    void speaksAnyProtocolThatHasIds() {
        MessageProtocol envelopes = message -> {
            JsonValue response = message.get("response");
            Optional<String> id = response.get("request_id").text();
            return id.isPresent()
                    ? new MessageProtocol.Answer(id.get(), JsonReply.result(response.get("response")))
                    : new MessageProtocol.Noise();
        };
        JsonDialogue dialogue = JsonDialogue.lines(
                envelopes,
                start -> start.ask(
                        new JsonDialogue.Question("u", "{\"type\":\"control_request\",\"request_id\":\"u\"}"),
                        reply -> replies.add(reply.toString())));
        assertEquals("{\"type\":\"control_request\",\"request_id\":\"u\"}\n", output(dialogue, ""));
        output(dialogue, "{\"type\":\"system\"}\n");
        output(dialogue, "{\"type\":\"control_response\",\"response\":{\"request_id\":\"u\",\"response\":{\"a\":1,}\n");
        assertEquals(List.of("JsonReply[unreadable]"), replies);
    }
}
