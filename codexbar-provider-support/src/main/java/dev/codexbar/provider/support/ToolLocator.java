package dev.codexbar.provider.support;

import dev.codexbar.core.HomePaths;
import dev.codexbar.core.ProviderProgram;
import dev.codexbar.core.UserFolders;
import dev.codexbar.core.process.ExecutableFinder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

    private final ProviderProgram program;
    private final @Nullable Path configured;
    private final ToolEnvironment environment;

    /**
     * Makes a locator. Does no work.
     *
     * @param program the program, and where to look for it
     * @param configured the one file that is meant, or {@code null} to look for it
     * @param environment where variables are looked up
     */
    public ToolLocator(ProviderProgram program, @Nullable Path configured, ToolEnvironment environment) {
        this.program = Objects.requireNonNull(program, "program");
        this.configured = configured;
        this.environment = Objects.requireNonNull(environment, "environment");
    }

    /**
     * Returns the program.
     *
     * @return its path, or empty if it is not installed; if a path was configured or is in the variable and no program
     *     is there, none is looked for elsewhere
     */
    public Optional<Path> find() {
        Map<String, String> variables = environment.variables();
        return ExecutableFinder.builder()
                .environment(variables)
                .override(named().orElse(null))
                .places(program.places(), UserFolders.of(variables).home().orElse(null))
                .build()
                .find(program.name());
    }

    /**
     * Returns the one program that is meant.
     *
     * @return the configured path, or else the one in the variable; empty if the program is looked for by its name
     */
    public Optional<Path> named() {
        return configured != null
                ? Optional.of(configured)
                : program.variable().map(environment.variables()::get).flatMap(ToolLocator::path);
    }

    /**
     * Returns what {@link #find()} did not find. Short, because it is shown in status bars: the places that were
     * searched are those of the {@link ProviderProgram}, which a diagnosis lists. In a path that was set, {@code ~} is
     * the home folder, which is named after the person as a rule.
     *
     * @return the end of a sentence about the program, such as {@code "is not installed"}
     */
    public String whatIsMissing() {
        // A path that a person has set is what they have to look at.
        return "is not installed"
                + named().map(path -> ": "
                                + HomePaths.of(environment.variables()).mask(path.toString())
                                + " is not an executable file")
                        .orElse("");
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
