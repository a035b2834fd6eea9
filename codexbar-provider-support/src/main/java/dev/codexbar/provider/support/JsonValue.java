package dev.codexbar.provider.support;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of unknown shape. Every accessor may be called on every value; what is missing, or is of another type,
 * is absent. Immutable and thread-safe.
 *
 * <p>Reading is bounded: at most 64 levels of nesting, 64 characters in a number, 1024 in a name.
 *
 * @implNote A small tree of our own over Jackson's streaming parser. {@code jackson-jr-stree} 2.21, the kept library
 *     nearest to it, does not start without {@code jackson-jr-objects} (140 KB for both), reads {@code 1e999} as
 *     infinity and {@code 1.50} as {@code 1.5}, throws a {@code NullPointerException} at an empty text, keeps nothing
 *     of a broken one, and has no accessors that tolerate another type, so that a class like this one would remain.
 * @since 0.1.0
 */
public final class JsonValue {

    /** The value of a member that does not exist, and {@code null}. */
    public static final JsonValue NOTHING = new JsonValue(null);

    static final JsonValue TRUE = new JsonValue(true);
    static final JsonValue FALSE = new JsonValue(false);

    /** A number as it was written. */
    private record Literal(String text) {}

    /** A map, a list, a text, a {@link Literal}, a boolean, or null. */
    private final @Nullable Object value;

    private JsonValue(@Nullable Object value) {
        this.value = value;
    }

    static JsonValue ofMembers(Map<String, JsonValue> members) {
        return new JsonValue(members);
    }

    static JsonValue ofElements(List<JsonValue> elements) {
        return new JsonValue(elements);
    }

    static JsonValue ofText(String text) {
        return new JsonValue(text);
    }

    static JsonValue ofNumber(String literal) {
        return new JsonValue(new Literal(literal));
    }

    /**
     * Reads one value; what follows it is ignored.
     *
     * @param text JSON in UTF-8
     * @return the value
     * @throws IOException if the text does not begin with a JSON value, or exceeds the bounds of this class
     */
    public static JsonValue read(byte[] text) throws IOException {
        JsonReader reader = new JsonReader();
        JsonValue value = reader.read(text);
        IOException fault = reader.fault();
        if (fault != null) {
            throw fault;
        }
        return value;
    }

    /**
     * Reads one value; what follows it is ignored.
     *
     * @param text JSON
     * @return the value
     * @throws IOException if the text does not begin with a JSON value, or exceeds the bounds of this class
     */
    public static JsonValue read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a member of an object.
     *
     * @param name the name of the member
     * @return its value, or {@link #NOTHING}
     */
    public JsonValue get(String name) {
        return members().getOrDefault(name, NOTHING);
    }

    /**
     * Tells whether an object has a member.
     *
     * @param name the name of the member
     * @return whether this is an object with such a member, be it {@code null}
     */
    public boolean has(String name) {
        return members().containsKey(name);
    }

    /**
     * Returns the members of an object.
     *
     * @return an unmodifiable map in the order of the text, empty if this is no object; of equal names the last counts
     */
    @SuppressWarnings("unchecked") // A map comes from ofMembers only.
    public Map<String, JsonValue> members() {
        return value instanceof Map ? (Map<String, JsonValue>) value : Map.of();
    }

    /**
     * Returns the elements of an array.
     *
     * @return an unmodifiable list, empty if this is no array
     */
    @SuppressWarnings("unchecked") // A list comes from ofElements only.
    public List<JsonValue> elements() {
        return value instanceof List ? (List<JsonValue>) value : List.of();
    }

    /**
     * Tells whether this is an object.
     *
     * @return whether it is
     */
    public boolean isObject() {
        return value instanceof Map;
    }

    /**
     * Tells whether this is {@code null} or missing.
     *
     * @return whether it is
     */
    public boolean isNull() {
        return value == null;
    }

    /**
     * Returns a text.
     *
     * @return the text, or empty if this is another kind of value
     */
    public Optional<String> text() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns a truth value.
     *
     * @return the value, or empty if this is another kind of value
     */
    public Optional<Boolean> truth() {
        return value instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
    }

    /**
     * Returns a finite number.
     *
     * @return the number, or empty if this is another kind of value or too large for a {@code double}
     */
    public OptionalDouble number() {
        if (value instanceof Literal literal) {
            double number = Double.parseDouble(literal.text());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }

    /**
     * Returns a whole number, such as a Unix time.
     *
     * @return the number, or empty if this is another kind of value, is written with a fraction or an exponent, or is
     *     too large for a {@code long}
     */
    public OptionalLong wholeNumber() {
        if (value instanceof Literal literal) {
            try {
                return OptionalLong.of(Long.parseLong(literal.text()));
            } catch (NumberFormatException otherNumber) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Returns a text or a number as it is written in JSON, such as the id of a message.
     *
     * @return JSON, or empty if this is another kind of value
     */
    public Optional<String> scalar() {
        if (value instanceof Literal literal) {
            return Optional.of(literal.text());
        }
        return text().map(JsonValue::quoted);
    }

    /**
     * Returns a text as a JSON string.
     *
     * @param text any text
     * @return the text in quotes, escaped
     */
    public static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** Tells the kind of the value only: its content may be private. */
    @Override
    public String toString() {
        return "JsonValue[" + (value == null ? "null" : kind(value)) + "]";
    }

    private static String kind(Object value) {
        if (value instanceof Map<?, ?> members) {
            return "object of " + members.size();
        }
        if (value instanceof List<?> elements) {
            return "array of " + elements.size();
        }
        return value instanceof String ? "text" : value instanceof Boolean ? "boolean" : "number";
    }
}
