package dev.codexbar.provider.kiro.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports with broken lines of which nothing tells how wide the screen was: what may be wrong is unknown. */
class BrokenReportTest {

    private static final String HEADER = "Estimated Usage | resets on 2026-08-01 | KIRO PRO\n\n";
    private static final String CREDITS = "Credits (250.00 of 1000 covered in plan)\n████ 25%\n\n";
    private static final String GIFT = "Gift - 1.00/2 used (3 days left)\n";
    private static final String FOOTER =
            "To manage your plan or configure overages navigate to https://app.kiro.dev/account/usage\n";
    private static final String TIP = "Tip: to see context window usage, run /context\n";

    private static KiroUsage usage(String text) {
        return assertInstanceOf(KiroUsage.class, KiroUsageParser.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "🎁 Bonus credits: 12\n5.00/10 credits used, expires in 7 days\n",
                "🎁 Bonus credits: 125.00/1\n0 credits used, expires in 7 days\n",
                "🎁 Bonus Credits:\n" + GIFT + "Welcome - 12\n5.00/10 used (3 days left)\n",
                "🎁 Bonus Credits:\n" + GIFT + "Welcome - 125.00/1\n0 used (3 days left)\n",
                "🎁 Bonus Credits:\n" + GIFT + "Welcome - 125.00/10 us\ned (3 days left)\n",
                "🎁 Bonus Credits:\n" + GIFT + "Welcome - 125.00/10 used (3 da\nys left)\n",
                "🎁 Bonus Credits:\n" + GIFT + "Welcome - 125.00/10 used (3\ndays left)\n",
                "🎁 Bonus Credits:\n" + GIFT + "5.00/10 used (3 days left)\nnoise\n6.00/10 used (3 days left)\n",
                "🎁 Bonus Credits:\nWelcome - 125.00/10 used (3 days left)Gift - 1.00/2 used (3 days left)\n",
            })
    void knowsNoBonusIfOneOfThemIsBroken(String block) {
        KiroUsage usage = usage(HEADER + block + "\n" + CREDITS + FOOTER);
        assertEquals(List.of(), usage.bonuses());
        assertEquals(OptionalDouble.of(25), usage.breakdowns().get(0).usedPercent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Welcome: 45.53/50\n0 (expires in 19 days)\nOdd: 1/2 (expires in 1 days)\n",
                "Welcome: 45.53/500 (expires in 1\n9 days)\nOdd: 1/2 (expires in 1 days)\n",
                "Welcome: 4\n5.53/500 (expires in 19 days)\nOdd: 1/2 (expires in 1 days)\n",
            })
    void knowsNoBonusOfThePanelIfOneOfThemIsBroken(String lines) {
        assertEquals(List.of(), usage(HEADER + CREDITS + lines + FOOTER).bonuses());
    }

    @Test
    void keepsBonusesBesideNoise() {
        KiroUsage usage =
                usage(HEADER + "🎁 Bonus Credits:\n" + GIFT + "[info] a server started\n" + GIFT + CREDITS + TIP);
        assertEquals(2, usage.bonuses().size());
        assertEquals(
                1,
                usage(HEADER + CREDITS + "Odd: 1/2 (expires in 1 days)\n" + FOOTER)
                        .bonuses()
                        .size());
    }

    @Test
    void readsBonusesWithoutNameBelowTheirTitleOnly() {
        KiroUsage usage =
                usage(HEADER + "Bonus credits:\n1.00/2 used (3 days left)\n2.00/3 used (4 days left)\n" + CREDITS);
        assertEquals(2, usage.bonuses().size());
        assertEquals(Optional.empty(), usage.bonuses().get(1).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Vibe requests (225.00 of\n225 covered in plan)\n████ 100%\n\n",
                "Vibe requests (22\n5.00 of 225 covered in plan)\n████ 100%\n\n",
                "Vibe requests (225.00 of 225 cov\nered in plan)\n████ 100%\n\n",
                "Vibe requests (225.00 of 225 covered in\nplan)\n████ 100%\n\n",
                "Vibe requests (96625.4\n0 used)\n\n",
                "Vibe requests (96625.40 us\ned)\n\n",
            })
    void takesNoLaterQuotaForTheMainOne(String broken) {
        String later = "Spec requests (31.00 of 125 covered in plan)\n████ 24%\n\nOverages: Disabled\n\n";
        KiroAnswer answer = KiroUsageParser.parse(HEADER + broken + later + FOOTER + TIP);
        assertFalse(answer instanceof KiroUsage usage && !usage.breakdowns().isEmpty(), answer::toString);
        KiroAnswer behindBonuses =
                KiroUsageParser.parse(HEADER + "🎁 Bonus Credits:\n" + GIFT + "\n" + broken + later + FOOTER);
        assertFalse(
                behindBonuses instanceof KiroUsage usage && !usage.breakdowns().isEmpty(), behindBonuses::toString);
    }

