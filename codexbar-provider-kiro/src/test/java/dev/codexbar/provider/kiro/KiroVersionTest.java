package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KiroVersionTest {

    @ParameterizedTest
    @CsvSource({
        "kiro-cli 2.11.0, 2.11.0",
        "kiro-cli 2.11, 2.11.0",
        "kiro-cli v2.11.0, 2.11.0",
        "kiro-cli version 2.11.0, 2.11.0",
        "Kiro CLI 3.0.1, 3.0.1",
        "kiro-cli-chat 1.26.3, 1.26.3",
        "kiro-cli 3.1.0-beta.2, 3.1.0",
        "'  kiro-cli 2.11.0 (abc123)', 2.11.0",
        "'warning: 9.9.9 is out\nkiro-cli 2.11.0\n', 2.11.0",
    })
    void readsTheProgramsOwnLine(String text, String version) {
        assertEquals(version, KiroVersion.read(text).orElseThrow().toString());
    }

    @Test
    void readsTheHighestOfSeveralBecauseItIsAskedWithMoreCare() {
        assertEquals(
                Optional.of(new KiroVersion(3, 1, 0)),
                KiroVersion.read("kiro-cli 2.11.0\nkiro-cli 3.1.0 is available\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2.11.0 is the version of something else",
                "kiro-cli",
                "kiro-cli nightly",
                "kiro-cli 2",
                "kiro-cli 99999999999.1.0",
                "kiro-cli 1.2.3.4",
                "kiro-cli 1.26.x",
                "kiro-cli 1.26.3x",
                "kiro-cli 1.26.3-",
                "kiro-cli: error while loading libssl.so.1.1.0",
                "a kiro-cli 2.11.0"
            })
    void readsNoVersionFromAnythingElse(String text) {
        assertEquals(Optional.empty(), KiroVersion.read(text));
    }

    @Test
    void readsHostileTextInLinearTime() {
        String text = "kiro-cli " + " ".repeat(30_000) + "1.".repeat(15_000) + "\n".repeat(30_000);
        assertTrue(KiroVersion.read(text).isEmpty());
    }
}
