package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    /** As the original writes it, with members that only the original knows. */
    private static final String FILE = """
            {"version":1,"hooks":{"enabled":false},"providers":[
              {"id":"kiro","enabled":true,"region":"eu","threshold":0.90},
              {"id":"codex","apiKey":"sk-1","tokenAccounts":{"accounts":[{"label":"a","token":"secret"}]}}],
             "future":[1,2.50,null]}
            """;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("config.json");
    }

    private TestHost host() {
        return new TestHost(answering("codex"), answering("kiro")).environment("CODEXBAR_CONFIG", file().toString());
    }

    private static FakeUsageProvider answering(String id) {
        return new FakeUsageProvider(id)
                .thenAnswers(UsageSnapshot.builder(id, TestHost.NOW)
                        .primary("Credits", RateWindow.of(1))
                        .build());
    }

    @Test
    void switchesAProviderOffAndOnAndKeepsEverythingElse() throws IOException {
        Files.writeString(file(), FILE);
        TestHost off = host();
        assertEquals(0, off.run("config", "disable", "KIRO"), off.err());
        assertEquals("Config: disabled kiro\n", off.out());
        String written = Files.readString(file()).replaceAll("\\s+", "");
        assertEquals(FILE.replaceAll("\\s+", "").replace("\"enabled\":true", "\"enabled\":false"), written);
        TestHost usage = host();
        assertEquals(0, usage.run());
        assertTrue(usage.out().contains("codex") && !usage.out().contains("kiro"), usage.out());
        TestHost named = host();
        named.run("kiro");
        assertTrue(named.out().contains("kiro"), named.out());
        TestHost all = host();
        all.run("usage", "--provider", "all");
        assertTrue(all.out().contains("kiro"), all.out());
        TestHost on = host();
        assertEquals(0, on.run("config", "enable", "--provider", "kiro", "--json"));
        assertEquals(
                "{\"provider\":\"kiro\",\"displayName\":\"kiro\",\"enabled\":true,\"configPath\":\"" + file() + "\"}\n",
                on.out());
        assertEquals(FILE.replaceAll("\\s+", ""), Files.readString(file()).replaceAll("\\s+", ""));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void makesAFileThatOnlyTheUserCanRead() throws IOException {
        TestHost host = host();
        assertEquals(0, host.run("config", "disable", "kiro"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(
                "{\"version\":1,\"providers\":[{\"id\":\"kiro\",\"enabled\":false}]}",
                Files.readString(file()).replaceAll("\\s+", ""));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
    void writesThroughALink() throws IOException {
        Path target = Files.writeString(folder.resolve("mine.json"), FILE);
        Files.createSymbolicLink(file(), target);
        host().run("config", "disable", "kiro");
        assertTrue(Files.isSymbolicLink(file()));
        assertTrue(Files.readString(target).replaceAll("\\s+", "").contains("\"id\":\"kiro\",\"enabled\":false"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
    void writesThroughALinkWhoseFileIsNotThereYet() throws IOException {
        Path target = folder.resolve("mine.json");
        Files.createSymbolicLink(folder.resolve("second"), target.getFileName());
        Files.createSymbolicLink(file(), folder.resolve("second"));
        TestHost host = host();
        assertEquals(0, host.run("config", "disable", "kiro"), host.err());
        assertTrue(Files.isSymbolicLink(file()));
        assertTrue(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
    void leavesALinkAloneThatLeadsNowhere() throws IOException {
        Path missing = folder.resolve("volume");
        Files.createSymbolicLink(file(), missing.resolve("mine.json"));
        TestHost nowhere = host();
        assertEquals(1, nowhere.run("config", "disable", "kiro"));
        assertEquals(1, nowhere.err().lines().count(), nowhere.err());
        assertTrue(Files.isSymbolicLink(file()));
        assertFalse(Files.exists(missing));
        Files.delete(file());
        Files.createSymbolicLink(file(), file().getFileName());
        assertEquals(1, host().run("config", "disable", "kiro"));
        assertTrue(Files.isSymbolicLink(file()));
    }

    @Test
    void printsOneDocumentForSeveralProviders() {
        TestHost host = host();
        assertEquals(0, host.run("config", "disable", "kiro", "codex", "--json"), host.err());
        assertEquals(1, host.out().lines().count(), host.out());
        assertTrue(host.out().startsWith("[{\"provider\":\"codex\","), host.out());
        assertTrue(host.out().contains("},{\"provider\":\"kiro\","), host.out());
    }

    @Test
    void showsWhichProvidersAreSwitchedOff() throws IOException {
        Files.writeString(file(), "{\"providers\":[{\"id\":\"kiro\",\"enabled\":false}]}");
        for (String command : List.of("providers", "config providers")) {
            TestHost text = host();
            assertEquals(0, text.run(command.split(" ")), text.err());
            assertEquals(
                    List.of("codex  codex", "kiro  kiro (off)"),
                    text.out().lines().toList());
            TestHost json = host();
            assertEquals(0, json.run((command + " --json").split(" ")), json.err());
            PublishedContract.providers().accepts(json.out());
            assertTrue(json.out().contains("\"displayName\":\"codex\",\"enabled\":true,"), json.out());
            assertTrue(json.out().contains("\"displayName\":\"kiro\",\"enabled\":false,"), json.out());
        }
    }

    @Test
    void saysThatEveryProviderIsSwitchedOff() throws IOException {
        TestHost off = host();
        assertEquals(0, off.run("config", "disable", "all"), off.err());
        assertEquals("Config: disabled codex\nConfig: disabled kiro\n", off.out());
        String sentence = "codexbar: Every provider is switched off. `codexbar config enable ID` switches one on.\n";
        TestHost text = host();
        assertEquals(0, text.run("usage"));
        assertEquals("", text.out());
        assertEquals(sentence, text.err());
        TestHost json = host();
        assertEquals(0, json.run("usage", "--json"));
        assertEquals("[]\n", json.out());
        assertEquals(sentence, json.err());
        TestHost on = host();
        assertEquals(0, on.run("config", "enable", "--provider", "all", "--json"), on.err());
        assertTrue(on.out().startsWith("[{\"provider\":\"codex\","), on.out());
        TestHost again = host();
        again.run("usage");
        assertEquals("", again.err());
        assertTrue(again.out().contains("kiro"), again.out());
    }

    @Test
    void switchesNoProviderThatIsNotNamed() {
        TestHost host = host();
        assertEquals(64, host.run("config", "disable"));
        assertEquals("codexbar: A provider is missing. Name the id of one, or several, or `all`.\n", host.err());
        assertFalse(Files.exists(file()));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the replayed tool is a shell script")
    void demonstratesWhateverIsSwitchedOff() throws IOException {
        Files.writeString(file(), "{\"providers\":[{\"id\":\"kiro\",\"enabled\":false}]}");
        TestHost text = host();
        assertEquals(0, text.run("usage", "--demo"), text.err());
        assertTrue(text.out().startsWith("Kiro"), text.out());
        Files.writeString(file(), "{");
        TestHost bar = host();
        assertEquals(0, bar.run("usage", "--demo", "--format", "tmux"), bar.err());
        assertTrue(bar.out().contains("Kiro"), bar.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":1,", "[]", "", "{} {}", "{\"version\":2}", "{\"providers\":{}}"})
    void neverOverwritesAFileThatItDoesNotUnderstand(String contents) throws IOException {
        Files.writeString(file(), contents);
        TestHost host = host();
        assertEquals(1, host.run("config", "disable", "kiro"), contents);
        assertEquals(1, host.err().lines().count(), host.err());
        assertEquals(contents, Files.readString(file()));
        TestHost json = host();
        assertEquals(1, json.run("config", "disable", "kiro", "--json"));
        PublishedContract.usage().accepts(json.out());
        assertTrue(json.out().contains("\"kind\":\"config\""), json.out());
    }

    @Test
    void saysInJsonThatTheFileCannotBeRead() throws IOException {
        Files.writeString(file(), "{");
        TestHost usage = host();
        assertEquals(1, usage.run("usage", "--json"));
        PublishedContract.usage().accepts(usage.out());
        assertTrue(usage.out().contains("is not JSON; see line 1"), usage.out());
    }

    @Test
    void dumpsEveryProviderWithoutSecrets() throws IOException {
        Files.writeString(file(), FILE);
        TestHost host = host();
        assertEquals(0, host.run("config", "dump"));
        assertFalse(host.out().contains("sk-1") || host.out().contains("\"secret\""), host.out());
        assertTrue(host.out().startsWith("{\"version\":1,"), host.out());
        assertTrue(host.out().contains("{\"id\":\"kiro\",\"enabled\":true,"), host.out());
        Files.delete(file());
        TestHost none = host();
        none.run("config", "dump", "--json");
        assertEquals(
                "{\"version\":1,\"providers\":[{\"id\":\"codex\",\"enabled\":true},{\"id\":\"kiro\",\"enabled\":true}]}\n",
                none.out());
    }

    @Test
    void validates() throws IOException {
        TestHost none = host();
        assertEquals(0, none.run("config", "validate", "--format", "json"));
        assertEquals("[]\n", none.out());
        TestHost text = host();
        text.run("config", "validate");
        assertEquals("Config: OK\n", text.out());
        Files.writeString(file(), "{\"version\":2}");
        TestHost wrong = host();
        assertEquals(1, wrong.run("config", "validate", "--json"));
        assertEquals(
                "[{\"severity\":\"error\",\"field\":\"version\",\"code\":\"version_mismatch\","
                        + "\"message\":\"Unsupported config version 2.\"}]\n",
                wrong.out());
    }

    @Test
    void looksWhereTheOriginalLooks() throws IOException {
        String home = folder.toString();
        assertEquals(place(".config/codexbar/config.json"), ConfigFile.place(Map.of("HOME", home)));
        assertEquals(ConfigFile.place(Map.of()), ConfigFile.place(Map.of("HOME", "")));
        assertEquals(ConfigFile.place(Map.of()), ConfigFile.place(Map.of("HOME", "relative")));
        Path legacy = folder.resolve(".codexbar");
        Files.createDirectories(legacy);
        Files.writeString(legacy.resolve("config.json"), "{}");
        assertEquals(place(".codexbar/config.json"), ConfigFile.place(Map.of("HOME", home)));
        assertEquals(
                place("x/codexbar/config.json"),
                ConfigFile.place(Map.of(
                        "HOME", home, "XDG_CONFIG_HOME", folder.resolve("x").toString())));
        assertEquals(
                place(".codexbar/config.json"), ConfigFile.place(Map.of("HOME", home, "XDG_CONFIG_HOME", "relative")));
        assertEquals(place("c.json"), ConfigFile.place(Map.of("HOME", home, "CODEXBAR_CONFIG", "~/c.json")));
    }

    private Optional<Path> place(String relative) {
        return Optional.of(folder.resolve(relative));
    }

    @Test
    void answersClientsThatAskForCostsAndSessions() {
        for (String line : List.of(
                "cost --format json --days 7 --refresh --provider both",
                "cost --json",
                "sessions --json-v2",
                "sessions --json")) {
            TestHost host = host();
            assertEquals(0, host.run(line.split(" ")), line);
            assertEquals("[]\n", host.out(), line);
        }
    }
}
