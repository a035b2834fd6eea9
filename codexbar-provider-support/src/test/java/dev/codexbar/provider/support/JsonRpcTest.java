package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.provider.support.MessageProtocol.Answer;
import dev.codexbar.provider.support.MessageProtocol.Noise;
import dev.codexbar.provider.support.MessageProtocol.Request;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonRpcTest {

    private static MessageProtocol.Incoming read(JsonRpc rpc, String message) throws IOException {
        return rpc.read(JsonValue.read(message));
    }

    private static JsonReply.Failure error(String message) throws IOException {
        return assertInstanceOf(Answer.class, read(JsonRpc.STANDARD, message))
                .reply()
                .error()
                .orElseThrow();
    }

    @Test
    void writesQuestionsAndNotifications() {
        assertEquals(
                new JsonDialogue.Question("2", "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"a/b\",\"params\":{}}"),
                JsonRpc.STANDARD.question(2, "a/b", "{}"));
        assertEquals(
                new JsonDialogue.Question("2", "{\"id\":2,\"method\":\"a/b\"}"),
                JsonRpc.WITHOUT_VERSION.question(2, "a/b", null));
        assertEquals("{\"method\":\"initialized\"}", JsonRpc.WITHOUT_VERSION.notification("initialized", null));
    }

    @Test
    void recognisesAnAnswerByItsIdEvenIfItIsAText() throws IOException {
        for (String id : new String[] {"7", "\"7\""}) {
            Answer answer = assertInstanceOf(
                    Answer.class, read(JsonRpc.STANDARD, "{\"id\":" + id + ",\"result\":{\"a\":null}}"));
            assertEquals("7", answer.id());
            assertTrue(answer.reply().result().orElseThrow().has("a"));
        }
    }

    @Test
    void takesAResultThatIsNullForAnAnswer() throws IOException {
        Answer answer = assertInstanceOf(Answer.class, read(JsonRpc.STANDARD, "{\"id\":1,\"result\":null}"));
        assertTrue(answer.reply().result().orElseThrow().isNull());
    }

    @Test
    void readsErrors() throws IOException {
        JsonReply.Failure error = error("{\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\","
                + "\"data\":{\"details\":\"Unknown ext method\"}}}");
        assertEquals(-32603, error.code());
        assertEquals("Internal error", error.message());
        assertEquals(
                Optional.of("Unknown ext method"), error.data().get("details").text());
    }

    @Test
    void readsErrorsOfAnyShape() throws IOException {
        assertEquals("no", error("{\"id\":1,\"error\":\"no\"}").message());
        assertEquals(0, error("{\"id\":1,\"error\":\"no\"}").code());
        assertEquals("", error("{\"id\":1,\"error\":{}}").message());
        assertEquals(
                Integer.MAX_VALUE,
                error("{\"id\":1,\"error\":{\"code\":1e300}}").code());
    }

    @Test
    void showsNothingOfAnErrorButItsCode() throws IOException {
        JsonReply.Failure error = error("{\"id\":1,\"error\":{\"code\":5,\"message\":\"dev@example.com\"}}");
        assertEquals("error 5", error.toString());
    }

    @Test
    void takesEveryMessageWithAMethodForARequest() throws IOException {
        String message = "{\"id\":1,\"method\":\"_kiro/auth/getAccessToken\",\"params\":{}}";
        Request request = assertInstanceOf(Request.class, read(JsonRpc.STANDARD, message));
        assertEquals(
                Optional.of("{\"jsonrpc\":\"2.0\",\"id\":1,"
                        + "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}"),
                request.refusal());
        assertEquals(new Request(Optional.empty()), read(JsonRpc.WITHOUT_VERSION, message));
        assertEquals(new Request(Optional.empty()), read(JsonRpc.STANDARD, "{\"method\":\"note\"}"));
    }

    @Test
    void takesALineOfALogForNoise() throws IOException {
        assertEquals(new Noise(), read(JsonRpc.STANDARD, "{\"level\":\"info\",\"id\":1}"));
        assertEquals(new Noise(), read(JsonRpc.STANDARD, "{\"result\":{}}"));
        assertFalse(read(JsonRpc.STANDARD, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{}}") instanceof Noise);
    }
}
