package dev.codexbar.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes the home folder, and the name of the person it is often named after, out of the paths in a text. */
final class HomePaths {

    /** So that {@code /home/me} is found neither in {@code /home/me2} nor in {@code /home/me.old}. */
    private static final String BEFORE = "(?<![\\p{L}\\p{N}_.-])";

    private static final String AFTER = "(?!\\.?[\\p{L}\\p{N}_-])";

    private final List<Pattern> homes;
    private final Optional<Pattern> names;

    private HomePaths(List<Pattern> homes, Optional<Pattern> names) {
        this.homes = homes;
        this.names = names;
    }

    static HomePaths of(Map<String, String> environment) {
        List<Pattern> homes = new ArrayList<>();
        // The longest first: one may be within another.
        values(environment, "user.home", "HOME", "USERPROFILE")
                .map(home -> home.replaceFirst("[/\\\\]+$", ""))
                .filter(home -> !home.isEmpty())
                .distinct()
                .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                .forEach(home -> homes.add(pattern(BEFORE + eitherSeparator(home) + AFTER)));
        String names = values(environment, "user.name", "USER", "USERNAME", "LOGNAME")
                .distinct()
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return new HomePaths(
                homes,
                names.isEmpty() ? Optional.empty() : Optional.of(pattern("(?<=[/\\\\])(?:" + names + ")" + AFTER)));
    }

    private static Stream<String> values(Map<String, String> environment, String property, String... variables) {
        return Stream.concat(
                        Stream.of(System.getProperty(property, "")),
                        Stream.of(variables).map(name -> environment.getOrDefault(name, "")))
                .filter(value -> !value.isBlank());
    }

    private static String eitherSeparator(String path) {
        return Arrays.stream(path.split("[/\\\\]", -1)).map(Pattern::quote).collect(Collectors.joining("[/\\\\]"));
    }

    /** Windows and macOS do not tell capitals from small letters. */
    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** The text with {@code ~} for the home folder and asterisks for the name wherever it is a part of a path. */
    String hidden(String text) {
        String hidden = text;
        for (Pattern home : homes) {
            hidden = home.matcher(hidden).replaceAll("~");
        }
        String shown = hidden;
        return names.map(name -> name.matcher(shown).replaceAll("***")).orElse(shown);
    }
}
