package dev.codexbar.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageLevel;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordingTest {

    private static String plain(String words) {
        return words.replace('\u00a0', ' ');
    }

    @ParameterizedTest
    @CsvSource({"0,0 %", "0.001,0.1 %", "44.752,44.8 %", "99.96,99.9 %", "100,100 %"})
    void saysNeitherNothingNorEverythingTooEarly(double used, String words) {
        assertEquals(words, plain(Wording.percent(used)));
    }

    @Test
    void groupsTheDigitsOfAmounts() {
        RateWindow window = RateWindow.builder(78.6)
                .amount(new RateWindow.Amount(1572.064, 2000, "credits"))
                .build();
        assertEquals("1,572.06 of 2,000 credits", plain(Wording.amount(window)));
        UsageCost cost =
                UsageCost.builder(0.001, "USD").limit(1234.5).period("Overage").build();
        assertEquals("Overage cost: $0.01 of $1,234.50", plain(Wording.cost(cost)));
    }

    @ParameterizedTest
    @EnumSource
    void hasTheThresholdsOfAllThatShowsUsage(UsageLevel level) {
        double from = switch (level) {
            case LOW -> 0;
            case MID -> 50;
            case HIGH -> 75;
            case CRITICAL -> 90;
        };
        assertEquals(
                level == UsageLevel.MID ? "low" : level.toString().toLowerCase(Locale.ROOT),
                Level.of(from).id());
    }
}
