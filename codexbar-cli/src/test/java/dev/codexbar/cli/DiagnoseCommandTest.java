package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.ProviderProgram;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.provider.claude.ClaudeUsageProvider;
import dev.codexbar.provider.codex.CodexUsageProvider;
import dev.codexbar.provider.copilot.CopilotUsageProvider;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** All providers of the command, with stand-ins for their tools. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
@Timeout(120)
class DiagnoseCommandTest {

    private static final List<String> IDS = List.of("claude", "codex", "copilot", "kiro");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private TestHost host() {
        environment.putIfAbsent("PATH", folder.resolve("empty").toString());
        environment.put("HOME", folder.toString());
        UsageProviders providers = providers();
        TestHost host = new TestHost(() -> providers);
        environment.forEach(host::environment);
        return host;
    }

    private UsageProviders providers() {
        return UsageProviders.of(
                ClaudeUsageProvider.builder().environment(environment).build(),
                CodexUsageProvider.builder().environment(environment).build(),
                CopilotUsageProvider.builder().environment(environment).build(),
                KiroUsageProvider.builder().environment(environment).build());
    }

    /** The rows of one provider, without what varies. */
    private static List<String> rows(String text, String id) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("Provider:    " + id + " "))
                .takeWhile(line -> !line.isEmpty())
                .map(String::strip)
                .toList();
    }

    private static void assertRow(List<String> rows, String pattern) {
        assertTrue(rows.stream().anyMatch(row -> row.matches(pattern)), pattern + " in " + String.join("\n", rows));
    }

    @Test
    void showsWhereEachToolIsAndWhatItAnswered() throws IOException {
        environment.putAll(ToolStandIns.install(folder.resolve("bin")));
        environment.put("PATH", "/usr/bin:/bin");
        TestHost host = host();
        assertEquals(0, host.run("diagnose", "--timeout", "60"), () -> host.out() + host.err());

        for (String id : IDS) {
            List<String> rows = rows(host.out(), id);
            assertRow(rows, "Asks: .+ cost.*|Asks: .+ counts against a quota\\.");
            assertRow(rows, "Looked for:  [a-z-]+ at [A-Z_]+_PATH alone");
            assertRow(rows, "Found: +~/bin/[a-z-]+");
            assertRow(rows, "Answered by: .+");
            assertRow(rows, "Answer: .+");
            assertRow(rows, "Took: +[0-9]+ ms");
        }
        assertRow(rows(host.out(), "claude"), "Version: +2\\.1\\.332");
        assertRow(rows(host.out(), "codex"), "Version: +0\\.171\\.0");
        assertRow(rows(host.out(), "kiro"), "Version: +2\\.11\\.0");
        assertFalse(host.out().contains("person@"), host.out());
    }

    /** A provider whose tool is on no machine: the folders of the real ones may hold their tools. */
    private TestHost hostWithoutTool() {
        ProviderDescriptor descriptor = ProviderDescriptor.builder("absent", "Absent")
                .access("Runs `no-such-tool`; that costs nothing.")
                .program(ProviderProgram.of("no-such-tool", "NO_SUCH_TOOL_PATH", "~/.tools/bin"))
                .program(ProviderProgram.of("no-such-tool-either", "NO_OTHER_TOOL_PATH", "~/.tools/bin"))
                .build();
        TestHost host = new TestHost(new FakeUsageProvider(descriptor)
                .thenFails(UsageException.builder(UsageException.Reason.NOT_INSTALLED, "It is not installed.")
                        .nextStep("Install it.")
                        .build()));
        environment.put("PATH", folder.resolve("empty").toString());
        environment.put("HOME", folder.toString());
        environment.forEach(host::environment);
        return host;
    }

    @Test
    void showsWhereAToolWasLookedFor() {
        TestHost host = hostWithoutTool();
        assertEquals(2, host.run("diagnose"), () -> host.out() + host.err());

        List<String> rows = rows(host.out(), "absent");
        assertRow(
                rows,
                "Looked for:  no-such-tool at NO_SUCH_TOOL_PATH, which is not set, on PATH, 1 folder: ~/empty,"
                        + " and in ~/.tools/bin");
        assertRow(rows, "Looked for:  no-such-tool-either at NO_OTHER_TOOL_PATH, .+");
        assertRow(rows, "Found: +nothing");
        assertRow(rows, "Failed: +NOT_INSTALLED, .+");
        assertRow(rows, "Next step: +Install it\\.");
    }

    @Test
    void knowsTheProgramsOfEachProvider() {
        host();
        for (ProviderDescriptor descriptor : providers().descriptors()) {
            assertFalse(descriptor.programs().isEmpty(), descriptor.id());
            for (ProviderProgram program : descriptor.programs()) {
                assertTrue(program.variable().orElse("").endsWith("_PATH"), program::toString);
                assertFalse(program.places().isEmpty(), program::toString);
            }
        }
    }

    @Test
    void reportsAVariableThatNamesNoProgram() throws IOException {
        environment.put(
                "CODEX_CLI_PATH", Files.createFile(folder.resolve("no-program")).toString());
        TestHost host = host();
        host.run("diagnose", "--provider", "codex");
        assertRow(rows(host.out(), "codex"), "Found: +~/no-program is not an executable file");
    }

    @Test
    void listsThePlacesThatHoldNoProvider() {
        UsageProviders providers = UsageProviders.of(new FakeUsageProvider("kiro"));
        TestHost host = new TestHost(new ProviderSource() {
            @Override
            public UsageProviders all() {
                return providers;
            }

            @Override
            public List<String> problems() {
                return List.of(folder.resolve("junk.jar") + " is not a jar.");
            }
        });
        host.environment("HOME", folder.toString()).run("diagnose");
        assertTrue(host.out().contains("Not loaded:  ~/junk.jar is not a jar.\n"), host.out());
    }

    @Test
    void showsTheSameInJson() {
        TestHost host = hostWithoutTool();
        host.run("diagnose", "--json");
        for (String name : List.of("Asks", "Looked for", "Found", "Failed", "Next step", "Took")) {
            String row = "{\"provider\":\"absent\",\"name\":\"" + name + "\",\"value\":\"";
            assertTrue(host.out().contains(row), row + " in " + host.out());
        }
    }

    @Test
    void listsHowEachToolIsAskedAndWhetherThatCosts() {
        TestHost text = host();
        assertEquals(0, text.run("providers"));
        assertEquals(IDS.size(), text.out().lines().count(), text.out());
        text.out().lines().forEach(line -> assertTrue(line.matches(".+  Runs .+(cost|quota).*\\."), line));
        TestHost json = host();
        assertEquals(0, json.run("config", "providers", "--json"));
        PublishedContract.providers().accepts(json.out());
        for (String id : IDS) {
            assertTrue(json.out().contains("{\"provider\":\"" + id + "\""), json.out());
        }
        assertEquals(IDS.size(), json.out().split("\"access\":\"Runs ", -1).length - 1, json.out());
    }
}
