package dev.codexbar.provider.claude.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.provider.support.MessageProtocol.Answer;
import dev.codexbar.provider.support.MessageProtocol.Incoming;
import dev.codexbar.provider.support.MessageProtocol.Noise;
import dev.codexbar.provider.support.MessageProtocol.Request;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlProtocolTest {

    private static Incoming read(String message) throws IOException {
        return ControlProtocol.INSTANCE.read(JsonValue.read(message));
    }

    @Test
    void asksInAControlRequest() {
        JsonDialogue.Question question = ControlProtocol.INSTANCE.question("u", "{\"subtype\":\"get_usage\"}");
        assertEquals("u", question.id());
        assertEquals(
                "{\"type\":\"control_request\",\"request_id\":\"u\",\"request\":{\"subtype\":\"get_usage\"}}",
                question.message());
    }

    @Test
    void knowsAnAnswerByItsId() throws IOException {
        Answer answer = assertInstanceOf(
                Answer.class,
                read("{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":\"u\","
                        + "\"response\":{\"a\":1}}}"));
        assertEquals("u", answer.id());
        assertEquals(1, answer.reply().result().orElseThrow().get("a").number().orElseThrow());
    }

    @Test
    void keepsTheWordsOfAnError() throws IOException {
        Answer answer = assertInstanceOf(
                Answer.class,
                read("{\"type\":\"control_response\",\"response\":{\"subtype\":\"error\",\"request_id\":\"u\","
                        + "\"error\":\"no\"}}"));
        assertEquals("no", answer.reply().error().orElseThrow().message());
        assertEquals(0, answer.reply().error().orElseThrow().code());
    }

    @Test
    void refusesWhatTheProgramAsks() throws IOException {
        Request request = assertInstanceOf(
                Request.class,
                read("{\"type\":\"control_request\",\"request_id\":\"q\",\"request\":{\"subtype\":\"can_use_tool\"}}"));
        assertEquals(
                Optional.of("{\"type\":\"control_response\",\"response\":{\"subtype\":\"error\","
                        + "\"request_id\":\"q\",\"error\":\"not supported\"}}"),
                request.refusal());
    }

    @Test
    void refusesNothingWithoutAnIdOrWithOneOfAnyLength() throws IOException {
        assertEquals(new Request(Optional.empty()), read("{\"type\":\"control_request\"}"));
        String message = "{\"type\":\"control_request\",\"request_id\":\"%s\"}";
        assertEquals(new Request(Optional.empty()), read(message.formatted("x".repeat(257))));
        assertEquals(
                true,
                ((Request) read(message.formatted("x".repeat(256)))).refusal().isPresent());
    }

    @Test
    void skipsOtherMessages() throws IOException {
        assertEquals(new Request(Optional.empty()), read("{\"type\":\"system\",\"response\":{\"request_id\":\"u\"}}"));
        assertEquals(new Request(Optional.empty()), read("{\"type\":\"control_response\",\"response\":{}}"));
    }

    @Test
    void takesALineWithoutATypeForALog() throws IOException {
        assertEquals(new Noise(), read("{\"response\":{\"request_id\":\"u\"}}"));
    }
}
