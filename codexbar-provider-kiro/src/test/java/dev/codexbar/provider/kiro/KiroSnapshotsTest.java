package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.kiro.report.AddOnCredits;
import dev.codexbar.provider.kiro.report.Bonus;
import dev.codexbar.provider.kiro.report.Breakdown;
import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import dev.codexbar.provider.kiro.report.KiroWhoami;
import dev.codexbar.provider.kiro.report.OtherPacks;
import dev.codexbar.provider.kiro.report.Overage;
import dev.codexbar.provider.kiro.report.Pack;
import dev.codexbar.provider.kiro.report.PrintedDate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KiroSnapshotsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:30:15.5Z");
    private static final Instant TODAY = Instant.parse("2026-11-22T00:00:00Z");

    private static final String BOX = """
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
            ┃                                                          | KIRO FREE      ┃
            ┣━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┫
            ┃ Monthly credits:                                                          ┃
            ┃ ████████████████████████████████████████████████████████ 100% (resets on 01/01) ┃
            ┃                              (0.00 of 50 covered in plan)                 ┃
            ┃ Bonus credits:                                                            ┃
            ┃ 0.00/100 credits used, expires in 88 days                                 ┃
            ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
            """;

    @Test
    void mapsTheSpecifiedExampleAsSpecified() {
        KiroUsage usage = assertInstanceOf(KiroUsage.class, KiroUsageParser.parse(BOX));
        UsageSnapshot snapshot = map(usage);
        Instant newYear = Instant.parse("2027-01-01T00:00:00Z");
        assertAll(
                () -> assertEquals(
                        Optional.of(RateWindow.builder(100)
                                .amount(credits(0, 50))
                                .resetsAt(newYear, ResetPrecision.DAY)
                                .period(Duration.ofDays(31))
                                .build()),
                        snapshot.primary()),
                () -> assertEquals(
                        Optional.of(RateWindow.builder(0)
                                .amount(credits(0, 100))
                                .resetsAt(TODAY.plus(Duration.ofDays(88)), ResetPrecision.DAYS)
                                .resetDescription("expires in 88 days")
                                .build()),
                        snapshot.secondary()),
                () -> assertEquals(Optional.of("KIRO FREE"), snapshot.plan()),
                () -> assertEquals(
                        AccountIdentity.builder()
                                .accountOrganization("KIRO FREE")
                                .loginMethod("Builder ID")
                                .build(),
                        snapshot.identity()),
                () -> assertEquals(Instant.parse("2026-11-22T12:30:15Z"), snapshot.updatedAt()),
                () -> assertEquals("kiro", snapshot.providerId()),
                () -> assertEquals(List.of(), further(snapshot)),
                () -> assertEquals(Optional.empty(), snapshot.cost()),
                // What is left is not told: the percentage and the credits contradict each other.
                () -> assertEquals(List.of("Plan: KIRO FREE", "Credits used: 0", "Credits total: 50"), rows(snapshot)));
    }

    @Test
    void namesNoLoginMethodIfWhoamiSaysThatThereIsNoLogin() {
        KiroAccount account = KiroWhoami.parse("Not logged in\n").orElseThrow();
        assertEquals(
                Optional.empty(),
                KiroSnapshots.map(KiroUsage.builder().plan("KIRO PRO").build(), account, NOW)
                        .build()
                        .identity()
                        .loginMethod());
    }

    @Test
    void takesIdentityFromWhoami() {
        KiroAccount account = KiroAccount.signedIn("Google", "person@example.com");
        assertEquals(
                AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .loginMethod("Google")
                        .build(),
                KiroSnapshots.map(KiroUsage.builder().build(), account, NOW)
                        .build()
                        .identity());
    }

    @Test
    void hasNoWindowWithoutPercentage() {
        KiroUsage unlimited = KiroUsage.builder()
                .addBreakdown(
                        Breakdown.builder("Credits").used(320).unlimited(true).build())
                .build();
        UsageSnapshot snapshot = map(unlimited);
        assertEquals(Optional.empty(), snapshot.primary());
        assertEquals(List.of("Credits used: 320 (no limit)"), rows(snapshot));
    }

    @Test
    void hasNoAmountWithoutCredits() {
        KiroUsage usage = KiroUsage.builder()
                .addBreakdown(Breakdown.builder("Credits").percentShown(37.5).build())
                .build();
        assertEquals(Optional.of(RateWindow.of(37.5)), map(usage).primary());
        assertEquals(List.of(), rows(map(usage)));
    }

    @Test
    void resetsAfterTheBillingMonth() {
        assertAll(
                () -> assertReset("2027-03-01", "2027-03-01T00:00:00Z", 28),
                () -> assertReset("11/22", "2026-11-22T00:00:00Z", 31),
                () -> assertReset("11/21", "2027-11-21T00:00:00Z", 31),
                () -> assertReset("02/29", "2028-02-29T00:00:00Z", 31),
                () -> assertReset("2027-03-31", "2027-03-31T00:00:00Z", 31));
    }

    private static void assertReset(String printed, String instant, int days) {
        RateWindow window =
                map(quarter().reset(new PrintedDate(printed)).build()).primary().orElseThrow();
        assertEquals(Optional.of(Instant.parse(instant)), window.resetsAt());
        assertEquals(Optional.of(Duration.ofDays(days)), window.period());
    }

    @Test
    void hasNoResetWithoutADay() {
        RateWindow window = map(quarter().reset(new PrintedDate("Unknown")).build())
                .primary()
                .orElseThrow();
        assertEquals(Optional.empty(), window.resetsAt());
        assertEquals(Optional.empty(), window.period());
        assertFalse(window.atLeast());
    }

    @Test
    void marksClampedNumbersAsAtLeast() {
        KiroUsage usage = KiroUsage.builder()
                .addBreakdown(Breakdown.builder("Credits")
                        .used(50)
                        .limit(50)
                        .percentShown(100)
                        .clamped(true)
                        .build())
                .build();
        assertTrue(map(usage).primary().orElseThrow().atLeast());
        assertEquals(List.of("Credits left: 0", "Credits used: 50 (or more)", "Credits total: 50"), rows(map(usage)));
    }

    @Test
    void givesFurtherQuotasWindowsOfTheirOwn() {
        KiroUsage usage = quarter()
                .reset(new PrintedDate("2026-12-01"))
                .addBreakdown(
                        Breakdown.builder("Spec requests").used(5).limit(10).build())
                .addBreakdown(Breakdown.builder("Vibe").used(7).unlimited(true).build())
                .build();
        UsageSnapshot snapshot = map(usage);
        assertEquals(
                List.of(new NamedRateWindow(
                        "kiro-quota-spec-requests",
                        "Spec requests",
                        RateWindow.builder(50)
                                .amount(new RateWindow.Amount(5, 10, "spec requests"))
                                .resetsAt(Instant.parse("2026-12-01T00:00:00Z"), ResetPrecision.DAY)
                                .period(Duration.ofDays(30))
                                .build())),
                further(snapshot));
        assertEquals(
                List.of(
                        "Credits left: 37.50",
                        "Credits used: 12.50",
                        "Credits total: 50",
                        "Spec requests left: 5",
                        "Spec requests used: 5",
                        "Spec requests total: 10",
                        "Vibe used: 7 (no limit)"),
                rows(snapshot));
    }

    @Test
    void addsUpBonusesUntilTheNextOneWithCreditsEnds() {
        KiroUsage usage = quarter()
                .addBonus(bonus("Welcome bonus", 500, 500, 3))
                .addBonus(bonus("Trial", 100, 300, 88))
                .addBonus(bonus("Trial", 0, 200, 19))
                .addBonus(new Bonus(Optional.empty(), 0, 0, OptionalInt.of(1)))
                .build();
        UsageSnapshot snapshot = map(usage);
        assertEquals(
                Optional.of(RateWindow.builder(60)
                        .amount(credits(600, 1000))
                        .resetsAt(TODAY.plus(Duration.ofDays(19)), ResetPrecision.DAYS)
                        .resetDescription("expires in 19 days")
                        .build()),
                snapshot.secondary());
        assertEquals(
                List.of(
                        named("kiro-bonus-welcome-bonus", "Welcome bonus", 500, 500, 3),
                        named("kiro-bonus-trial", "Trial", 100, 300, 88),
                        named("kiro-bonus-trial-2", "Trial", 0, 200, 19)),
                further(snapshot));
        assertTrue(rows(snapshot).contains("Bonus: 0 credits (of 0)"));
    }

    @Test
    void hasNoResetWhenAllBonusesAreUsedUp() {
        KiroUsage usage = quarter()
                .addBonus(bonus("礼物", 5, 5, 3))
                .addBonus(bonus("礼物!", 5, 5, 4))
                .build();
        UsageSnapshot snapshot = map(usage);
        assertEquals(Optional.of(RateWindow.builder(100).amount(credits(10, 10)).build()), snapshot.secondary());
        assertEquals(
                List.of("kiro-bonus-unnamed", "kiro-bonus-unnamed-2"),
                further(snapshot).stream().map(NamedRateWindow::id).toList());
    }

    @Test
    void keepsTheEndOfASingleBonusThatIsUsedUp() {
        UsageSnapshot snapshot = map(quarter().addBonus(bonus("Gift", 5, 5, 0)).build());
        assertEquals(
                Optional.of(RateWindow.builder(100)
                        .amount(credits(5, 5))
                        .resetsAt(TODAY, ResetPrecision.DAYS)
                        .resetDescription("expires in 0 days")
                        .build()),
                snapshot.secondary());
        assertEquals(List.of(), further(snapshot));
    }

    /** The CLI counts in whole days, so the end of a bonus must not move with the minute of the question. */
    @Test
    void meansTheSameWithEveryAnswerOfADay() {
        KiroUsage usage = quarter().addBonus(bonus("Gift", 1, 5, 19)).build();
        Instant morning = Instant.parse("2026-07-16T00:00:00Z");
        List<NamedRateWindow> windows =
                KiroSnapshots.map(usage, KiroAccount.UNKNOWN, morning).build().windows();
        for (String later : List.of("2026-07-16T00:01:00Z", "2026-07-16T12:34:56Z", "2026-07-16T23:59:59Z")) {
            assertEquals(
                    windows,
                    KiroSnapshots.map(usage, KiroAccount.UNKNOWN, Instant.parse(later))
                            .build()
                            .windows());
        }
        RateWindow bonus = windows.get(1).window();
        assertEquals(Optional.of(Instant.parse("2026-08-04T00:00:00Z")), bonus.resetsAt());
        assertEquals(ResetPrecision.DAYS, bonus.resetPrecision());
    }

    @Test
    void takesNoInstantFromAnEndBeyondACentury() {
        RateWindow far = map(quarter().addBonus(bonus("Gift", 1, 5, 36_501)).build())
                .secondary()
                .orElseThrow();
        RateWindow near = map(quarter().addBonus(bonus("Gift", 1, 5, 36_500)).build())
                .secondary()
                .orElseThrow();
        assertEquals(Optional.empty(), far.resetsAt());
        assertEquals(Optional.of("expires in 36501 days"), far.resetDescription());
        assertEquals(Optional.of(TODAY.plus(Duration.ofDays(36_500))), near.resetsAt());
    }

    @Test
    void showsABonusOfNothingAsARow() {
        UsageSnapshot snapshot = map(KiroUsage.builder()
                .addBonus(bonus("Gift", 0, 0, 3))
                .addBonus(new Bonus(Optional.of("Other"), 1, 2, OptionalInt.empty()))
                .build());
        assertEquals(List.of("Gift: 0 credits (of 0)"), rows(snapshot));
        assertEquals(Optional.of(RateWindow.builder(50).amount(credits(1, 2)).build()), snapshot.secondary());
    }

    @Test
    void showsOveragesAsRowsAndCost() {
        Overage overage = Overage.builder(true)
                .rate(0.04)
                .rateUnit("request")
                .creditsUsed(40.29)
                .estimatedCost(1.61)
                .currency("USD")
                .managedByOrganization(true)
                .build();
        UsageSnapshot snapshot = map(KiroUsage.builder()
                .reset(new PrintedDate("2026-12-01"))
                .addBreakdown(Breakdown.builder("Credits").overage(overage).build())
                .build());
        assertEquals(
                Optional.of(UsageCost.builder(1.61, "USD")
                        .period("Overage")
                        .resetsAt(Instant.parse("2026-12-01T00:00:00Z"))
                        .build()),
                snapshot.cost());
        assertEquals(
                List.of(
                        "Overages: Enabled (managed by your organisation)",
                        "Overage usage: 40.29 credits",
                        "Overage cost: $1.61",
                        "Overage rate: $0.04 (per request)"),
                rows(snapshot));
    }

    @Test
    void addsUpCostsOfOneCurrency() {
        UsageSnapshot snapshot = map(KiroUsage.builder()
                .addBreakdown(costing(1.5, null))
                .addBreakdown(costing(2, "EUR"))
                .addBreakdown(costing(4, "USD"))
                .addBreakdown(costing(8, "EUR"))
                .addBreakdown(costing(16, "euro"))
                .addBreakdown(costing(16, "eur"))
                .addBreakdown(costing(16, "EU€"))
                .addBreakdown(Breakdown.builder("Plain").build())
                .build());
        assertEquals(Optional.of(UsageCost.builder(10, "EUR").period("Overage").build()), snapshot.cost());
        assertTrue(rows(snapshot).containsAll(List.of("Overage cost: 1.50", "Overage cost: 2.00 EUR")));
    }

    @Test
    void takesNothingButACodeAsCurrency() {
        for (String currency : List.of("euro", "eur", "EU€", "EU", "@@@", "[[[", "")) {
            UsageSnapshot snapshot =
                    map(KiroUsage.builder().addBreakdown(costing(1, currency)).build());
            assertEquals(Optional.empty(), snapshot.cost(), currency);
        }
        assertTrue(map(KiroUsage.builder().addBreakdown(costing(1, "AZZ")).build())
                .cost()
                .isPresent());
    }

    @Test
    void makesIdsOfPlainLetters() {
        UsageSnapshot snapshot = map(KiroUsage.builder()
                .addBonus(bonus("AZ az 09!", 1, 2, 3))
                .addBonus(bonus("/:`{ Gift", 1, 2, 3))
                .addBonus(bonus("Gift", 1, 2, 3))
                .addBonus(bonus("Gift?", 1, 2, 3))
                .build());
        assertEquals(
                List.of("kiro-bonus-az-az-09", "kiro-bonus-gift", "kiro-bonus-gift-2", "kiro-bonus-gift-3"),
                further(snapshot).stream().map(NamedRateWindow::id).toList());
    }

    private static Breakdown costing(double cost, String currency) {
        return Breakdown.builder("Credits")
                .overage(Overage.builder(false)
                        .estimatedCost(cost)
                        .currency(currency)
                        .build())
                .build();
    }

    @Test
    void givesPacksWindows() {
        AddOnCredits addOns = new AddOnCredits(
                true,
                Optional.of(new Pack(42.5, 100, Optional.of(new PrintedDate("Jun 18, 2027")))),
                Optional.of(new OtherPacks(50, 200, 2)));
        UsageSnapshot snapshot = map(KiroUsage.builder().addOnCredits(addOns).build());
        assertEquals(
                List.of(
                        new NamedRateWindow(
                                "kiro-add-on-credits",
                                "Add-on credits",
                                RateWindow.builder(42.5)
                                        .amount(credits(42.5, 100))
                                        .resetsAt(Instant.parse("2027-06-18T00:00:00Z"), ResetPrecision.DAY)
                                        .resetDescription("expires Jun 18, 2027")
                                        .build()),
                        new NamedRateWindow(
                                "kiro-other-add-on-credits",
                                "Other add-on credits",
                                RateWindow.builder(25).amount(credits(50, 200)).build())),
                further(snapshot));
        assertEquals(List.of("Add-on credits: Available for purchase", "Other add-on packs: 2"), rows(snapshot));
    }

    @Test
    void saysWhoManagesThePlan() {
        UsageSnapshot snapshot = map(KiroUsage.builder()
                .plan("Q Developer Pro")
                .managedPlan(true)
                .enterprise(true)
                .manageUrl(URI.create("https://app.kiro.dev/account/usage"))
                .build());
        assertEquals(Optional.empty(), snapshot.primary());
        assertEquals(Optional.empty(), snapshot.secondary());
        assertEquals(
                List.of(
                        "Plan: Q Developer Pro",
                        "Usage: Managed by your administrator",
                        "Account: Managed by your organisation",
                        "Manage: https://app.kiro.dev/account/usage"),
                rows(snapshot));
    }

    @Test
    void showsNoCreditsLeftInOverage() {
        KiroUsage usage = KiroUsage.builder()
                .addBreakdown(
                        Breakdown.builder("Credits").used(1117.31).limit(1000).build())
                .build();
        assertEquals(List.of("Credits left: 0", "Credits used: 1117.31", "Credits total: 1000"), rows(map(usage)));
    }

    private static KiroUsage.Builder quarter() {
        return KiroUsage.builder()
                .addBreakdown(Breakdown.builder("Credits").used(12.5).limit(50).build());
    }

    private static Bonus bonus(String name, double used, double total, int days) {
        return new Bonus(Optional.of(name), used, total, OptionalInt.of(days));
    }

    /** The windows that are neither the credits nor all bonuses together. */
    private static List<NamedRateWindow> further(UsageSnapshot snapshot) {
        return snapshot.windows().stream()
                .filter(named -> named.id().startsWith("kiro-"))
                .toList();
    }

    private static NamedRateWindow named(String id, String title, double used, double total, int days) {
        return new NamedRateWindow(
                id,
                title,
                RateWindow.builder(100 * used / total)
                        .amount(credits(used, total))
                        .resetsAt(TODAY.plus(Duration.ofDays(days)), ResetPrecision.DAYS)
                        .resetDescription("expires in " + days + " days")
                        .build());
    }

    private static RateWindow.Amount credits(double used, double limit) {
        return new RateWindow.Amount(used, limit, "credits");
    }

    private static UsageSnapshot map(KiroUsage usage) {
        return KiroSnapshots.map(usage, KiroAccount.UNKNOWN, NOW).build();
    }

    private static List<String> rows(UsageSnapshot snapshot) {
        return snapshot.details().stream().map(KiroSnapshotsTest::row).toList();
    }

    private static String row(UsageDetail detail) {
        return detail.label() + ": " + detail.value()
                + detail.secondaryValue().map(note -> " (" + note + ")").orElse("");
    }
}
