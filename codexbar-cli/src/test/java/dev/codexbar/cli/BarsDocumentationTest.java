package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codexbar.cli.bar.BarFormat;
import dev.codexbar.cli.bar.BarLevel;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/BARS.md}: its snippets run, and its tables are those of the program. */
@Timeout(60)
class BarsDocumentationTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]+\n(.*?)^```$");

    /** A command up to the end of its line, its quotes or its parentheses. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)codexbar ((?:watch|usage) (?:'[^']*'|[^\"')\n]|\"\\$[^\"]*\")*)");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    @TempDir
    Path folder;

    private static String document() {
        try {
            return Files.readString(Path.of("../docs/BARS.md"));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static List<String> commands() {
        List<String> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(document());
        while (block.find()) {
            Matcher command = COMMAND.matcher(block.group(1));
            while (command.find()) {
                commands.add(command.group(1).strip());
            }
        }
        return commands;
    }

    private List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.replace("${XDG_RUNTIME_DIR:-$HOME}", folder.toString()));
        while (word.find()) {
            for (int group = 1; group <= 3; group++) {
                if (word.group(group) != null) {
                    words.add(word.group(group));
                }
            }
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runsEachCommand(String command) throws IOException {
        FakeUsageProvider provider = new FakeUsageProvider("kiro")
                .thenAnswers(UsageSnapshot.builder("kiro", TestHost.NOW)
                        .primary("Credits", RateWindow.of(78))
                        .build());
        TestHost host = new TestHost(provider).store(folder.resolve("store"));
        List<String> words = words(command);
        int output = words.indexOf("--output");
        Path file = output < 0 ? null : Path.of(words.get(output + 1));
        StringBuilder seen = new StringBuilder();
        host.pausing((time, changes) -> {
            try {
                seen.append(file == null ? host.out() : Files.readString(file));
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
            if (seen.indexOf("78%") >= 0) {
                throw new InterruptedException("Ctrl-C");
            }
            assertTrue(changes.tryAcquire(20, TimeUnit.SECONDS), "nothing changes any more");
        });
        int code = host.run(words.toArray(new String[0]));
        assertEquals(words.get(0).equals("watch") ? 130 : 0, code, host.err());
        assertTrue((seen + host.out()).contains("kiro 78%"), host.out());
    }

    @Test
    void hasACommandForEachFormat() {
        Set<String> missing = new LinkedHashSet<>(BarSettings.formats());
        missing.removeAll(Set.of("text", "json"));
        for (String command : commands()) {
            missing.removeAll(words(command));
        }
        assertEquals(Set.of(), missing);
        assertEquals(BarFormat.values().length + 1, BarSettings.formats().size());
    }

    @Test
    void hasTheModuleOfWaybarAsJson() throws IOException {
        Matcher block = Pattern.compile("(?ms)^```json\n(.*?)^```$").matcher(document());
        assertTrue(block.find());
        JsonNode module =
                new ObjectMapper().readTree("{" + block.group(1) + "}").path("custom/codexbar");
        assertEquals("json", module.path("return-type").asText());
        assertTrue(module.path("exec").asText().startsWith("codexbar watch"));
    }

    @Test
    void listsThePlaceholdersAsTheHelpDoes() {
        Map<String, String> help = new LinkedHashMap<>(Help.placeholders());
        help.keySet().removeIf(name -> !name.matches("\\{[A-Za-z.]+}"));
        assertEquals(
                List.copyOf(help.entrySet()),
                List.copyOf(table("`(\\{[A-Za-z.]+})`").entrySet()));
    }

    @Test
    void listsTheLevels() {
        Set<String> levels = new LinkedHashSet<>();
        for (BarLevel level : BarLevel.values()) {
            levels.add(level.word());
        }
        assertEquals(levels, Set.copyOf(table("`([a-z]+)`").keySet()));
    }

    /** The rows of the tables whose first cell has a form. */
    private static Map<String, String> table(String form) {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = Pattern.compile("(?m)^\\| " + form + " \\| (.*) \\|$").matcher(document());
        while (row.find()) {
            rows.put(row.group(1), row.group(2));
        }
        return rows;
    }
}
