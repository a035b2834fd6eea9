package dev.codexbar.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes home folders, and the names of the people they are named after, out of the paths in a text, before it gets into
 * a message or a file that is shared.
 *
 * <p>Immutable. {@link IdentityMask} takes out what is identity wherever it stands.
 *
 * @since 0.1.0
 */
public final class HomePaths {

    /** So that {@code /home/me} is found neither in {@code /home/me2} nor in {@code /home/me.old}. */
    private static final String BEFORE = "(?<![\\p{L}\\p{N}_.-])";

    private static final String AFTER = "(?!\\.?[\\p{L}\\p{N}_-])";

    /**
     * Where the systems keep the homes of all their users. A backslash may be escaped, and a name on Windows may hold
     * blanks. A name that begins with a dot is that of a folder, and Homebrew on Linux is no person.
     */
    static final String OTHER_HOMES =
            "(/home/|/Users/|[A-Za-z]:[/\\\\]{1,4}+Users[/\\\\]{1,4}+)(?!\\*{3}|\\.|linuxbrew/)[^/\\\\\\s:;,'\")\\]>]++"
                    + "(?:(?: [^/\\\\\\s:;,'\"]{1,64}+){1,4}+(?=\\\\))?+";

    private static final Pattern OTHER_HOME = Pattern.compile(OTHER_HOMES);

    /** Shorter names occur within other words. */
    private static final int SHORTEST_NAME = 3;

    private final List<String> folders;
    private final List<String> names;
    private final List<Pattern> homes;
    private final List<Pattern> namesInPaths;

    private HomePaths(List<String> folders, List<String> names) {
        this.folders = folders;
        this.names = names;
        this.homes = folders.stream()
                .map(home -> pattern(BEFORE + eitherSeparator(home) + AFTER))
                .toList();
        this.namesInPaths = names.isEmpty()
                ? List.of()
                : List.of(pattern("(?<=[/\\\\])(?:"
                        + names.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")" + AFTER));
    }

    /**
     * Returns the paths of the person who runs this JVM.
     *
     * @param environment the variables in which systems note a person's home and name, such as {@link System#getenv()};
     *     the system properties {@code user.home} and {@code user.name} count as well
     * @return the paths
     */
    public static HomePaths of(Map<String, String> environment) {
        return new HomePaths(
                // The longest first: one may be within another.
                values(environment, "user.home", "HOME", "USERPROFILE")
                        .map(home -> home.replaceFirst("[/\\\\]+$", ""))
                        // No path is the "?" that OpenJDK has for a user without a home: in a text, it ends a question.
                        .filter(home -> home.contains("/") || home.contains("\\"))
                        .distinct()
                        .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                        .toList(),
                values(environment, "user.name", "USER", "USERNAME", "LOGNAME")
                        .distinct()
                        .toList());
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

    /**
     * Returns the text with {@code ~} for the person's home folder, and with asterisks for the person's name where it
     * is a part of a path and for the names in the paths of other homes.
     *
     * @param text any text
     * @return the text without names in paths; the same text if there are none
     */
    public String mask(String text) {
        String masked = abbreviate(text);
        for (Pattern name : namesInPaths) {
            masked = name.matcher(masked).replaceAll("***");
        }
        return OTHER_HOME.matcher(masked).replaceAll("$1***");
    }

    /**
     * Returns the text with {@code ~} for the person's home folder, and with every other path as it is: for the person,
     * who is to find what a message names. A text for others needs {@link #mask}.
     *
     * @param text any text
     * @return the text with shorter paths; the same text if there are none
     */
    public String abbreviate(String text) {
        String abbreviated = text;
        for (Pattern home : homes) {
            abbreviated = home.matcher(abbreviated).replaceAll("~");
        }
        return abbreviated;
    }

    /**
     * Returns the folders and names themselves, for code that masks recordings, in which they may stand anywhere.
     *
     * @return an unmodifiable list of texts of three characters or more, folders first
     */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(folders);
        texts.addAll(names);
        texts.removeIf(text -> text.strip().length() < SHORTEST_NAME);
        return List.copyOf(texts);
    }

    /** Tells how many there are, and no more. */
    @Override
    public String toString() {
        return "HomePaths[folders=" + folders.size() + ", names=" + names.size() + "]";
    }
}