    @Test
    void givesNoQuotaWhatBelongsToABrokenOne() {
        KiroUsage usage = usage(HEADER + CREDITS
                + "Overages: Disabled\n\nSpec requests (31.0\n0 of 125 covered in plan)\n"
                + "████ 24%\n\nOverages: Enabled  billed at $0.20 per request\nCredits used: 5.00\n\n" + FOOTER);
        assertEquals(1, usage.breakdowns().size());
        Breakdown credits = usage.breakdowns().get(0);
        assertEquals(OptionalDouble.of(25), credits.percentShown());
        assertFalse(credits.overage().orElseThrow().enabled());
        KiroUsage unlimited = usage(HEADER + "Credits (320.00 used)\n\nSpec requests (31.0\n0 of 125 covered in plan)\n"
                + "████ 24%\n\n" + FOOTER);
        assertEquals(OptionalDouble.empty(), unlimited.breakdowns().get(0).percentShown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"| KIRO FREE |\n(1.00 of 2 covered in plan), resets on 01/15\n", "| x | 50% |\n████ 50%\n"})
    void takesNoTableForAReportWhoseNumbersAreLost(String table) {
        String lost = HEADER + "Credits (250.0\n0 of 1000 covered in plan)\n████ 25%\n\n" + FOOTER + TIP;
        KiroProblem problem = assertInstanceOf(KiroProblem.class, KiroUsageParser.parse(lost + table));
        assertEquals(Kind.UNREADABLE, problem.kind());
        assertInstanceOf(KiroProblem.class, KiroUsageParser.parse(HEADER + CREDITS + FOOTER + TIP + lost));
        // A later report counts again.
        assertEquals(1, usage(lost + HEADER + CREDITS + FOOTER).breakdowns().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Overages: Enabled  billed at $0.0\n4 per request\n",
                "Overages: Enabled  billed at $0.\n04 per request\n",
                "Overages: Enabled\nCredits used: 1\n240.29\n",
                "Overages: Enabled\nCredits used: 1,\n240.29\n",
                "Overages: Enabled\nEst. cost: $1\n.61 USD\n",
            })
    void takesNoNumberThatMayGoOnInTheNextLine(String lines) {
        Overage overage = usage(HEADER + CREDITS + lines + FOOTER)
                .breakdowns()
                .get(0)
                .overage()
                .orElseThrow();
        assertEquals(OptionalDouble.empty(), overage.rate());
        assertEquals(OptionalDouble.empty(), overage.creditsUsed());
        assertEquals(OptionalDouble.empty(), overage.estimatedCost());
    }

    @Test
    void takesNoDateThatMayGoOnInTheNextLine() {
        assertEquals(
                Optional.empty(),
                usage("Estimated Usage | resets on 08/1\n5 | KIRO PRO\n" + CREDITS + FOOTER)
                        .reset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\n2.00 of 10 used, expires Jun 18, 2027\n", "noise\n2.00 of 10 credits across 3 packs\n"})
    void takesNoPackWhoseFirstDigitsMayBeMissing(String lines) {
        AddOnCredits addOns = usage(HEADER + CREDITS + "Additional credits\n" + lines + FOOTER)
                .addOnCredits()
                .orElseThrow();
        assertEquals(new AddOnCredits(false, Optional.empty(), Optional.empty()), addOns);
    }

    @Test
    void takesNoPercentageFromTheRestOfABar() {
        Breakdown credits = usage(HEADER + "Credits (1000.00 of 1000 covered in plan)\n████████ 100.\n0%\n\n" + FOOTER)
                .breakdowns()
                .get(0);
        assertEquals(OptionalDouble.of(100), credits.percentShown());
    }

    @Test
    void readsABoxWhoseResetIsBroken() {
        KiroUsage usage = usage("| KIRO FREE |\n████ 25% (resets o\nn 01/01)\n(12.50 of 50 covered in plan)\n");
        assertEquals(OptionalDouble.of(25), usage.breakdowns().get(0).usedPercent());
        assertEquals(Optional.empty(), usage.reset());
    }

    @Test
    void takesATipAmongBonusesForTheNameOfOne() {
        KiroAnswer answer = KiroUsageParser.parse(HEADER + "🎁 Bonus Credits:\n" + GIFT
                + "Tip: to see context window usage, run /context - 6.00/7\n0 used (8 days left)\n" + GIFT + CREDITS);
        assertFalse(answer instanceof KiroUsage usage && !usage.bonuses().isEmpty(), answer::toString);
    }

    @Test
    void knowsTheFooterOfEveryPlan() {
        for (String what : List.of("", "or configure overages ", "or purchase add-on credits ")) {
            String footer = "To manage your plan " + what + "navigate to https://app.kiro.dev/account/usage";
            assertTrue(KiroUsageParser.isComplete(HEADER + CREDITS + footer));
            assertEquals(
                    "https://app.kiro.dev/account/usage",
                    usage(HEADER + CREDITS + footer).manageUrl().orElseThrow().toString());
        }
    }
}
