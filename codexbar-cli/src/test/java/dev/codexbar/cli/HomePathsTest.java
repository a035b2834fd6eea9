package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HomePathsTest {

    private static final HomePaths PATHS =
            HomePaths.of(Map.of("HOME", "/home/sam", "USERPROFILE", "C:\\Users\\Sam", "USER", "sam"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/home/sam | ~",
                "/home/sam/bin:/home/sam | ~/bin:~",
                "in /home/sam. | in ~.",
                "file:///home/sam/x | file://~/x",
                "c:/users/sam/x | ~/x",
                "C:\\Users\\Sam\\x | ~\\x",
                "/mnt/Users/sam/x | /mnt/Users/***/x",
                "D:\\sam | D:\\***",
            })
    void hidesTheHomeAndTheName(String text, String hidden) {
        assertEquals(hidden, PATHS.hidden(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/samuel", "/home/sam-old/x", "/home/sam.old", "sam", "a same thing", "/opt/sample/x"})
    void leavesOtherWordsAndPathsAlone(String text) {
        assertEquals(text, PATHS.hidden(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "\\"})
    void aRootIsNobodysHome(String home) {
        assertEquals("/opt/x", HomePaths.of(Map.of("HOME", home, "USER", home)).hidden("/opt/x"));
    }
}
