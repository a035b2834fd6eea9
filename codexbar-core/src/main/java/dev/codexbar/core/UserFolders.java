package dev.codexbar.core;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folders of the user who runs a program, by one rule wherever this library looks for one. Nothing is read or
 * created: none of the folders need exist.
 *
 * <p>The home is {@code HOME}, as for a shell, or else {@code USERPROFILE}, or else the system property
 * {@code user.home}, which OpenJDK on Linux takes from the user database, whatever {@code HOME} says. The other folders
 * are those of the XDG Base Directory Specification where the system has no convention of its own.
 *
 * <p>A variable or property that holds no absolute path is ignored: the specification demands it, an empty variable
 * names no folder, and a user without a home has {@code ?} in {@code user.home}. Otherwise files of this user would be
 * sought and written wherever a program happens to be started. Blanks around a path are no part of it.
 *
 * <p>Immutable.
 *
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory Specification</a>
 * @since 0.1.0
 */
public final class UserFolders {

    private final @Nullable Path home;
    private final @Nullable Path configuration;
    private final @Nullable Path state;
    private final @Nullable Path cache;

    UserFolders(Map<String, String> environment, @Nullable String userHome, String system) {
        this.home = firstPath(environment.get("HOME"), environment.get("USERPROFILE"), userHome);
        this.configuration = folder(environment.get("XDG_CONFIG_HOME"), ".config");
        if (system.startsWith("Windows")) {
            this.state = folder(environment.get("LOCALAPPDATA"), "AppData/Local");
            this.cache = state;
        } else {
            this.state = folder(environment.get("XDG_STATE_HOME"), ".local/state");
            this.cache =
                    folder(environment.get("XDG_CACHE_HOME"), system.startsWith("Mac") ? "Library/Caches" : ".cache");
        }
    }

    /**
     * Returns the folders of the user with these variables.
     *
     * @param environment the variables, such as {@link System#getenv()}; the system property {@code user.home} counts
     *     as well
     * @return the folders
     */
    public static UserFolders of(Map<String, String> environment) {
        return new UserFolders(environment, System.getProperty("user.home"), System.getProperty("os.name", ""));
    }

    /** Without streams and lambdas, as every start of the command comes here. */
    private static @Nullable Path firstPath(@Nullable String... texts) {
        for (String text : texts) {
            Path path = text == null ? null : absolute(text.strip());
            if (path != null) {
                return path;
            }
        }
        return null;
    }

    private static @Nullable Path absolute(String text) {
        try {
            Path path = Path.of(text);
            return path.isAbsolute() ? path : null;
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    private @Nullable Path folder(@Nullable String named, String inHome) {
        Path path = firstPath(named);
        return path != null || home == null ? path : home.resolve(inHome);
    }

    /**
     * Returns the home folder.
     *
     * @return an absolute path, or empty for a user without a home
     */
    public Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    /**
     * Returns the folder for configuration: {@code XDG_CONFIG_HOME}, or else {@code .config} in the home. So it is on
     * every system, because CodexBar for macOS keeps its configuration there, too.
     *
     * @return an absolute path, or empty without a home
     */
    public Optional<Path> configuration() {
        return Optional.ofNullable(configuration);
    }

    /**
     * Returns the folder for what programs keep from run to run: {@code XDG_STATE_HOME}, or else {@code .local/state}
     * in the home; on Windows {@code LOCALAPPDATA}, or else {@code AppData\Local} in the home.
     *
     * @return an absolute path, or empty without a home
     */
    public Optional<Path> state() {
        return Optional.ofNullable(state);
    }

    /**
     * Returns the folder for what can be made again: {@code XDG_CACHE_HOME}, or else {@code .cache} in the home, for
     * which macOS has {@code Library/Caches}; on Windows {@code LOCALAPPDATA}, or else {@code AppData\Local} in the
     * home.
     *
     * @return an absolute path, or empty without a home
     */
    public Optional<Path> cache() {
        return Optional.ofNullable(cache);
    }
}
