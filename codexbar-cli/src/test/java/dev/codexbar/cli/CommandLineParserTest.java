package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineParserTest {

    private static Arguments parse(String line) throws CommandLineException {
        return CommandLineParser.parse(line.isEmpty() ? new String[0] : line.split(" "));
    }

    private static CommandLineException refused(String line) {
        return assertThrows(CommandLineException.class, () -> parse(line), line);
    }

    /** Every command with any of its options in any order and any spelling, told apart from the table itself. */
    @Test
    void readsBackWhatTheTablesSay() throws CommandLineException {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            List<Command> commands = List.of(Command.values());
            Command command = commands.get(random.nextInt(commands.size()));
            List<String> words = new ArrayList<>();
            if (command != Command.USAGE || random.nextBoolean()) {
                words.addAll(command.words());
            }
            List<Option> options = command.options().stream()
                    .filter(option -> option != Option.HELP)
                    .toList();
            Map<Option, String> expected = new EnumMap<>(Option.class);
            for (int count = options.isEmpty() ? 0 : random.nextInt(6); count > 0; count--) {
                Option option = options.get(random.nextInt(options.size()));
                String name = random.nextBoolean() ? option.shortName().orElse(option.longName()) : option.longName();
                if (!option.takesValue()) {
                    words.add(name);
                } else if ((option.isValueOptional() || random.nextBoolean()) && name.startsWith("--")) {
                    words.add(name + "=value" + count);
                } else {
                    words.add(name);
                    words.add("value" + count);
                }
                expected.put(option, option.takesValue() ? "value" + count : "");
            }
            Arguments read = CommandLineParser.parse(words.toArray(new String[0]));
            assertEquals(new Arguments(command, expected, List.of()), read, words::toString);
        }
    }

    @Test
    void takesTheLastOfSeveralValues() throws CommandLineException {
        assertEquals(
                "b",
                parse("usage --provider a --provider=b").value(Option.PROVIDER).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "'', USAGE",
        "kiro, USAGE",
        "usage kiro, USAGE",
        "kiro --json, USAGE",
        "config providers, CONFIG_PROVIDERS"
    })
    void findsTheCommand(String line, Command command) throws CommandLineException {
        assertEquals(command, parse(line).command());
    }

    @Test
    void leavesOutTheSecondsOfWatch() throws CommandLineException {
        assertEquals("", parse("usage --watch").value(Option.WATCH).orElseThrow());
        assertEquals("5", parse("usage --watch 5").value(Option.WATCH).orElseThrow());
        Arguments provider = parse("usage --watch kiro");
        assertEquals("", provider.value(Option.WATCH).orElseThrow());
        assertEquals(List.of("kiro"), provider.operands());
    }

    @Test
    void readsEverythingAfterTwoDashesAsOperands() throws CommandLineException {
        assertEquals(List.of("--json", "-x"), parse("usage -- --json -x").operands());
    }

    @ParameterizedTest
    @CsvSource({
        "--help, ''",
        "-h, ''",
        "--json -h, ''",
        "usage --help, usage",
        "install --help, install",
        "uninstall --prefix /opt -h, uninstall",
        "usage --provider x --wrong -h, usage",
        "config providers -h, config providers"
    })
    void answersWithHelpWhateverElseIsWrong(String line, String topic) throws CommandLineException {
        Arguments arguments = parse(line);
        assertEquals(Command.HELP, arguments.command());
        assertEquals(topic, String.join(" ", arguments.operands()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "usage -V", "--json --version"})
    void answersWithTheVersion(String line) throws CommandLineException {
        assertEquals(Command.VERSION, parse(line).command());
    }

    @ParameterizedTest
    @CsvSource({
        "usage --jsn, There is no option --jsn. Did you mean --json? Try `codexbar help usage`.",
        "--provder kiro, There is no option --provder. Did you mean --provider? Try `codexbar help`.",
        "usage --xyzzy, There is no option --xyzzy. Try `codexbar help usage`.",
        "record --json, `record` has no option --json. Try `codexbar help record`.",
        "usage --provider, '--provider needs a value, ID. Try `codexbar help usage`.'",
        "usage --provider --json, '--provider needs a value, ID. Try `codexbar help usage`.'",
        "usage --json=yes, --json takes no value. Try `codexbar help usage`.",
        "providers extra, `providers` takes no \"extra\". Try `codexbar help providers`.",
    })
    void saysWhatIsWrongAndWhatWasMeant(String line, String sentence) {
        assertEquals(sentence, refused(line).sentence());
    }

    @Test
    void asksForTheSecondWordOfACommand() {
        assertTrue(
                refused("config").sentence().startsWith("`config` needs one of: "),
                refused("config").sentence());
        assertTrue(refused("config nothing").sentence().startsWith("`config` needs one of: "));
    }

    @Test
    void complainsInJsonWhereverItWasAskedFor() {
        for (String line : List.of(
                "usage --wrong --json",
                "usage --json --wrong",
                "usage --wrong --format JSON",
                "usage --wrong --format=Json",
                "usage --wrong --json-only",
                "record --json")) {
            assertTrue(refused(line).isJson(), line);
        }
        assertFalse(refused("usage --wrong --format text").isJson());
        assertFalse(refused("usage --wrong --json-output").isJson());
    }

    @ParameterizedTest
    @CsvSource({
        "provider, provider, 0",
        "provder, provider, 1",
        "prvoider, provider, 1",
        "'', abc, 3",
        "kitten, sitting, 3"
    })
    void countsTheLettersThatDiffer(String one, String other, int distance) {
        assertEquals(distance, Suggestion.distance(one, other));
        assertEquals(distance, Suggestion.distance(other, one));
    }
}
