package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
                "/home/samuel/x | /home/***/x",
                "/home/sam-old: gone | /home/***: gone",
                "C:\\Users\\Ada King Lovelace\\x | C:\\Users\\***\\x",
                "/Users/jo and C:\\Users\\jo\\x | /Users/*** and C:\\Users\\***\\x",
            })
    void hidesTheHomeAndTheName(String text, String hidden) {
        assertEquals(hidden, PATHS.mask(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/home-sam", "sam", "a same thing", "/opt/sample/x", "/homes", "~/x"})
    void leavesOtherWordsAndPathsAlone(String text) {
        assertEquals(text, PATHS.mask(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "\\"})
    void aRootIsNoHome(String home) {
        assertEquals("/opt/x", HomePaths.of(Map.of("HOME", home, "USER", home)).mask("/opt/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOME", "USERPROFILE"})
    void whatIsNoPathIsNoHome(String variable) {
        String question = "Did you mean `usage`? (/opt/x)";
        assertEquals(question, HomePaths.of(Map.of(variable, "?")).mask(question));
    }

    @Test
    void namesWhatARecordingMustNotHold() {
        List<String> texts = HomePaths.of(Map.of("HOME", "/srv/people/jo", "USER", "jo", "USERNAME", "joan"))
                .texts();
        assertTrue(texts.containsAll(List.of("/srv/people/jo", "joan")), texts.toString());
        assertFalse(texts.contains("jo"), "too short to be told from other words");
    }

    @Test
    void tellsNoNameItself() {
        assertFalse(PATHS.toString().toLowerCase(Locale.ROOT).contains("sam"), PATHS.toString());
    }
}
