package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.terminal.CharacterWidth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTextTest {

    private static final Instant NOW = TestHost.NOW;
    private static final Instant RESET = Instant.parse("2026-09-01T00:00:00Z");
    private static final String KIRO = "Kiro";
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;]*m");

    private static UsageText text(int columns, boolean color, boolean unicode) {
        return new UsageText(NOW, ZoneOffset.UTC, columns, new Style(color, unicode), true);
    }

    private static UsageSnapshot.Builder full() {
        return UsageSnapshot.builder("kiro", NOW)
                .plan("KIRO PRO+")
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .accountOrganization("KIRO PRO+")
                        .loginMethod("Builder ID")
                        .build())
                .primary(
                        "Credits",
                        RateWindow.builder(44.752)
                                .resetsAt(RESET)
                                .period(Duration.ofDays(31))
                                .amount(new RateWindow.Amount(895.04, 2000, "credits"))
                                .build())
                .secondary(
                        "Bonus",
                        RateWindow.builder(80)
                                .resetsAt(NOW.plus(Duration.ofDays(7)))
                                .resetDescription("expires in 7 days")
                                .amount(new RateWindow.Amount(400, 500, "credits"))
                                .build())
                .cost(UsageCost.builder(1.5, "USD").limit(20).period("Overage").build());
    }

    @Test
    void showsEverythingAtAGlance() {
        assertEquals("""
                Kiro  KIRO PRO+ · person@example.com · Builder ID
                  Credits  ████████████░░░░░░░░░░░░░░░░░   44.8%  895.04 of 2000 credits
                           resets in 9d 14h (1 Sep 2026, 0:00 UTC)
                           24% less than even use, lasts until the reset
                  Bonus    ███████████████████████░░░░░░     80%  400 of 500 credits
                           expires in 7d (29 Aug 2026, 9:30 UTC)
                  Overage cost: $1.50 of $20.00

                """, text(72, false, true).answer(KIRO, full().build()));
    }

    @Test
    void tellsThePaceAtTheMeasurement() {
        UsageSnapshot half = UsageSnapshot.builder("kiro", NOW.minus(Duration.ofDays(3)))
                .primary(
                        "Credits",
                        RateWindow.builder(75)
                                .resetsAt(NOW.plus(Duration.ofDays(12)))
                                .period(Duration.ofDays(30))
                                .build())
                .build();
        String shown = text(80, false, true).answer(KIRO, half, true);
        assertTrue(shown.contains("25% more than even use, runs out in about 2 days"), shown);
    }

    @Test
    void staysWithinEveryWidth() {
        UsageSnapshot snapshot = full().window(new NamedRateWindow(
                        "x",
                        "A title that is longer than any column for titles",
                        RateWindow.builder(1e300)
                                .atLeast(true)
                                .amount(new RateWindow.Amount(1e300, 1e-9, "credits of a kind".repeat(5)))
                                .resetDescription("words ".repeat(30))
                                .build()))
                .window(
                        NamedRateWindow.TERTIARY,
                        "Tertiary",
                        RateWindow.builder(123456.789).resetsAt(NOW).build())
                .detail(UsageDetail.of("label".repeat(20), "value ".repeat(40)))
                .detail(UsageDetail.of("wide", "漢字".repeat(50) + "🎁".repeat(30)))
                .build();
        UsageException failure =
                new UsageException(UsageException.Reason.FAILED, "Something ".repeat(20), "https://" + "x".repeat(200));
        for (int columns = 20; columns <= 120; columns++) {
            for (boolean color : new boolean[] {false, true}) {
                UsageText text = text(columns, color, true);
                String all = text.answer(KIRO, snapshot) + text.failure(KIRO, failure);
                for (String line : SEQUENCE.matcher(all).replaceAll("").split("\n", -1)) {
                    assertTrue(CharacterWidth.of(line) <= columns, columns + ": " + line);
                }
            }
        }
    }

    @Test
    void colorsAddNothingButColors() {
        String plain = text(80, false, true).answer(KIRO, full().build());
        String painted = text(80, true, true).answer(KIRO, full().build());
        assertFalse(plain.contains("\u001b"));
        assertEquals(plain, SEQUENCE.matcher(painted).replaceAll(""));
    }

    @ParameterizedTest
    @CsvSource({"0, 32", "74.9, 32", "75, 33", "89.9, 33", "90, 31", "250, 31"})
    void colorsByLevel(double percent, String code) {
        UsageSnapshot snapshot = UsageSnapshot.builder("kiro", NOW)
                .primary("Credits", RateWindow.of(percent))
                .build();
        assertTrue(text(80, true, true).answer(KIRO, snapshot).contains("\u001b[" + code + "m"));
    }

    @Test
    void fallsBackToAscii() {
        UsageSnapshot snapshot = full().window(
                        NamedRateWindow.TERTIARY,
                        "Tertiary",
                        RateWindow.builder(100).atLeast(true).build())
                .build();
        String ascii = text(80, false, false).answer(KIRO, snapshot);
        assertTrue(ascii.chars().allMatch(c -> c < 0x7f), ascii);
        assertTrue(ascii.contains(">=100%"), ascii);
        assertTrue(text(80, false, true).answer(KIRO, snapshot).contains("≥100%"));
    }

    @Test
    void keepsControlCharactersFromTheTerminal() {
        String hostile = "a\u001b]0;title\u0007b\u009b2Jc\u0090d\rnew\nline\u202e\u0000\u007f";
        UsageSnapshot snapshot = UsageSnapshot.builder("kiro", NOW)
                .plan(hostile)
                .identity(AccountIdentity.builder()
                        .accountEmail(hostile)
                        .accountOrganization(hostile)
                        .loginMethod(hostile)
                        .build())
                .primary(
                        "Credits",
                        RateWindow.builder(1)
                                .resetDescription(hostile)
                                .amount(new RateWindow.Amount(1, 2, hostile))
                                .build())
                .window(new NamedRateWindow("x", hostile, RateWindow.of(2)))
                .cost(UsageCost.builder(1, "USD").period(hostile).build())
                .detail(UsageDetail.builder(hostile, hostile)
                        .secondaryValue(hostile)
                        .build())
                .build();
        String all = text(80, false, true).answer(KIRO, snapshot)
                + text(80, false, true)
                        .failure(KIRO, new UsageException(UsageException.Reason.FAILED, hostile, hostile));
        assertFalse(all.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'), all);
    }

    @Test
    void saysThatNothingIsKnown() {
        UsageSnapshot managed =
                UsageSnapshot.builder("kiro", NOW).plan("Q Developer Pro").build();
        String text = text(80, false, true).answer(KIRO, managed);
        assertEquals("Kiro  Q Developer Pro\n  The tool states no usage for this account.\n\n", text);
    }

    private static UsageSnapshot.Builder snapshot() {
        return UsageSnapshot.builder("kiro", NOW);
    }

    private static String picture(UsageSnapshot.Builder snapshot) {
        return text(80, false, true).answer("Kiro", snapshot.build());
    }

    @Test
    void saysAThingOnce() {
        String text = picture(full().detail(UsageDetail.of("Plan", "KIRO PRO+"))
                .detail(UsageDetail.of("Credits left", "1104.96"))
                .detail(UsageDetail.of("Credits used", "895.04"))
                .detail(UsageDetail.of("Credits total", "2000"))
                .detail(UsageDetail.of("Overage cost", "$1.50"))
                .detail(UsageDetail.of("Overages", "Enabled")));
        assertTrue(text.endsWith("  Overage cost: $1.50 of $20.00\n  Overages: Enabled\n\n"), text);
    }

    @Test
    void keepsNumbersThatOnlyLookAlike() {
        String text = picture(full().detail(UsageDetail.of("Seats", "2000"))
                .detail(UsageDetail.of("Credits used", "895.05"))
                .detail(UsageDetail.of("Overage rate", "$1.55")));
        assertTrue(text.contains("Seats: 2000 · Credits used: 895.05 · Overage rate: $1.55"), text);
    }

    @Test
    void showsUseWithoutALimit() {
        assertEquals(
                "Kiro  POWER\n  Credits: 320 used, no limit\n\n",
                picture(snapshot()
                        .plan("POWER")
                        .detail(UsageDetail.builder("Credits used", "320")
                                .secondaryValue("no limit")
                                .build())));
    }

    @Test
    void saysWhoManagesThePlan() {
        assertEquals(
                "Kiro  Q Developer Pro\n  Usage: Managed by your administrator\n\n",
                picture(snapshot()
                        .plan("Q Developer Pro")
                        .detail(UsageDetail.of("Plan", "Q Developer Pro"))
                        .detail(UsageDetail.of("Usage", "Managed by your administrator"))));
    }

    @Test
    void breaksLinesBetweenLabelsAndNotWithinThem() {
        UsageSnapshot.Builder snapshot = snapshot();
        for (int i = 0; i < 8; i++) {
            snapshot.detail(UsageDetail.of("A label of words", "a value of words"));
        }
        String text = picture(snapshot);
        for (String line : text.strip().lines().skip(1).toList()) {
            assertTrue(line.strip().startsWith("A label") && line.endsWith("of words"), text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-01T00:00:00Z, INSTANT, 'resets in 9d 14h (1 Sep 2026, 0:00 UTC)'",
        "2026-08-22T08:15:00Z, INSTANT, 'reset was due 1h 15m ago (22 Aug 2026, 8:15 UTC)'",
        "2026-09-01T00:00:00Z, DAY, resets in 10d (1 Sep 2026)",
        "2026-08-22T00:00:00Z, DAY, resets today (22 Aug 2026)",
        "2026-08-20T00:00:00Z, DAYS, reset was due 2d ago (20 Aug 2026)",
    })
    void showsAResetAsExactlyAsItWasStated(Instant reset, RateWindow.ResetPrecision precision, String words) {
        String text = picture(snapshot()
                .primary(
                        "Credits",
                        RateWindow.builder(1).resetsAt(reset, precision).build()));
        assertTrue(text.lines().anyMatch(line -> line.strip().equals(words)), text);
    }

    @Test
    void namesTheZoneBesideTheHour() {
        UsageText text = new UsageText(NOW, ZoneOffset.ofHoursMinutes(5, 30), 80, new Style(false, true), true);
        String picture = text.answer("Kiro", full().build());
        assertTrue(picture.contains("(1 Sep 2026, 5:30 UTC+05:30)"), picture);
    }

    @Test
    void showsTheNextStepOfAFailure() {
        UsageException failure = UsageException.builder(UsageException.Reason.RATE_LIMITED, "Too many questions.")
                .nextStep("Wait.")
                .retryAfter(Duration.ofSeconds(90))
                .build();
        assertEquals(
                "Kiro: Too many questions.\n  Wait.\n  Ask again in 2m.\n",
                text(80, false, true).failure(KIRO, failure));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.01, 1", "50, 10", "99.9, 19", "100, 20", "500, 20"})
    void fillsABarOnlyWhenAllIsUsed(double percent, int full) {
        String bar = new Style(false, true).bar(percent, 20);
        assertEquals(20, bar.length());
        assertEquals(full, bar.chars().filter(c -> c == '█').count());
    }
}
