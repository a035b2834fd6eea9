package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 5",
        "PT5M, 2",
        "PT0.75S, 3",
        "PT-0.75S, 3",
        "PT1.999999999S, 1000000000",
        "PT6H, 12",
        "PT-6H, -12",
        "PT1S, 0",
        "PT0.999999999S, 20000000000"
    })
    void multipliesAsDurationDoes(Duration duration, long factor) {
        assertEquals(duration.multipliedBy(factor), Times.times(duration, factor));
    }

    @ParameterizedTest
    @CsvSource({"PT2562047788015215H, 2", "PT-2562047788015215H, 2"})
    void refusesWhatNoDurationHolds(Duration duration, long factor) {
        assertThrows(ArithmeticException.class, () -> Times.times(duration, factor));
    }
}
