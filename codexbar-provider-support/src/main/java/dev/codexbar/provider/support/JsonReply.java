package dev.codexbar.provider.support;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program's answer to one {@linkplain JsonDialogue#ask question}: a result, an error, or something that cannot be
 * read. Immutable.
 *
 * @since 0.1.0
 */
public final class JsonReply {

    /** An answer that is broken, too long or nested too deep. */
    public static final JsonReply UNREADABLE = new JsonReply(null, null);

    private final @Nullable JsonValue result;
    private final @Nullable Failure error;

    private JsonReply(@Nullable JsonValue result, @Nullable Failure error) {
        this.result = result;
        this.error = error;
    }

    /**
     * Returns a result.
     *
     * @param value what the program answered
     * @return a reply
     */
    public static JsonReply result(JsonValue value) {
        return new JsonReply(Objects.requireNonNull(value, "value"), null);
    }

    /**
     * Returns an error.
     *
     * @param code the number of the error; 0 if the protocol has none
     * @param message the program's words, possibly empty
     * @param data what the program added, or {@link JsonValue#NOTHING}
     * @return a reply
     */
    public static JsonReply error(int code, String message, JsonValue data) {
        return new JsonReply(null, new Failure(code, message, data));
    }

    /**
     * Returns the result.
     *
     * @return the result, or empty if this is an error or cannot be read
     */
    public Optional<JsonValue> result() {
        return Optional.ofNullable(result);
    }

    /**
     * Returns the error.
     *
     * @return the error, or empty if this is a result or cannot be read
     */
    public Optional<Failure> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Tells whether the answer could be read.
     *
     * @return {@code true} if there is a result or an error
     */
    public boolean isReadable() {
        return result != null || error != null;
    }

    /** Tells the kind of the reply only: its content may be private. */
    @Override
    public String toString() {
        return "JsonReply[" + (result != null ? "result" : error != null ? error : "unreadable") + "]";
    }

    /**
     * An error that a program answered with.
     *
     * @param code the number of the error; 0 if the protocol has none
     * @param message the program's words, uncleaned and possibly private, possibly empty
     * @param data what the program added, or {@link JsonValue#NOTHING}
     * @since 0.1.0
     */
    public record Failure(int code, String message, JsonValue data) {

        /**
         * Checks the parts.
         *
         * @param code the number of the error
         * @param message the program's words
         * @param data what the program added
         */
        public Failure {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(data, "data");
        }

        /** Tells the code only: error messages of programs quote addresses and whole answers. */
        @Override
        public String toString() {
            return "error " + code;
        }
    }
}
