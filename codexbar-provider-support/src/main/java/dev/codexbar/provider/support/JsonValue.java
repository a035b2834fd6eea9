package dev.codexbar.provider.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of unknown shape. Every accessor may be called on every value; what is missing, or is of another type,
 * is absent. Immutable.
 *
 * <p>Reading is bounded: at most 64 levels of nesting, 64 characters a number, 1024 a name.
 *
 * @since 0.1.0
 */
public final class JsonValue {

    /** The value of a member that does not exist. */
    public static final JsonValue NOTHING = new JsonValue(null);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(1024)
                    .build())
            // Names come from another program: they must not stay in tables that all threads share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** A number as it was written. */
    private record Literal(String text) {}

    /** A map, a list, a text, a {@link Literal}, a boolean, or null. */
    private final @Nullable Object value;

    private JsonValue(@Nullable Object value) {
        this.value = value;
    }

    /**
     * Reads one value; what follows it is ignored.
     *
     * @param text JSON in UTF-8
     * @return the value
     * @throws IOException if the text is no JSON, or is nested deeper than 64 levels
     */
    public static JsonValue read(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return new JsonValue(value(parser));
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("no value");
        }
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Literal(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, JsonValue> members(JsonParser parser) throws IOException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, new JsonValue(value(parser)));
        }
        return members;
    }

    private static List<JsonValue> elements(JsonParser parser) throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.END_ARRAY) {
                return elements;
            }
            elements.add(new JsonValue(value(parser)));
        }
    }

    /**
     * Returns a member of an object.
     *
     * @param name the name of the member
     * @return its value, or {@link #NOTHING}
     */
    public JsonValue get(String name) {
        return value instanceof Map<?, ?> members && members.get(name) instanceof JsonValue member ? member : NOTHING;
    }

    /**
     * Tells whether an object has a member.
     *
     * @param name the name of the member
     * @return whether this is an object with such a member, be it {@code null}
     */
    public boolean has(String name) {
        return value instanceof Map<?, ?> members && members.containsKey(name);
    }

    /**
     * Returns the elements of an array.
     *
     * @return an unmodifiable list, empty if this is no array
     */
    public List<JsonValue> elements() {
        return value instanceof List<?> list
                ? list.stream().map(JsonValue.class::cast).toList()
                : List.of();
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
}
