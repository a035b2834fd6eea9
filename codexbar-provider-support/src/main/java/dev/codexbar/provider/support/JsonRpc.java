package dev.codexbar.provider.support;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.jsonrpc.org/specification">JSON-RPC 2.0</a>, from the side of a client that offers nothing:
 * every request of the program is refused with {@link #METHOD_NOT_FOUND}, or ignored. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class JsonRpc implements MessageProtocol {

    /** The number of the error that a method does not exist. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The protocol as it is specified; requests of the program are refused. */
    public static final JsonRpc STANDARD = new JsonRpc(true);

    /**
     * The protocol without the member {@code jsonrpc}, as {@code codex app-server} has it; requests of the program are
     * ignored.
     */
    public static final JsonRpc WITHOUT_VERSION = new JsonRpc(false);

    /** A longer id is not repeated in a refusal. */
    private static final int ID_LIMIT = 256;

    private static final Noise NOISE = new Noise();

    private final boolean standard;

    private JsonRpc(boolean standard) {
        this.standard = standard;
    }

    /**
     * Returns a question, to be answered.
     *
     * @param id a number that no other question of the dialogue has
     * @param method the name of the method
     * @param parameters the parameters as JSON, or {@code null} for none
     * @return the question
     */
    public JsonDialogue.Question question(int id, String method, @Nullable String parameters) {
        return new JsonDialogue.Question(
                Integer.toString(id), message("\"id\":" + id + "," + call(method, parameters)));
    }

    /**
     * Returns a notification, which is never answered.
     *
     * @param method the name of the method
     * @param parameters the parameters as JSON, or {@code null} for none
     * @return the message
     */
    public String notification(String method, @Nullable String parameters) {
        return message(call(method, parameters));
    }

    @Override
    public Incoming read(JsonValue message) {
        if (message.has("method")) {
            return new Request(standard ? refusal(message.get("id")) : Optional.empty());
        }
        JsonValue id = message.get("id");
        // Some programs answer with the number as a text.
        Optional<String> name = id.text().or(id::scalar);
        JsonValue error = message.get("error");
        if (name.isEmpty()) {
            return message.has("jsonrpc") ? new Request(Optional.empty()) : NOISE;
        }
        if (!error.isNull()) {
            return new Answer(name.get(), JsonReply.error(code(error), words(error), error.get("data")));
        }
        if (message.has("result")) {
            return new Answer(name.get(), JsonReply.result(message.get("result")));
        }
        // Without a result, the member that only messages have tells an answer from a line of a log with an id.
        return message.has("jsonrpc") ? new Answer(name.get(), JsonReply.UNREADABLE) : NOISE;
    }

    private static int code(JsonValue error) {
        // A code beyond the range of int is none that is known here; the cast keeps it away from those that are.
        return (int) error.get("code").number().orElse(0);
    }

    private static String words(JsonValue error) {
        return error.get("message").text().or(error::text).orElse("");
    }

    private Optional<String> refusal(JsonValue id) {
        return id.scalar()
                .filter(text -> text.length() <= ID_LIMIT)
                .map(text -> message("\"id\":" + text + ",\"error\":{\"code\":" + METHOD_NOT_FOUND
                        + ",\"message\":\"Method not found\"}"));
    }

    private static String call(String method, @Nullable String parameters) {
        return "\"method\":" + JsonValue.quoted(method) + (parameters == null ? "" : ",\"params\":" + parameters);
    }

    private String message(String members) {
        return (standard ? "{\"jsonrpc\":\"2.0\"," : "{") + members + "}";
    }
}
