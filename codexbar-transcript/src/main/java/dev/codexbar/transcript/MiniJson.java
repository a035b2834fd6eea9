package dev.codexbar.transcript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the little JSON that recordings consist of: a library would be a dependency of every provider's
 * tests.
 */
final class MiniJson {

    /** Recordings nest three deep; hostile input shall not exhaust the stack. */
    private static final int DEPTH_LIMIT = 32;

    private final String text;
    private int at;

    private MiniJson(String text) {
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @return a {@code Map<String, Object>}, {@code List<Object>}, {@code String}, {@code Double}, {@code Boolean} or
     *     {@code null}
     * @throws IllegalArgumentException if the text is anything but one value
     */
    static @Nullable Object read(String text) {
        MiniJson json = new MiniJson(text);
        Object value = json.value(0);
        json.skipBlanks();
        if (json.at < text.length()) {
            throw json.unexpected();
        }
        return value;
    }

    /** Writes a string with its quotes. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        quoted.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private @Nullable Object value(int depth) {
        if (depth > DEPTH_LIMIT) {
            throw new IllegalArgumentException("JSON is nested more than " + DEPTH_LIMIT + " deep");
        }
        skipBlanks();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        skipBlanks();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipBlanks();
            String name = string();
            skipBlanks();
            expect(':');
            members.put(name, value(depth + 1));
            skipBlanks();
            if (peek() != ',') {
                expect('}');
                return members;
            }
            at++;
        }
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        skipBlanks();
        if (peek() == ']') {
            at++;
            return elements;
        }
        while (true) {
            elements.add(value(depth + 1));
            skipBlanks();
            if (peek() != ',') {
                expect(']');
                return elements;
            }
            at++;
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = peek();
            if (c < ' ') {
                throw unexpected();
            }
            at++;
            string.append(c == '\\' ? escape() : c);
        }
        at++;
        return string.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw unexpected();
                    }
                    code = code * 16 + digit;
                    at++;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw unexpected();
            }
        };
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Double.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected();
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw unexpected();
        }
        at++;
    }

    /** Returns the next character, or NUL, which no JSON holds outside of escapes, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        String found = at < text.length() ? quote(text.substring(at, at + 1)) : "the end";
        return new IllegalArgumentException("JSON does not go on with " + found + " at character " + at);
    }
}
