package dev.codexbar.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line that was understood.
 *
 * @param command the command
 * @param values the options that were given; those without a value map to an empty text
 * @param operands the other words
 */
record Arguments(Command command, Map<Option, String> values, List<String> operands) {

    boolean has(Option option) {
        return values.containsKey(option);
    }

    Optional<String> value(Option option) {
        return Optional.ofNullable(values.get(option));
    }
}
