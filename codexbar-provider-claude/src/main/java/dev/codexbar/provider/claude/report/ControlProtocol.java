package dev.codexbar.provider.claude.report;

import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.provider.support.MessageProtocol;
import java.util.Optional;

/**
 * The control messages of Claude Code's {@code stream-json} format, from the side of a client that only asks: whatever
 * the program asks for itself is refused. Immutable and thread-safe.
 *
 * @implNote As the type declarations of {@code @anthropic-ai/claude-agent-sdk} have them, and as seen in Claude Code
 *     2.1.170 to 2.1.332.
 * @since 0.1.0
 */
public final class ControlProtocol implements MessageProtocol {

    /** The protocol, which has no state. */
    public static final ControlProtocol INSTANCE = new ControlProtocol();

    /** A longer id is not repeated in a refusal. */
    private static final int ID_LIMIT = 256;

    private ControlProtocol() {}

    /**
     * Returns a question, to be answered.
     *
     * @param id a text that no other question of the dialogue has
     * @param request the request as JSON, an object with a {@code subtype}
     * @return the question
     */
    public JsonDialogue.Question question(String id, String request) {
        return new JsonDialogue.Question(
                id,
                "{\"type\":\"control_request\",\"request_id\":" + JsonValue.quoted(id) + ",\"request\":" + request
                        + "}");
    }

    @Override
    public Incoming read(JsonValue message) {
        String type = message.get("type").text().orElse("");
        if (type.equals("control_request")) {
            return new Request(refusal(message.get("request_id")));
        }
        JsonValue response = message.get("response");
        Optional<String> id = response.get("request_id").text();
        if (!type.equals("control_response") || id.isEmpty()) {
            return type.isEmpty() ? new Noise() : new Request(Optional.empty());
        }
        return new Answer(id.get(), reply(response));
    }

    private static JsonReply reply(JsonValue response) {
        return switch (response.get("subtype").text().orElse("")) {
            case "success" -> JsonReply.result(response.get("response"));
            case "error" -> JsonReply.error(0, response.get("error").text().orElse(""), JsonValue.NOTHING);
            default -> JsonReply.UNREADABLE;
        };
    }

    private static Optional<String> refusal(JsonValue id) {
        return id.text()
                .filter(text -> text.length() <= ID_LIMIT)
                .map(text -> "{\"type\":\"control_response\",\"response\":{\"subtype\":\"error\",\"request_id\":"
                        + JsonValue.quoted(text) + ",\"error\":\"not supported\"}}");
    }
}
