package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageRoundingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "0.0001, 1, 0.1",
        "0.05, 1, 0.1",
        "0.14, 1, 0.1",
        "44.752, 1, 44.8",
        "44.752, 2, 44.75",
        "99.9, 1, 99.9",
        "99.96, 1, 99.9",
        "99.999, 2, 99.99",
        "99.5, 0, 99",
        "100, 1, 100",
        "100.04, 1, 100",
        "100.05, 1, 100.1",
        "1e300, 2, 1e300"
    })
    void saysNeitherNothingNorEverythingTooEarly(double value, int decimals, double shown) {
        assertEquals(shown, UsageRounding.percent(value, decimals));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, 0",
        "0.001, 2, 0.01",
        "1.005, 2, 1.01",
        "203.00259999999997, 2, 203",
        "99.999, 2, 100",
        "-0.001, 2, 0",
        "4503599627370496.5, 2, 4503599627370496.5"
    })
    void showsAnAmountUnlessItIsNothing(double value, int decimals, double shown) {
        assertEquals(shown, UsageRounding.amount(value, decimals), 0.0);
    }

    @ParameterizedTest
    @CsvSource({"-1.005, 2, -1.01", "-0.5, 0, -1", "0.004, 2, 0", "2.5, 0, 3"})
    void roundsHalvesAwayFromZero(double value, int decimals, double shown) {
        assertEquals(shown, UsageRounding.nearest(value, decimals));
    }

    @Test
    void roundsAsDecimalArithmeticDoes() {
        Random random = new Random(20261126);
        for (int i = 0; i < 100_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(24) - 6);
            // Halves of a decimal, and what has few decimals, are where the two could differ.
            if (i % 2 == 0) {
                value = BigDecimal.valueOf(value)
                        .setScale(random.nextInt(4), RoundingMode.HALF_UP)
                        .doubleValue();
            }
            for (int decimals = 0; decimals <= 2; decimals++) {
                double expected = BigDecimal.valueOf(value)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .doubleValue();
                assertEquals(expected, UsageRounding.nearest(value, decimals), Double.toString(value));
            }
            assertEquals(
                    BigDecimal.valueOf(value).stripTrailingZeros().toPlainString(),
                    UsageRounding.plain(value),
                    Double.toString(value));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "50, 50",
        "12.5, 12.5",
        "-12.5, -12.5",
        "0.001, 0.001",
        "0.0001, 0.0001",
        "9999999.5, 9999999.5",
        "10000000.5, 10000000.5",
        "9007199254740993, 9007199254740992",
        "1e20, 100000000000000000000"
    })
    void writesPlainNumbers(double value, String text) {
        assertEquals(text, UsageRounding.plain(value));
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "50.5, 3", "100, 3", "0, -1", "50.5, -1", "100, -1"})
    void refusesAnotherNumberOfDecimalsWhateverTheValue(double value, int decimals) {
        assertThrows(IllegalArgumentException.class, () -> UsageRounding.percent(value, decimals));
        assertThrows(IllegalArgumentException.class, () -> UsageRounding.amount(value, decimals));
        assertThrows(IllegalArgumentException.class, () -> UsageRounding.nearest(value, decimals));
    }
}
