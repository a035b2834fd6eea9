package dev.codexbar.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Understands plain, right command lines and nothing else.
 *
 * @implNote A status bar starts this command once a minute. picocli's classes are compiled for Java 5, which no
 *     class-data archive can hold verified: loading them takes as long as an empty JVM.
 */
final class QuickParser {

    private QuickParser() {}

    /** The arguments, or empty if the full parser has to look at them. */
    static Optional<Arguments> parse(String[] args) {
        List<String> words = List.of(args);
        Command command = Command.USAGE;
        int start = 0;
        if (!words.isEmpty() && !words.get(0).startsWith("-")) {
            Optional<Command> named = named(words);
            if (named.isEmpty()) {
                return Optional.empty();
            }
            command = named.get();
            start = command.words().size();
        }
        Map<Flag, String> values = new EnumMap<>(Flag.class);
        for (int i = start; i < words.size(); i++) {
            Optional<Flag> flag = flag(command, words.get(i));
            if (flag.isEmpty()) {
                return Optional.empty();
            }
            String value = "";
            if (flag.get().takesValue()) {
                i++;
                if (i == words.size() || words.get(i).startsWith("-")) {
                    return Optional.empty();
                }
                value = words.get(i);
            }
            values.put(flag.get(), value);
        }
        return Optional.of(new Arguments(command, values));
    }

    private static Optional<Command> named(List<String> words) {
        for (Command command : Command.values()) {
            int length = command.words().size();
            if (words.size() >= length && words.subList(0, length).equals(command.words())) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    private static Optional<Flag> flag(Command command, String word) {
        for (Flag flag : command.flags()) {
            if (flag.option().equals(word)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
