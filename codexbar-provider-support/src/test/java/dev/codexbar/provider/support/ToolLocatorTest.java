package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.ProviderProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "programs have extensions there")
class ToolLocatorTest {

    @TempDir
    Path folder;

    private Path program(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private ToolLocator locator(Map<String, String> environment) {
        ProviderProgram program = ProviderProgram.of("tool", "TOOL_PATH", "~/own", "/no/such/place");
        return new ToolLocator(program, null, ToolEnvironment.of(environment));
    }

    @Test
    void takesTheConfiguredProgramOrNone() throws IOException {
        Map<String, String> path =
                Map.of("PATH", program("bin/tool").getParent().toString());
        Path missing = folder.resolve("missing");
        ToolLocator locator =
                new ToolLocator(ProviderProgram.of("tool", "TOOL_PATH"), missing, ToolEnvironment.of(path));
        assertEquals(Optional.empty(), locator.find());
        assertEquals("is not installed: " + missing + " is not an executable file", locator.whatIsMissing());
    }

    @Test
    void namesNoPersonInThePathThatWasSet() {
        String home = folder.resolve("lovelace").toString();
        ToolLocator locator = locator(Map.of("HOME", home, "TOOL_PATH", home + "/bin/tool"));
        assertEquals("is not installed: ~/bin/tool is not an executable file", locator.whatIsMissing());
    }

    @Test
    void prefersTheVariableToThePath() throws IOException {
        Path named = program("other/named");
        String path = program("bin/tool").getParent().toString();
        assertEquals(
                Optional.of(named),
                locator(Map.of("PATH", path, "TOOL_PATH", named.toString())).find());
    }

    @Test
    void prefersThePathToThePlacesOfInstallers() throws IOException {
        program("home/own/tool");
        Path onPath = program("bin/tool");
        String home = folder.resolve("home").toString();
        assertEquals(
                Optional.of(onPath),
                locator(Map.of("PATH", onPath.getParent().toString(), "HOME", home))
                        .find());
    }

    @Test
    void looksInTheHomeOfTheEnvironment() throws IOException {
        Path own = program("home/own/tool");
        assertEquals(
                Optional.of(own),
                locator(Map.of("HOME", folder.resolve("home").toString())).find());
    }

    @Test
    void ignoresAVariableThatHoldsNoPath() throws IOException {
        Path own = program("home/own/tool");
        String home = folder.resolve("home").toString();
        assertEquals(
                Optional.of(own),
                locator(Map.of("HOME", home, "TOOL_PATH", " ")).find());
        assertEquals(
                Optional.of(own),
                locator(Map.of("HOME", home, "TOOL_PATH", "\0")).find());
    }

    @Test
    void namesNoPlaceButOneThatWasSet() {
        ToolLocator locator = locator(Map.of("HOME", folder.toString()));
        assertEquals(Optional.empty(), locator.find());
        assertEquals("is not installed", locator.whatIsMissing());
    }

    @Test
    void findsAProgramThatIsInstalledMeanwhile() throws IOException {
        ToolLocator locator = locator(Map.of("HOME", folder.resolve("home").toString()));
        assertEquals(Optional.empty(), locator.find());
        Path own = program("home/own/tool");
        assertEquals(Optional.of(own), locator.find());
    }
}
