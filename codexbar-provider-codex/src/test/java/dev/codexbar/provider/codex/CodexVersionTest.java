package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodexVersionTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0, false, false",
        "0.36.0, false, false",
        "0.48.9, false, false",
        "0.49.0, true, false",
        "0.114.9, true, false",
        "0.115.0, true, true",
        "0.171.0, true, true",
        "0.172.0-alpha.3, true, true",
        "1.0.0, true, true",
    })
    void knowsWhatAVersionCanDo(String text, boolean supported, boolean indexes) {
        CodexVersion version = CodexVersion.read("codex-cli " + text + "\n").orElseThrow();
        assertEquals(text, version.toString());
        assertEquals(supported, version.isSupported());
        assertEquals(indexes, version.indexesSessions());
    }

    @Test
    void findsTheVersionAmongWarnings() {
        String text = "codex-cli 0.171.0\nWARNING: proceeding, even though we could not update PATH: 9.9.9\n";
        assertEquals(Optional.of("0.171.0"), CodexVersion.read(text).map(CodexVersion::toString));
        assertEquals(
                Optional.of("0.171.0"),
                CodexVersion.read("warning: x\ncodex-cli 0.171.0").map(CodexVersion::toString));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "codex 0.171.0",
                "0.171.0",
                "codex-cli",
                "codex-cli 0.171",
                "codex-cli 0.171.0!",
                " codex-cli 0.171.0",
                "codex-cli 1234567.0.0",
                "Usage: codex-cli 0.171.0",
            })
    void readsNoVersionElsewhere(String text) {
        assertEquals(Optional.empty(), CodexVersion.read(text));
    }
}
