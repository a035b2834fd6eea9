package dev.codexbar.core;

import java.util.List;
import java.util.Optional;

/**
 * A program that a provider asks, and where the provider looks for it: at the path in an environment variable, else in
 * the folders of PATH, else where installers put it.
 *
 * @param name the file name, such as {@code "kiro-cli"}; not blank
 * @param variable the environment variable that may hold the path of the program, such as {@code "KIRO_CLI_PATH"}
 * @param places folders to look in after those of PATH; {@code ~} at the beginning is the home folder, and a name
 *     {@code *} stands for every folder there
 * @since 0.1.0
 */
public record ProviderProgram(String name, Optional<String> variable, List<String> places) {

    /**
     * Checks the parts.
     *
     * @param name the file name, such as {@code "kiro-cli"}; not blank
     * @param variable the environment variable that may hold the path of the program, such as {@code "KIRO_CLI_PATH"}
     * @param places folders to look in after those of PATH; {@code ~} at the beginning is the home folder, and a name
     *     {@code *} stands for every folder there
     * @throws IllegalArgumentException if a text is blank
     */
    public ProviderProgram {
        Checks.notBlank(name, "name");
        if (variable.isPresent()) {
            Checks.notBlank(variable.get(), "variable");
        }
        places = List.copyOf(places);
        for (String place : places) {
            Checks.notBlank(place, "place");
        }
    }

    /**
     * Returns a program.
     *
     * @param name the file name, such as {@code "kiro-cli"}; not blank
     * @param variable the environment variable that may hold the path of the program, such as {@code "KIRO_CLI_PATH"}
     * @param places folders to look in after those of PATH; {@code ~} at the beginning is the home folder, and a name
     *     {@code *} stands for every folder there
     * @return the program
     * @throws IllegalArgumentException if a text is blank
     */
    public static ProviderProgram of(String name, String variable, String... places) {
        return new ProviderProgram(name, Optional.of(variable), List.of(places));
    }

    /** Returns the parts; identity is masked. */
    @Override
    public String toString() {
        return ToStringBuilder.as("ProviderProgram")
                .field("name", name)
                .field("variable", variable.orElse(null))
                .field("places", places)
                .toString();
    }
}
