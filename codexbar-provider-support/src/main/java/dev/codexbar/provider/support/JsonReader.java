package dev.codexbar.provider.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value and, if the text is broken, everything in front of the fault: the id of an answer usually stands
 * there. Used once.
 */
final class JsonReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(1024)
                    .build())
            // Names come from another program: they must not stay in tables that all threads share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private @Nullable IOException fault;

    /** Returns the value, or as much of it as can be read. */
    JsonValue read(byte[] text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IOException("no JSON value in an empty text");
            }
            return value(parser, first);
        } catch (IOException broken) {
            fault = broken;
            return JsonValue.NOTHING;
        }
    }

    /** Returns what is wrong with the text, or {@code null} if the value is whole. */
    @Nullable
    IOException fault() {
        return fault;
    }

    private JsonValue value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> JsonValue.ofMembers(members(parser));
            case START_ARRAY -> JsonValue.ofElements(elements(parser));
            case VALUE_STRING -> JsonValue.ofText(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonValue.ofNumber(parser.getText());
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            default -> JsonValue.NOTHING;
        };
    }

    private Map<String, JsonValue> members(JsonParser parser) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        try {
            while (fault == null && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                // A member exists even if its value turns out to be broken.
                members.put(name, JsonValue.NOTHING);
                members.put(name, value(parser, parser.nextToken()));
            }
        } catch (IOException broken) {
            fault = broken;
            keepName(parser, members);
        }
        return Collections.unmodifiableMap(members);
    }

    /** The parser reads a name together with the beginning of its value, and may fail in between. */
    private static void keepName(JsonParser parser, Map<String, JsonValue> members) {
        try {
            if (parser.currentToken() == JsonToken.FIELD_NAME) {
                members.putIfAbsent(parser.currentName(), JsonValue.NOTHING);
            }
        } catch (IOException unnamed) {
            // The members in front of it are enough.
        }
    }

    private List<JsonValue> elements(JsonParser parser) {
        List<JsonValue> elements = new ArrayList<>();
        try {
            while (fault == null) {
                JsonToken token = parser.nextToken();
                if (token == JsonToken.END_ARRAY) {
                    break;
                }
                elements.add(value(parser, token));
            }
        } catch (IOException broken) {
            fault = broken;
        }
        return Collections.unmodifiableList(elements);
    }
}
