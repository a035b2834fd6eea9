package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserFoldersTest {

    private static final String LINUX = "Linux";
    private static final String MAC = "Mac OS X";
    private static final String WINDOWS = "Windows 11";

    /** Absolute on every system, as {@code /home} is not on Windows. */
    @TempDir
    private static Path root;

    private static String path(String name) {
        return root.resolve(name).toString();
    }

    private static Optional<Path> in(String name) {
        return Optional.of(root.resolve(name));
    }

    private static UserFolders on(String system, Map<String, String> environment) {
        return new UserFolders(environment, path("user"), system);
    }

    private static List<Optional<Path>> all(UserFolders folders) {
        return List.of(folders.home(), folders.configuration(), folders.state(), folders.cache());
    }

    @Test
    void takesTheHomeThatAShellWouldTake() {
        Map<String, String> environment = new HashMap<>();
        assertEquals(in("user"), on(LINUX, environment).home());
        environment.put("USERPROFILE", path("profile"));
        assertEquals(in("profile"), on(LINUX, environment).home());
        environment.put("HOME", path("home"));
        assertEquals(in("home"), on(LINUX, environment).home());
    }

    @Test
    void takesTheUsualFoldersOfTheSystem() {
        Map<String, String> home = Map.of("HOME", path("home"));
        assertEquals(
                List.of(in("home"), in("home/.config"), in("home/.local/state"), in("home/.cache")),
                all(on(LINUX, home)));
        assertEquals(
                List.of(in("home"), in("home/.config"), in("home/.local/state"), in("home/Library/Caches")),
                all(on(MAC, home)));
        assertEquals(
                List.of(in("home"), in("home/.config"), in("home/AppData/Local"), in("home/AppData/Local")),
                all(on(WINDOWS, home)));
    }

    @Test
    void takesTheFoldersThatVariablesName() {
        Map<String, String> environment = Map.of(
                "HOME", path("home"),
                "XDG_CONFIG_HOME", path("config"),
                "XDG_STATE_HOME", path("state"),
                "XDG_CACHE_HOME", path("cache"),
                "LOCALAPPDATA", path("local"));
        assertEquals(List.of(in("home"), in("config"), in("state"), in("cache")), all(on(LINUX, environment)));
        assertEquals(List.of(in("home"), in("config"), in("state"), in("cache")), all(on(MAC, environment)));
        assertEquals(List.of(in("home"), in("config"), in("local"), in("local")), all(on(WINDOWS, environment)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ".", "relative", "~/x", "a\0b"})
    void ignoresVariablesThatHoldNoAbsolutePath(String text) {
        Map<String, String> environment = new HashMap<>();
        for (String name :
                List.of("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")) {
            environment.put(name, text);
        }
        for (String system : List.of(LINUX, MAC, WINDOWS)) {
            assertEquals(all(on(system, Map.of())), all(on(system, environment)), system);
        }
    }

    /** OpenJDK has {@code ?} for a user without a home. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"?", "", ".", "relative"})
    void isEmptyWithoutAHome(String userHome) {
        for (String system : List.of(LINUX, MAC, WINDOWS)) {
            for (Optional<Path> folder : all(new UserFolders(Map.of("HOME", "relative"), userHome, system))) {
                assertEquals(Optional.empty(), folder, system);
            }
        }
    }

    @Test
    void takesTheFoldersThatVariablesNameWithoutAHome() {
        Map<String, String> environment = Map.of(
                "XDG_CONFIG_HOME", path("config"), "XDG_STATE_HOME", path("state"), "XDG_CACHE_HOME", path("cache"));
        assertEquals(
                List.of(Optional.empty(), in("config"), in("state"), in("cache")),
                all(new UserFolders(environment, "?", LINUX)));
    }

    @Test
    void leavesBlanksAroundAPathOut() {
        assertEquals(
                in("x"),
                on(LINUX, Map.of("XDG_CONFIG_HOME", " " + path("x") + " ")).configuration());
    }

    @Test
    void knowsTheUserOfThisJvm() {
        assertEquals(
                Optional.of(Path.of(System.getProperty("user.home"))),
                UserFolders.of(Map.of()).home());
        assertTrue(UserFolders.of(System.getenv()).cache().isPresent());
    }
}
