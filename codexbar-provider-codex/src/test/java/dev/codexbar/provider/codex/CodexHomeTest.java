package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodexHomeTest {

    @TempDir
    Path folder;

    private CodexHome home() {
        return home(Map.of("CODEX_HOME", folder.toString()));
    }

    private static CodexHome home(Map<String, String> variables) {
        return CodexHome.of(variables).orElseThrow();
    }

    @Test
    void findsTheHomeAsCodexDoes() {
        String user = folder.toString();
        assertEquals(folder.resolve(".codex"), home(Map.of("HOME", user)).folder());
        assertEquals(folder.resolve(".codex"), home(Map.of("USERPROFILE", user)).folder());
        assertEquals(
                folder.resolve(".codex"),
                home(Map.of("HOME", user, "CODEX_HOME", " ")).folder());
        assertEquals(folder, home(Map.of("HOME", "/x", "CODEX_HOME", user)).folder());
        for (Map<String, String> nothing :
                List.of(Map.<String, String>of(), Map.of("HOME", ""), Map.of("HOME", "relative"))) {
            assertEquals(
                    Path.of(System.getProperty("user.home"), ".codex"),
                    home(nothing).folder());
        }
    }

    @Test
    void isNoneWithoutAHomeOfTheUserUnlessOneIsNamed() {
        assertEquals(Optional.empty(), CodexHome.of(Map.of("CODEX_HOME", ""), Optional.empty()));
        assertEquals(Optional.of(home()), CodexHome.of(Map.of("CODEX_HOME", folder.toString()), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "archived_sessions"})
    void noticesSessionsWithoutAnIndex(String sessions) throws IOException {
        assertFalse(home().lacksIndex(), "a home without sessions");
        Files.createDirectory(folder.resolve(sessions));
        assertFalse(home().lacksIndex(), "an empty folder");
        Files.createDirectory(folder.resolve(sessions).resolve("2026"));
        assertTrue(home().lacksIndex());
        Files.createFile(folder.resolve("logs_2.sqlite"));
        assertTrue(home().lacksIndex(), "another database");
        Files.createFile(folder.resolve("state_5.sqlite"));
        assertFalse(home().lacksIndex());
    }

    @Test
    void findsAnIndexElsewhere() throws IOException {
        Path index = Files.createDirectory(folder.resolve("index"));
        Files.createDirectories(folder.resolve("sessions/2026"));
        CodexHome home = home(Map.of("CODEX_HOME", folder.toString(), "CODEX_SQLITE_HOME", index.toString()));
        assertTrue(home.lacksIndex());
        Files.createFile(index.resolve("state_5.sqlite"));
        assertFalse(home.lacksIndex());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right there")
    void knowsAHomeBehindALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("home")));
        assertEquals(
                home(Map.of("CODEX_HOME", folder.resolve("home").toString())).key(),
                home(Map.of("CODEX_HOME", link.toString())).key());
    }

    @Test
    void hasAKeyForAHomeThatIsNotThereYet() {
        Path missing = folder.resolve("a/../missing");
        assertEquals(
                folder.resolve("missing"),
                home(Map.of("CODEX_HOME", missing.toString())).key());
    }
}
