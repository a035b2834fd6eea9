package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

    private static JsonValue read(String text) throws IOException {
        return JsonValue.read(text);
    }

    @Test
    void readsEveryKindOfValue() throws IOException {
        JsonValue value = read("{\"text\":\"ü\",\"list\":[1,\"2\",null],\"yes\":true,\"no\":false,\"none\":null}");
        assertTrue(value.isObject());
        assertEquals(
                List.of("text", "list", "yes", "no", "none"),
                List.copyOf(value.members().keySet()));
        assertEquals(Optional.of("ü"), value.get("text").text());
        assertEquals(OptionalDouble.of(1), value.get("list").elements().get(0).number());
        assertTrue(value.get("list").elements().get(2).isNull());
        assertEquals(Optional.of(true), value.get("yes").truth());
        assertEquals(Optional.of(false), value.get("no").truth());
        assertTrue(value.has("none"));
        assertTrue(value.get("none").isNull());
        assertFalse(value.has("missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "true", "1", "\"text\""})
    void answersEveryQuestionToEveryValue(String text) throws IOException {
        JsonValue value = read(text).get("missing");
        assertTrue(value.isNull());
        assertEquals(List.of(), value.elements());
        assertTrue(value.members().isEmpty());
        assertTrue(value.text().isEmpty());
        assertTrue(value.number().isEmpty());
        assertTrue(value.wholeNumber().isEmpty());
        assertTrue(value.truth().isEmpty());
        assertTrue(value.scalar().isEmpty());
    }

    @Test
    void takesNoOtherTypeForANumber() throws IOException {
        assertTrue(read("\"1\"").number().isEmpty());
        assertTrue(read("true").number().isEmpty());
        assertTrue(read("1e999").number().isEmpty());
        assertEquals(OptionalDouble.of(-0.5), read("-5e-1").number());
    }

    @Test
    void takesOnlyWholeNumbersForWholeNumbers() throws IOException {
        assertEquals(OptionalLong.of(1_764_200_000), read("1764200000").wholeNumber());
        assertEquals(
                OptionalLong.of(Long.MIN_VALUE), read("-9223372036854775808").wholeNumber());
        for (String other : List.of("9223372036854775808", "1.0", "1e3", "\"1\"", "null")) {
            assertEquals(OptionalLong.empty(), read(other).wholeNumber(), other);
        }
    }

    @Test
    void keepsNumbersAndTextsAsTheyWereWritten() throws IOException {
        assertEquals(Optional.of("1.50"), read("1.50").scalar());
        assertEquals(Optional.of("\"a\\nb\""), read("\"a\\nb\"").scalar());
        assertEquals("\"\\\"\\\\\\u0000\"", JsonValue.quoted("\"\\\0"));
    }

    @Test
    void takesTheLastOfEqualNames() throws IOException {
        assertEquals(OptionalDouble.of(2), read("{\"a\":1,\"a\":2}").get("a").number());
    }

    @Test
    void ignoresWhatFollowsTheFirstValue() throws IOException {
        assertTrue(read("{\"account\":null}\nProfile: [x").has("account"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "x", "{", "{\"a\":", "{\"a\":}", "[1,", "[1 2]", "{\"a\":[1,{\"b\":tru"})
    void rejectsMalformedText(String text) {
        assertThrows(IOException.class, () -> read(text));
    }

    @Test
    void rejectsWhatExceedsTheBounds() {
        assertThrows(IOException.class, () -> read("[".repeat(65) + "]".repeat(65)));
        assertThrows(IOException.class, () -> read("1".repeat(65)));
        assertThrows(IOException.class, () -> read("{\"" + "n".repeat(1025) + "\":1}"));
    }

    @Test
    void keepsWhatStandsInFrontOfAFault() {
        for (String rest : List.of("", "{\"x\":[1", "[".repeat(100), "tru", "\"unended")) {
            JsonReader reader = new JsonReader();
            String text = "{\"a\":{\"id\":7,\"list\":[1]},\"broken\":" + rest;
            JsonValue head = reader.read(text.getBytes(StandardCharsets.UTF_8));
            assertTrue(reader.fault() != null, rest);
            assertEquals(Optional.of("7"), head.get("a").get("id").scalar(), rest);
            assertTrue(head.has("broken"), rest);
        }
    }

    @Test
    void showsNoContent() throws IOException {
        assertEquals(
                "JsonValue[object of 1]",
                read("{\"email\":\"dev@example.com\"}").toString());
        assertEquals("JsonValue[array of 2]", read("[1,2]").toString());
        assertEquals("JsonValue[text]", read("\"dev@example.com\"").toString());
        assertEquals("JsonValue[number]", read("1").toString());
        assertEquals("JsonValue[boolean]", read("true").toString());
        assertEquals("JsonValue[null]", JsonValue.NOTHING.toString());
    }

    @Test
    void cannotBeChanged() throws IOException {
        JsonValue value = read("{\"list\":[1]}");
        assertThrows(UnsupportedOperationException.class, () -> value.members().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> value.get("list").elements().clear());
    }
}
