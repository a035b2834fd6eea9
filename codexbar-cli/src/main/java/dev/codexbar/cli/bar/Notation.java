package dev.codexbar.cli.bar;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * How a bar reads text.
 *
 * @param escape writes a value so that none of it is markup
 * @param markup what the bar does not show as text
 */
record Notation(UnaryOperator<String> escape, Pattern markup) {

    /** Whether a text shows anything. */
    boolean shows(String text) {
        return !markup.matcher(text).replaceAll("").isBlank();
    }
}
