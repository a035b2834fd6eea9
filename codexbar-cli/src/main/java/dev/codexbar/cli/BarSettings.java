package dev.codexbar.cli;

import dev.codexbar.cli.bar.BarFormat;
import dev.codexbar.cli.bar.BarTemplate;
import dev.codexbar.cli.bar.BarTemplateException;
import dev.codexbar.core.ProviderDescriptor;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of a status bar.
 *
 * @param format the format of the bar
 * @param template the text of each provider, or empty for the usual one
 * @param output the file to replace, or empty for standard output
 * @param color whether to add colours
 */
record BarSettings(BarFormat format, Optional<BarTemplate> template, Optional<Path> output, boolean color) {

    /** Bars poll more often than a tool should be asked. */
    private static final Duration MAX_AGE = Duration.ofSeconds(60);

    /** The oldest answer that a store is asked for. */
    private static final Duration LONGEST_AGE = Duration.ofDays(1);

    /** A bar runs all day. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    /** How old an answer, or a failure, of another run may be unless {@code --max-age} says otherwise. */
    static Duration maxAge(ProviderDescriptor provider) {
        Duration demanded = provider.minimumInterval().orElse(MAX_AGE);
        Duration age = demanded.compareTo(MAX_AGE) < 0 ? MAX_AGE : demanded;
        return age.compareTo(LONGEST_AGE) > 0 ? LONGEST_AGE : age;
    }

    /** The formats of {@code usage} and {@code watch}. */
    static List<String> formats() {
        List<String> words = new ArrayList<>(Option.FORMAT.choices());
        for (BarFormat format : BarFormat.values()) {
            if (!words.contains(format.word())) {
                words.add(format.word());
            }
        }
        return words;
    }

    /** The format that words ask for of which not all can be understood; empty if they are for no bar. */
    static Optional<BarFormat> wantedFormat(List<String> words) {
        Optional<BarFormat> format = Optional.empty();
        if (!words.isEmpty() && isForNoBar(words.get(0))) {
            return format;
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = Option.FORMAT.longName();
            String value = word.startsWith(name + "=")
                    ? word.substring(name.length() + 1)
                    : word.equals(name) && i + 1 < words.size() ? words.get(i + 1) : "";
            Optional<BarFormat> named = BarFormat.named(value.toLowerCase(Locale.ROOT));
            if (named.isPresent() && named.get() != BarFormat.TEXT) {
                return named;
            }
            if (word.equals(Option.TEMPLATE.longName()) || word.startsWith(Option.TEMPLATE.longName() + "=")) {
                format = Optional.of(BarFormat.TEXT);
            }
        }
        return format;
    }

    private static boolean isForNoBar(String first) {
        for (Command command : Command.values()) {
            if (command.words().get(0).equals(first)) {
                return !command.options().contains(Option.TEMPLATE);
            }
        }
        return false;
    }

    static BarSettings of(Arguments arguments, Host host) throws CommandLineException {
        boolean isOutput = arguments.has(Option.OUTPUT);
        if (Settings.wantsJson(arguments)) {
            String what =
                    arguments.has(Option.TEMPLATE) ? "--template" : isOutput ? "--output" : "format of a status bar";
            throw CommandLineException.wrong("JSON takes no " + what + ".");
        }
        String format = arguments.value(Option.FORMAT).orElse(BarFormat.TEXT.word());
        return new BarSettings(
                BarFormat.named(format.toLowerCase(Locale.ROOT)).orElseThrow(),
                template(arguments),
                isOutput ? Optional.of(path(arguments.value(Option.OUTPUT).orElse(""))) : Optional.empty(),
                !arguments.has(Option.NO_COLOR)
                        && host.environment().getOrDefault("NO_COLOR", "").isEmpty());
    }

    private static Optional<BarTemplate> template(Arguments arguments) throws CommandLineException {
        Optional<String> text = arguments.value(Option.TEMPLATE);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(BarTemplate.parse(text.get()));
        } catch (BarTemplateException fault) {
            String hint = fault.placeholder()
                    .map(name -> Suggestion.of(name, fault.known()) + " `codexbar help "
                            + arguments.command().title() + "` lists them.")
                    .orElse("");
            throw CommandLineException.wrong("--template: " + Lines.clean(fault.sentence()) + hint);
        }
    }

    private static Path path(String text) throws CommandLineException {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException fault) {
            // The same as no path.
        }
        throw CommandLineException.wrong(Option.OUTPUT.longName() + " must be a path.");
    }
}
