package dev.codexbar.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person asked for.
 *
 * @param command what to do
 * @param values the options that were given; those without a value map to an empty text
 */
record Arguments(Command command, Map<Flag, String> values) {

    /** Quick for the command lines of status bars; the full parser explains what is wrong with all others. */
    static Arguments parse(String[] args) throws CommandLineException {
        Optional<Arguments> quick = QuickParser.parse(args);
        return quick.isPresent() ? quick.get() : FullParser.parse(args);
    }

    boolean has(Flag flag) {
        return values.containsKey(flag);
    }

    Optional<String> value(Flag flag) {
        return Optional.ofNullable(values.get(flag));
    }

    /** Whether JSON was asked for, even if the rest cannot be understood: then the error is JSON too. */
    static boolean wantJson(String[] args) {
        List<String> words = Arrays.asList(args);
        int format = words.lastIndexOf(Flag.FORMAT.option());
        return words.contains(Flag.JSON.option())
                || words.contains(Flag.JSON_ONLY.option())
                || words.stream().anyMatch(word -> word.equalsIgnoreCase(Flag.FORMAT.option() + "=json"))
                || (format >= 0 && format + 1 < args.length && args[format + 1].equalsIgnoreCase("json"));
    }
}
