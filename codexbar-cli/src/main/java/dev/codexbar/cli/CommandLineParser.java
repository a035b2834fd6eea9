package dev.codexbar.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line. Written by hand because a library costs more than the whole answer may: docs/STARTUP.md has the
 * figures.
 *
 * <p>The first problem is reported, but everything is read: an error has to be JSON if JSON was asked for anywhere.
 */
final class CommandLineParser {

    private final Map<Option, String> values = new EnumMap<>(Option.class);
    private final List<String> operands = new ArrayList<>();
    private @Nullable String problem;

    private CommandLineParser() {}

    static Arguments parse(String[] args) throws CommandLineException {
        return new CommandLineParser().read(List.of(args));
    }

    private Arguments read(List<String> words) throws CommandLineException {
        Command command = command(words);
        boolean isNamed = startsWith(words, command);
        readRest(command, words.subList(isNamed ? command.words().size() : 0, words.size()));
        if (values.containsKey(Option.HELP)) {
            // The help of a command that was not named is the help of the whole.
            List<String> named = LauncherCommand.startOf(words)
                    .map(launcher -> List.of(launcher.title()))
                    .orElse(isNamed ? command.words() : List.of());
            return new Arguments(Command.HELP, Map.of(), named);
        }
        if (values.containsKey(Option.VERSION)) {
            return new Arguments(Command.VERSION, Map.of(), List.of());
        }
        if (problem == null && !command.takesOperands() && !operands.isEmpty()) {
            problem = "`" + command.title() + "` takes no \"" + operands.get(0) + "\".";
        }
        if (problem != null) {
            throw CommandLineException.wrong(
                            problem + " Try `codexbar help" + (isNamed ? " " + command.title() : "") + "`.")
                    .asJson(wantsJson());
        }
        return new Arguments(command, values, operands);
    }

    private Command command(List<String> words) {
        Command found = Command.USAGE;
        for (Command command : Command.values()) {
            if (startsWith(words, command)) {
                found = command;
            }
        }
        if (!words.isEmpty() && found == Command.USAGE) {
            List<String> subcommands = new ArrayList<>();
            for (Command command : Command.values()) {
                if (command.words().size() > 1 && command.words().get(0).equals(words.get(0))) {
                    subcommands.add(command.words().get(1));
                }
            }
            if (!subcommands.isEmpty()) {
                problem = "`" + words.get(0) + "` needs one of: " + String.join(", ", subcommands) + ".";
            }
        }
        return found;
    }

    private static boolean startsWith(List<String> words, Command command) {
        int length = command.words().size();
        return words.size() >= length && words.subList(0, length).equals(command.words());
    }

    private void readRest(Command command, List<String> words) {
        boolean onlyOperands = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
                operands.add(word);
            } else if (word.equals("--")) {
                onlyOperands = true;
            } else {
                i += readOption(command, word, i + 1 < words.size() ? words.get(i + 1) : null);
            }
        }
    }

    /** Returns how many further words the option took. */
    private int readOption(Command command, String word, @Nullable String next) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        Optional<Option> known = known(name);
        if (known.isEmpty()) {
            fail("There is no option " + name + "." + Suggestion.of(name, names(command)));
            return 0;
        }
        Option option = known.get();
        if (!command.options().contains(option) && option != Option.VERSION) {
            fail("`" + command.title() + "` has no option " + name + "." + Suggestion.of(name, names(command)));
        }
        if (!option.takesValue()) {
            if (equals >= 0) {
                fail(name + " takes no value.");
            }
            values.put(option, "");
            return 0;
        }
        if (equals >= 0) {
            values.put(option, word.substring(equals + 1));
            return 0;
        }
        if (option.isValueOptional() && (next == null || !next.matches("[0-9.]+"))) {
            values.put(option, "");
            return 0;
        }
        if (next == null || next.startsWith("-")) {
            fail(name + " needs a value, " + option.valueName() + ".");
            return 0;
        }
        values.put(option, next);
        return 1;
    }

    private static Optional<Option> known(String name) {
        for (Option option : Option.values()) {
            if (option.isNamed(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    private static List<String> names(Command command) {
        return command.options().stream()
                .filter(option -> option.description().isPresent())
                .map(Option::longName)
                .toList();
    }

    private void fail(String sentence) {
        if (problem == null) {
            problem = sentence;
        }
    }

    private boolean wantsJson() {
        return values.containsKey(Option.JSON)
                || values.containsKey(Option.JSON_ONLY)
                || values.getOrDefault(Option.FORMAT, "").equalsIgnoreCase("json");
    }
}
