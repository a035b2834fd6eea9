package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.provider.support.ToolEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "programs are found by their extensions there")
class CodexLocatorTest {

    @TempDir
    Path home;

    private final Map<String, String> variables = new HashMap<>();

    private Path program(String path) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private Path locate() throws UsageException {
        variables.put("HOME", home.toString());
        return new CodexLocator(null, ToolEnvironment.of(variables)).locate();
    }

    @Test
    void prefersThePathToFolders() throws Exception {
        program(".local/bin/codex");
        Path onPath = program("bin/codex");
        variables.put("PATH", home.resolve("bin").toString());
        assertEquals(onPath, locate());
    }

    @Test
    void prefersTheVariableToThePath() throws Exception {
        program("bin/codex");
        Path named = program("elsewhere/codex-0.171");
        variables.put("PATH", home.resolve("bin").toString());
        variables.put("CODEX_CLI_PATH", named.toString());
        assertEquals(named, locate());
    }

    @Test
    void looksWhereInstallersPutIt() throws Exception {
        for (String place :
                new String[] {".local/bin", ".npm-global/bin", ".bun/bin", ".volta/bin", ".local/share/mise/shims"}) {
            Path file = program(place + "/codex");
            assertEquals(file, locate());
            Files.delete(file);
        }
    }

    @Test
    void looksIntoTheNewestVersionOfNvm() throws Exception {
        assumeThatNoneIsInstalledForAll();
        program(".nvm/versions/node/v20.20.2/bin/codex");
        Path newest = program(".nvm/versions/node/v24.1.0/bin/codex");
        Files.createDirectories(home.resolve(".nvm/versions/node/v9.0.0/bin"));
        assertEquals(newest, locate());
    }

    @Test
    void reportsThatItFoundNone() {
        assumeThatNoneIsInstalledForAll();
        UsageException failure = assertThrows(UsageException.class, this::locate);
        assertEquals(Reason.NOT_INSTALLED, failure.reason());
        assertEquals("codex is not installed.", failure.getMessage());
        assertTrue(failure.nextStep().orElse("").contains("codex login"));
    }

    private static void assumeThatNoneIsInstalledForAll() {
        for (String folder : new String[] {"/usr/local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin"}) {
            assumeFalse(Files.exists(Path.of(folder, "codex")), "codex is installed in " + folder);
        }
    }
}
