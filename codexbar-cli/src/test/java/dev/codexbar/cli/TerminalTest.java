package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final String TOLD = "codexbar.columns";

    @AfterEach
    void forget() {
        System.clearProperty(TOLD);
    }

    private static Terminal told(String columns, Map<String, String> environment) {
        System.setProperty(TOLD, columns);
        return Terminal.system(environment);
    }

    @Test
    void takesTheWidthFromTheLauncherThenFromTheEnvironment() {
        assertEquals(100, told("100", Map.of("COLUMNS", "70")).columns());
        assertEquals(70, told("0", Map.of("COLUMNS", "70")).columns());
        assertEquals(80, told("0", Map.of()).columns());
        assertEquals(80, told("0", Map.of("COLUMNS", "wide")).columns());
        assertEquals(20, told("1", Map.of()).columns());
        assertTrue(told("0", Map.of()).interactive());
        assertFalse(told("", Map.of()).interactive());
    }

    @Test
    void knowsUnicodeByTheLocale() {
        assertTrue(Terminal.unicode("", Map.of("LANG", "en_GB.UTF-8")));
        assertTrue(Terminal.unicode("", Map.of("LC_ALL", "", "LC_CTYPE", "C.utf8", "LANG", "C")));
        assertFalse(Terminal.unicode("", Map.of("LC_ALL", "C", "LANG", "en_GB.UTF-8")));
        assertFalse(Terminal.unicode("", Map.of()));
    }

    @Test
    void believesTheEncodingOfThisJvmBeforeTheLocale() {
        assertTrue(Terminal.unicode("UTF-8", Map.of("LC_ALL", "C")));
        assertTrue(Terminal.unicode("cp65001", Map.of()));
        assertFalse(Terminal.unicode("ANSI_X3.4-1968", Map.of("LANG", "en_GB.UTF-8")));
    }
}
