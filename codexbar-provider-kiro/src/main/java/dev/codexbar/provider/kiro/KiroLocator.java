package dev.codexbar.provider.kiro;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.process.ExecutableFinder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds {@code kiro-cli}. Looks anew each time, so that a program installed meanwhile is found. */
final class KiroLocator {

    static final String NAME = "kiro-cli";

    private static final String OVERRIDE = "KIRO_CLI_PATH";

    /** Where installers put the program without PATH knowing it, {@code ~} being the home folder. */
    private static final List<String> PLACES = List.of(
            "~/.local/bin",
            "/opt/homebrew/bin",
            "/usr/local/bin",
            "/home/linuxbrew/.linuxbrew/bin",
            "/Applications/Kiro CLI.app/Contents/MacOS",
            "~/Applications/Kiro CLI.app/Contents/MacOS");

    private final @Nullable Path configured;
    private final @Nullable Map<String, String> environment;

    KiroLocator(@Nullable Path configured, @Nullable Map<String, String> environment) {
        this.configured = configured;
        this.environment = environment;
    }

    /**
     * Returns the program.
     *
     * @throws UsageException if it is not installed
     */
    Path locate() throws UsageException {
        Map<String, String> variables = environment == null ? System.getenv() : environment;
        Path named = configured != null ? configured : path(variables.get(OVERRIDE));
        ExecutableFinder.Builder finder =
                ExecutableFinder.builder().environment(variables).override(named);
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", ""));
        for (String place : PLACES) {
            Path folder = path(place.startsWith("~") ? home + place.substring(1) : place);
            if (folder != null && folder.isAbsolute()) {
                finder.folder(folder);
            }
        }
        return finder.build().find(NAME).orElseThrow(() -> KiroFailures.notInstalled(named, PLACES));
    }

    private static @Nullable Path path(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException noPath) {
            return null;
        }
    }
}
