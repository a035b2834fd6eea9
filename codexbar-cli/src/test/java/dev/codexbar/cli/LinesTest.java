package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void masksWhatEscapeSequencesSplit() {
        assertEquals("of ***@*** here", Lines.masked("of per\u001b[1mson@exa\u0007mple.com\nhere"));
    }

    @Test
    void masksBeforeItCuts() {
        String line = Lines.masked("x".repeat(990) + " person@example.com");
        assertFalse(line.contains("person"), line);
        assertTrue(line.length() <= 1000, line);
    }

    @Test
    void namesAFaultWithoutIdentity() {
        assertEquals("AssertionError", Lines.fault(new AssertionError()));
        assertEquals("AssertionError: of ***@***", Lines.fault(new AssertionError("of person@example.com")));
    }
}
