package dev.codexbar.cli.bar;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A template cannot be understood.
 *
 * @since 0.1.0
 */
public final class BarTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final String sentence;

    /** The placeholder that does not exist, if that is what is wrong. */
    private final @Nullable String placeholder;

    private final transient List<String> known;

    BarTemplateException(String sentence) {
        this(sentence, null, List.of());
    }

    BarTemplateException(String placeholder, List<String> known) {
        this("There is no placeholder {" + placeholder + "}.", placeholder, known);
    }

    private BarTemplateException(String sentence, @Nullable String placeholder, List<String> known) {
        super(sentence);
        this.sentence = sentence;
        this.placeholder = placeholder;
        this.known = List.copyOf(known);
    }

    /**
     * Returns what is wrong.
     *
     * @return a sentence
     */
    public String sentence() {
        return sentence;
    }

    /**
     * Returns the placeholder that does not exist.
     *
     * @return its name without braces, or empty if something else is wrong
     */
    public Optional<String> placeholder() {
        return Optional.ofNullable(placeholder);
    }

    /**
     * Returns the placeholders that exist.
     *
     * @return their names without braces; empty unless there is a {@link #placeholder()}, or after deserialisation
     */
    public List<String> known() {
        return known == null ? List.of() : known;
    }
}
