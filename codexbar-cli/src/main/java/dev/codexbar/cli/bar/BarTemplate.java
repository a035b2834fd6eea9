package dev.codexbar.cli.bar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The text that a person chose for one provider, with placeholders such as <code>{provider}</code>. Two braces stand
 * for one. Immutable.
 *
 * @since 0.1.0
 */
public final class BarTemplate {

    /** What stands for a value that is not known: never a number. */
    static final String UNKNOWN = "?";

    /** A longer template is a mistake, such as a file in place of a text. */
    private static final int LONGEST = 1000;

    private final List<Part> parts;

    private BarTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * A piece of the text.
     *
     * @param text what is printed as it is, or the name of a placeholder
     * @param isPlaceholder whether it is replaced
     */
    private record Part(String text, boolean isPlaceholder) {}

    /**
     * Reads a template.
     *
     * @param text the text
     * @return the template
     * @throws BarTemplateException if it is empty, not one line, longer than 1000 characters, or not well formed, or
     *     names a placeholder that does not exist
     */
    public static BarTemplate parse(String text) throws BarTemplateException {
        if (text.isBlank()) {
            throw new BarTemplateException("The template is empty.");
        }
        if (text.length() > LONGEST || text.codePoints().anyMatch(Character::isISOControl)) {
            throw new BarTemplateException("The template must be one line of at most " + LONGEST + " characters.");
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean isDouble = at + 1 < text.length() && text.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && isDouble) {
                literal.append(c);
                at += 2;
            } else if (c == '}') {
                throw new BarTemplateException("The template has a } without a {. Write }} for a brace.");
            } else if (c == '{') {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw new BarTemplateException("The template has a { without a }. Write {{ for a brace.");
                }
                if (literal.length() > 0) {
                    parts.add(new Part(literal.toString(), false));
                    literal.setLength(0);
                }
                String name = text.substring(at + 1, end);
                if (!Placeholder.isKnown(name)) {
                    throw new BarTemplateException(name, Placeholder.names());
                }
                parts.add(new Part(name, true));
                at = end + 1;
            } else {
                literal.append(c);
                at++;
            }
        }
        if (literal.length() > 0) {
            parts.add(new Part(literal.toString(), false));
        }
        return new BarTemplate(parts);
    }

    /**
     * Returns the text.
     *
     * @param values the value of a placeholder, or {@link #UNKNOWN}
     * @param escape writes a value in the notation of the bar; what stands between the placeholders may be markup of
     *     the bar
     */
    String fill(Function<String, String> values, UnaryOperator<String> escape) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.isPlaceholder() ? escape.apply(values.apply(part.text())) : part.text());
        }
        return text.toString();
    }
}
