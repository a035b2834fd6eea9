package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

    @Test
    void bothParsersUnderstandTheSame() throws CommandLineException {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            List<String> words = new ArrayList<>();
            Command command = List.of(Command.values()).get(random.nextInt(Command.values().length));
            if (command != Command.USAGE || random.nextBoolean()) {
                words.addAll(command.words());
            }
            List<Flag> flags = List.copyOf(command.flags());
            for (int count = random.nextInt(6); count > 0; count--) {
                Flag flag = flags.get(random.nextInt(flags.size()));
                words.add(flag.option());
                if (flag.takesValue()) {
                    words.add("value" + count);
                }
            }
            String[] args = words.toArray(new String[0]);
            Arguments quick = QuickParser.parse(args).orElseThrow(() -> new AssertionError(words));
            assertEquals(FullParser.parse(args), quick, words::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help", "usage -h", "--version", "usage --provider=kiro", "usage --provider",
                        "usage --provider --json",
                "usage --out x", "usage extra", "config", "nothing", "--", "usage --"
            })
    void theQuickOneLeavesTheRestToTheOther(String line) {
        assertTrue(QuickParser.parse(line.split(" ")).isEmpty());
    }

    @Test
    void takesTheLastOfSeveralValues() throws CommandLineException {
        Arguments arguments = Arguments.parse(new String[] {"usage", "--provider", "a", "--provider=b"});
        assertEquals("b", arguments.value(Flag.PROVIDER).orElseThrow());
    }
}
