package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageLevelTest {

    @ParameterizedTest
    @CsvSource({
        "0, LOW",
        "49.99, LOW",
        "50, MID",
        "74.99, MID",
        "75, HIGH",
        "89.99, HIGH",
        "90, CRITICAL",
        "100, CRITICAL",
        "1e300, CRITICAL"
    })
    void aLevelBeginsAtItsThreshold(double usedPercent, UsageLevel level) {
        assertEquals(level, UsageLevel.of(usedPercent));
    }
}
