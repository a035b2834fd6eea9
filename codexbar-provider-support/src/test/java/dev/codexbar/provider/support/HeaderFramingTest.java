package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderFramingTest {

    private final HeaderFraming framing = new HeaderFraming(8);
    private final List<String> messages = new ArrayList<>();

    private List<String> take(String text) {
        framing.take(text.getBytes(StandardCharsets.UTF_8), this::keep);
        return messages;
    }

    private void keep(byte[] text, boolean whole) {
        messages.add(new String(text, StandardCharsets.UTF_8) + (whole ? "" : "…"));
    }

    @Test
    void takesMessagesOneAfterTheOther() {
        assertEquals(List.of("{}", "[1]"), take("Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n[1]"));
    }

    @Test
    void takesMessagesThatComeByteByByte() {
        for (char next : "content-length:4\n\n{  }Content-Length: 2\r\n\r\n{}".toCharArray()) {
            take(String.valueOf(next));
        }
        assertEquals(List.of("{  }", "{}"), messages);
    }

    @Test
    void skipsOtherHeadersAndLinesOfALog() {
        assertEquals(
                List.of("{}"),
                take("Updating\n\n" + "x".repeat(5000) + "\nContent-Type: a\r\nContent-Length: 2\r\nFoo: b\r\n\r\n{}"));
    }

    @Test
    void skipsHeadersWithoutALength() {
        assertEquals(
                List.of("[]"),
                take("Content-Length: none\n\nContent-Length: -1\n\nContent-Length: 99999999999\n\n"
                        + "Content-Length: 0\n\nContent-Length: 2\n\n[]"));
    }

    @Test
    void cutsMessagesThatAreTooLong() {
        assertEquals(List.of("12345678…", "{}"), take("Content-Length: 9\n\n123456789Content-Length: 2\n\n{}"));
    }

    @Test
    void keepsMessagesAsLongAsTheLimit() {
        assertEquals(List.of("12345678"), take("Content-Length: 8\n\n12345678"));
    }

    @Test
    void countsBytesNotCharacters() {
        assertEquals(List.of("\"é\""), take("Content-Length: 4\n\n\"é\""));
        assertEquals("Content-Length: 4\r\n\r\n\"é\"", new String(framing.frame("\"é\""), StandardCharsets.UTF_8));
    }

    @Test
    void dropsAMessageThatBreaksOff() {
        take("Content-Length: 9\n\n{");
        framing.end(this::keep);
        assertEquals(List.of(), messages);
    }
}
