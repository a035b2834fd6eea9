package dev.codexbar.provider.codex;

import dev.codexbar.core.UserFolders;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which Codex keeps login, settings and sessions. Only names of files are looked at here; none is opened.
 *
 * @param folder the folder, which need not exist
 * @param index where Codex keeps the index of sessions
 */
record CodexHome(Path folder, Path index) {

    private static final List<String> SESSIONS = List.of("sessions", "archived_sessions");

    /** With the version of its format in the name, such as {@code state_5.sqlite}. */
    private static final String INDEX = "state_*.sqlite";

    /**
     * Finds the folder as Codex does: {@code CODEX_HOME}, or else {@code ~/.codex}. Without either there is none, and
     * Codex itself refuses to start.
     */
    static Optional<CodexHome> of(Map<String, String> variables) {
        return of(variables, UserFolders.of(variables).home());
    }

    static Optional<CodexHome> of(Map<String, String> variables, Optional<Path> user) {
        return path(variables.get("CODEX_HOME"))
                .or(() -> user.map(home -> home.resolve(".codex")))
                .map(folder -> new CodexHome(
                        folder, path(variables.get("CODEX_SQLITE_HOME")).orElse(folder)));
    }

    /**
     * Tells whether there are sessions without an index. Codex would read all of them before it answers anything, which
     * takes minutes for many; and ended by a signal meanwhile, it would refuse every start for the next 15 minutes.
     */
    boolean lacksIndex() {
        return SESSIONS.stream().anyMatch(name -> hasEntry(folder.resolve(name), "*"))
                && !hasEntry(folder, INDEX)
                && !hasEntry(index, INDEX);
    }

    /** Returns the folder by the one name that all links to it share. */
    Path key() {
        try {
            return folder.toRealPath();
        } catch (IOException notThereYet) {
            return folder.toAbsolutePath().normalize();
        }
    }

    private static boolean hasEntry(Path folder, String glob) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            return entries.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Optional<Path> path(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
