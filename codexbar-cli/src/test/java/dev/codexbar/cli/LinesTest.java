package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
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
    void leavesPathsUsableForAPersonWhoIsCalledLikeATool() {
        Map<String, String> environment = Map.of("HOME", "/srv/people/kiro", "USER", "kiro");
        assertEquals(
                "Not found: /opt/kiro/bin/kiro-cli and ~/bin",
                Lines.masked("Not found: /opt/kiro/bin/kiro-cli and /srv/people/kiro/bin", environment));
    }

    @Test
    void namesAFaultWithoutIdentity() {
        assertEquals("AssertionError", Lines.fault(new AssertionError()));
        assertEquals("AssertionError: of ***@***", Lines.fault(new AssertionError("of person@example.com")));
    }
}
