package dev.codexbar.provider.support;

import dev.codexbar.core.process.ExecutableFinder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the program of a tool: at the path that was configured, else at the path in an environment variable, else on
 * PATH, else where installers put it. Looks anew each time, so that a program installed meanwhile is found. Immutable.
 *
 * @since 0.1.0
 */
public final class ToolLocator {

    private final String name;
    private final String variable;
    private final List<String> places;
    private final @Nullable Path configured;
    private final @Nullable Map<String, String> environment;

    /**
     * Makes a locator. Does no work.
     *
     * @param name the file name of the program, such as {@code "gh"}
     * @param variable the environment variable that may hold its path, such as {@code "GH_PATH"}
     * @param places folders to look in after those of PATH, {@code ~} being the home folder
     * @param configured the one program that is meant, or {@code null} to look for it
     * @param environment where variables are looked up, or {@code null} for the environment of this JVM
     */
    public ToolLocator(
            String name,
            String variable,
            List<String> places,
            @Nullable Path configured,
            @Nullable Map<String, String> environment) {
        this.name = Objects.requireNonNull(name, "name");
        this.variable = Objects.requireNonNull(variable, "variable");
        this.places = List.copyOf(places);
        this.configured = configured;
        this.environment = environment == null ? null : Map.copyOf(environment);
    }

    /**
     * Returns the program.
     *
     * @return its path, or empty if it is not installed; if a path was configured or is in the variable and no program
     *     is there, none is looked for elsewhere
     */
    public Optional<Path> find() {
        Map<String, String> variables = variables();
        ExecutableFinder.Builder finder =
                ExecutableFinder.builder().environment(variables).override(named().orElse(null));
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", ""));
        for (String place : places) {
            path(place.startsWith("~") ? home + place.substring(1) : place)
                    .filter(Path::isAbsolute)
                    .ifPresent(finder::folder);
        }
        return finder.build().find(name);
    }

    /**
     * Returns the one program that is meant.
     *
     * @return the configured path, or else the one in the variable; empty if the program is looked for by its name
     */
    public Optional<Path> named() {
        return configured != null
                ? Optional.of(configured)
                : Optional.ofNullable(variables().get(variable)).flatMap(ToolLocator::path);
    }

    /**
     * Returns why {@link #find()} found nothing.
     *
     * @return a clause for people, such as {@code "it is neither on PATH nor in ~/.local/bin"}
     */
    public String whyMissing() {
        return named().map(path -> path + " is not an executable file")
                .orElseGet(() -> places.isEmpty()
                        ? "it is not on PATH"
                        : "it is neither on PATH nor in " + String.join(", ", places));
    }

    private Map<String, String> variables() {
        return environment == null ? System.getenv() : environment;
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
