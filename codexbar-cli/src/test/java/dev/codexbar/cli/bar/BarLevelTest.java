package dev.codexbar.cli.bar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageLevel;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BarLevelTest {

    /** The two enums are matched by name, so a level that is renamed or added in one must be in the other. */
    @ParameterizedTest
    @EnumSource(UsageLevel.class)
    void hasEveryLevelOfUsage(UsageLevel level) {
        int percent = IntStream.rangeClosed(0, 100)
                .filter(used -> UsageLevel.of(used) == level)
                .findFirst()
                .orElseThrow();
        assertEquals(level.name(), BarLevel.of(RateWindow.of(percent)).name());
    }
}
