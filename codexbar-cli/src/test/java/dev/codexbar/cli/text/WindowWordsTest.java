package dev.codexbar.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowWordsTest {

    private static final Instant NOW = Instant.parse("2026-08-22T09:30:00Z");
    private static final WindowWords WORDS = new WindowWords(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "2026-08-22T09:30:20Z,INSTANT,20s",
        "2026-08-22T11:40:00Z,INSTANT,2h 10m",
        "2026-08-22T09:30:00Z,INSTANT,due",
        "2026-08-22T00:00:00Z,DAY,today",
        "2026-08-31T00:00:00Z,DAY,9d",
        "2026-09-20T00:00:00Z,DAYS,29d",
        "2026-08-21T00:00:00Z,DAY,due"
    })
    void isNoMoreExactThanWhatTheToolStated(Instant reset, ResetPrecision precision, String words) {
        RateWindow window = RateWindow.builder(1).resetsAt(reset, precision).build();
        assertEquals(Optional.of(words), WORDS.untilReset(window));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.001,0.1", "44.752,44.8", "99.96,99.9", "100,100", "120.25,120.3", "1e300,1E+300"})
    void saysNeitherNothingNorEverythingTooEarly(double used, String words) {
        assertEquals(words, WindowWords.percent(RateWindow.of(used)));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.001,0.01", "1572.064,1572.06", "2000,2000"})
    void showsAnAmountUnlessItIsNothing(double value, String words) {
        assertEquals(words, WindowWords.number(value));
    }

    @Test
    void inventsNoReset() {
        assertEquals(Optional.empty(), WORDS.untilReset(RateWindow.of(1)));
        assertEquals(Optional.empty(), WORDS.reset(RateWindow.of(1)));
    }

    @ParameterizedTest
    @CsvSource({"PT0S,1s", "PT59S,59s", "PT60S,1m", "PT29M40S,30m", "PT2H,2h", "P1DT25M,1d", "P29D,29d"})
    void roundsToTheTwoLargestUnits(Duration time, String words) {
        assertEquals(words, WindowWords.countdown(time));
    }
}
