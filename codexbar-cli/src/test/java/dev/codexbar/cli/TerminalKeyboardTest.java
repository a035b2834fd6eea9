package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a script in place of stty, which writes down its arguments, and a file in place of the terminal. */
@Timeout(30)
@DisabledOnOs(OS.WINDOWS)
class TerminalKeyboardTest {

    @TempDir
    Path folder;

    private String stty(String rule) throws IOException {
        Path script = Files.writeString(
                folder.resolve("stty"), "#!/bin/sh\necho \"$*\" >>" + log() + "\ncase $1 in\n" + rule + "\nesac\n");
        assertTrue(script.toFile().setExecutable(true));
        return script.toString();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private WatchCommand.Keyboard open(String rule) throws IOException, InterruptedException {
        Path terminal = Files.writeString(folder.resolve("terminal"), "q");
        return TerminalKeyboard.open(stty(rule), terminal.toFile());
    }

    @Test
    void readsKeysAndRestoresTheSettings() throws IOException, InterruptedException {
        WatchCommand.Keyboard keyboard = open("-g) echo before ;; size) echo 24 100 ;;");
        assertEquals('q', keyboard.read(Duration.ofMillis(1)));
        assertEquals(100, keyboard.newSize().orElseThrow()[0]);
        keyboard.close();
        assertEquals(List.of("-g", "-icanon -echo min 0 time 1", "size", "before"), Files.readAllLines(log()));
    }

    @Test
    void hasNoKeysIfTheTerminalCannotBeSet() throws IOException, InterruptedException {
        try (WatchCommand.Keyboard keyboard = open("-g) echo before ;; -icanon) exit 1 ;;")) {
            assertEquals(-1, keyboard.read(Duration.ofMillis(1)));
            assertEquals(List.of("-g", "-icanon -echo min 0 time 1", "before"), Files.readAllLines(log()));
        }
    }

    @Test
    void leavesATerminalAloneWhoseSettingsAreUnknown() throws IOException, InterruptedException {
        try (WatchCommand.Keyboard keyboard = open("-g) exit 1 ;;")) {
            assertEquals(-1, keyboard.read(Duration.ofMillis(1)));
            assertEquals(List.of("-g"), Files.readAllLines(log()));
        }
    }
}
