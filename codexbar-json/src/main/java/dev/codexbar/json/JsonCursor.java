package dev.codexbar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document that is being read, and the values that can stand there. It knows JSON, its bounds and its
 * faults, and nothing of usage.
 *
 * <p>Every method that reads a value starts on its first token and ends on its last.
 */
final class JsonCursor {

    private static final int DEEPEST = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names of hostile documents stay out of the table that all documents of this JVM share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(UsageJson.LONGEST_DOCUMENT)
                    .build())
            .build();

    private final JsonParser in;

    private JsonCursor(JsonParser in) {
        this.in = in;
    }

    /** A fault that belongs to the place where the parser stands. */
    static final class Fault extends Exception {

        private static final long serialVersionUID = 1L;

        private final String expectation;

        Fault(String expectation) {
            super(expectation, null, false, false);
            this.expectation = expectation;
        }
    }

    /** How a value of a member is read. */
    interface Value<T> {
        T read() throws IOException, Fault;
    }

    /** What a whole document is read as. */
    interface Shape<T> {
        T read(JsonCursor cursor) throws IOException, Fault;
    }

    /** A source of the text of a document. */
    private interface Source {
        JsonParser open() throws IOException;
    }

    static <T> T read(String document, Shape<T> shape) throws UsageJsonException {
        return read(document.length(), () -> FACTORY.createParser(document), shape);
    }

    static <T> T read(byte[] document, Shape<T> shape) throws UsageJsonException {
        return read(document.length, () -> FACTORY.createParser(document), shape);
    }

    private static <T> T read(int length, Source source, Shape<T> shape) throws UsageJsonException {
        if (length > UsageJson.LONGEST_DOCUMENT) {
            throw new UsageJsonException("The document is larger than 4 MiB", 1, 1);
        }
        try (JsonParser parser = source.open()) {
            return read(parser, shape);
        } catch (IOException fault) {
            throw translate(fault);
        }
    }

    private static <T> T read(JsonParser parser, Shape<T> shape) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw new Fault("The document is empty");
            }
            T read = shape.read(new JsonCursor(parser));
            if (parser.nextToken() != null) {
                throw new Fault("Something follows the document");
            }
            return read;
        } catch (Fault fault) {
            throw at(fault.expectation, parser.currentLocation());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException impossible) {
            // The model refuses a value; its own words quote the value.
            throw at("A value is outside of what is possible", parser.currentLocation());
        }
    }

    /** Jackson's own words quote the document, which may hold identity. */
    private static UsageJsonException translate(IOException fault) {
        if (fault instanceof UsageJsonException own) {
            return own;
        }
        JsonLocation place = fault instanceof JsonProcessingException json ? json.getLocation() : null;
        String words = "The document is not well-formed JSON";
        if (fault instanceof JsonEOFException) {
            words = "The document is cut off";
        } else if (fault instanceof StreamConstraintsException) {
            words = "The document is nested too deep or holds too long a number or name";
        }
        return at(words, place);
    }

    private static UsageJsonException at(String words, @Nullable JsonLocation place) {
        return new UsageJsonException(
                words,
                place == null ? 1 : Math.max(1, place.getLineNr()),
                place == null ? 1 : Math.max(1, place.getColumnNr()));
    }

    /** Enters the object and returns its first member, as {@link #next()} does. */
    @Nullable
    String first(String what) throws IOException, Fault {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new Fault("Expected " + what + " to be an object");
        }
        return next();
    }

    /** Moves on to the value of the next member and returns its name, or {@code null} at the end of the object. */
    @Nullable
    String next() throws IOException {
        if (in.nextToken() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = in.currentName();
        in.nextToken();
        return name;
    }

    void skip() throws IOException {
        in.skipChildren();
    }

    boolean isNull() {
        return in.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isTrue() {
        return in.currentToken() == JsonToken.VALUE_TRUE;
    }

    boolean isFalse() {
        return in.currentToken() == JsonToken.VALUE_FALSE;
    }

    <T> List<T> list(String what, Value<? extends T> item) throws IOException, Fault {
        if (isNull() && !in.getParsingContext().inRoot()) {
            return List.of();
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new Fault("Expected " + what + " to be an array");
        }
        List<T> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.read());
        }
        return items;
    }

    <T> @Nullable T optional(Value<T> value) throws IOException, Fault {
        return isNull() ? null : value.read();
    }

    @Nullable
    String text() throws IOException, Fault {
        if (isNull()) {
            return null;
        }
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new Fault("Expected a text");
        }
        String text = in.getText();
        return text.isBlank() ? null : text;
    }

    double number(String what) throws IOException, Fault {
        if (!in.currentToken().isNumeric()) {
            throw new Fault("Expected " + what + " to be a number");
        }
        return in.getDoubleValue();
    }

    /** Never through a decimal number: {@code 1e999999999} would become that many digits. */
    long wholeNumber(String what) throws IOException, Fault {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        double number = number(what);
        if (number != Math.rint(number) || Math.abs(number) > Long.MAX_VALUE) {
            throw new Fault("Expected " + what + " to be a whole number");
        }
        return (long) number;
    }

    @Nullable
    Instant instant() throws IOException, Fault {
        String text = text();
        return text == null ? null : Instant.parse(text);
    }

    @Nullable
    Duration duration() throws IOException, Fault {
        String text = text();
        return text == null ? null : Duration.parse(text);
    }

    static <T> T present(@Nullable T value, String expectation) throws Fault {
        if (value == null) {
            throw new Fault(expectation);
        }
        return value;
    }

    static void require(boolean condition, String expectation) throws Fault {
        if (!condition) {
            throw new Fault(expectation);
        }
    }
}
