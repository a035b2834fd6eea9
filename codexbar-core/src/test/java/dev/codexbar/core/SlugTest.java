package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {

    @ParameterizedTest
    @CsvSource({
        "Add-on credits, add-on-credits",
        "'  Vibe  &  Spec (2) ', vibe-spec-2",
        "UPPER_lower, upper-lower",
        "漢字, unnamed",
        "'🎁 New user bonus', new-user-bonus",
        "'\u0130stanbul', stanbul",
        "'***', unnamed",
        "'Bonus of jane.doe@example.com', bonus-of",
        "'jane.doe@example.com', unnamed",
    })
    void keepsPlainLettersAndDigits(String name, String expected) {
        assertEquals(expected, Slug.of(name));
    }

    @Test
    void isShortHoweverLongTheNameIs() {
        for (String name : List.of("a".repeat(1_000_000), "a ".repeat(500_000), "- ".repeat(500_000) + "a")) {
            String slug = Slug.of(name);
            assertTrue(slug.matches("[a-z0-9]+(-[a-z0-9]+)*"), slug);
            assertTrue(slug.length() <= 64, slug);
        }
    }

    @Test
    void numbersEqualTitles() {
        UsageSnapshot snapshot = UsageSnapshot.builder("tool", Instant.EPOCH)
                .windowByTitle("x-", "Bonus 2", RateWindow.of(1))
                .windowByTitle("x-", "Bonus", RateWindow.of(1))
                .windowByTitle("x-", "Bonus", RateWindow.of(1))
                .windowByTitle("x-", "bonus!", RateWindow.of(1))
                .windowByTitle("x-", "Bonus", null)
                .windowByTitle("y-", "Bonus", RateWindow.of(1))
                .build();

        assertEquals(List.of("x-bonus-2", "x-bonus", "x-bonus-3", "x-bonus-4", "y-bonus"), ids(snapshot));
    }

    @Test
    void numbersFortyThousandEqualTitles() {
        // Searching from 2 for each of them would compare 800 million ids.
        UsageSnapshot.Builder builder = UsageSnapshot.builder("tool", Instant.EPOCH);
        for (int i = 0; i < 40_000; i++) {
            builder.windowByTitle("x-", "Bonus", RateWindow.of(1));
        }
        List<String> ids = ids(builder.build());
        assertEquals("x-bonus", ids.get(0));
        assertEquals("x-bonus-40000", ids.get(39_999));
    }

    private static List<String> ids(UsageSnapshot snapshot) {
        return snapshot.windows().stream().map(NamedRateWindow::id).toList();
    }
}
