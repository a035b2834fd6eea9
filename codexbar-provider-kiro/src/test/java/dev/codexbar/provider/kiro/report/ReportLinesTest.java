package dev.codexbar.provider.kiro.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportLinesTest {

    private static final String TIP = "Tip: to see context window usage, run /context";

    /** {@link #TIP} on a screen of 30 columns. */
    private static final String BROKEN_TIP = "Tip: to see context window usa\nge, run /context";

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (ReportLines report = new ReportLines(text); report.next(); ) {
            lines.add(report.text());
        }
        return lines;
    }

    private static List<Boolean> cuts(String text) {
        List<Boolean> cuts = new ArrayList<>();
        for (ReportLines report = new ReportLines(text); report.next(); ) {
            cuts.add(report.isCut());
        }
        return cuts;
    }

    @Test
    void leavesLinesAloneThatNoScreenBroke() {
        assertEquals(List.of(""), lines(""));
        assertEquals(List.of("one", "two", "", "three", ""), lines("one\r\ntwo\n\nthree\n"));
        assertEquals(List.of(TIP, "x"), lines(TIP + "\nx"));
    }

    @Test
    void joinsAtTheWidthOfABrokenSentence() {
        assertEquals(
                List.of("Credits (1250.00 of 5000 covered in plan)", TIP),
                lines("Credits (1250.00 of 5000 cover\ned in plan)\n" + BROKEN_TIP));
    }

    @Test
    void putsALostBlankBack() {
        // 29 characters, and the blank in the last column.
        assertEquals(
                List.of("Gift of a longer name for all - 1.00/2 used (3 days left)", TIP),
                lines("Gift of a longer name for all\n- 1.00/2 used (3 days left)\n" + BROKEN_TIP));
    }

    @Test
    void learnsTheWidthFromASentenceBrokenAtABlank() {
        // At 29 columns the blank is lost, at 28 it is at the beginning of the next line.
        assertEquals(
                List.of("Estimated Usage | resets on 2026-08-01 | X", TIP),
                lines(
                        "Estimated Usage | resets on 20\n26-08-01 | X\nTip: to see context window usa\nge, run /context"));
        assertEquals(
                List.of(
                        "Estimated Usage | resets on x",
                        "To manage your plan navigate to https://app.kiro.dev/account/usage"),
                lines(
                        "Estimated Usage | re\nsets on x\nTo manage your plan\nnavigate to https://\napp.kiro.dev/account\n/usage"));
        assertEquals(
                List.of(
                        "Estimated Usage | resets on x",
                        "To manage your plan navigate to https://app.kiro.dev/account/usage"),
                lines(
                        "Estimated Usage | r\nesets on x\nTo manage your plan\n navigate to https:\n//app.kiro.dev/acco\nunt/usage"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"  ", "    "})
    void takesTheIndentationOfContinuationsAway(String indent) {
        assertEquals(
                List.of("Credits used: 1240.29", "████████████████████ 25%"),
                lines("Credits used: 1\n" + indent + "240.29\n███████████████\n" + indent + "█████ 25%"));
        String wholeText = "Credits used: 1\n240.29\n███████████████\n█████ 25%".replaceAll("(?m)^", indent);
        assertEquals(List.of(indent + "Credits used: 1240.29", indent + "████████████████████ 25%"), lines(wholeText));
    }

    @Test
    void learnsTheWidthFromABrokenBar() {
        assertEquals(
                List.of("Est. cost: $12.61 USD", "██████████████ 25%"),
                lines("Est. cost: $1\n2.61 USD\n█████████████\n█ 25%"));
        // Broken within the percentage, and in front of the blank, which is lost or not.
        assertEquals(
                List.of("Est. cost: $12.61 USD", "███████████ 25%"),
                lines("Est. cost: $1\n2.61 USD\n███████████ 2\n5%"));
        assertEquals(
                List.of("Est. cost: $12.61 USD", "█████████████ 25%"),
                lines("Est. cost: $1\n2.61 USD\n█████████████\n 25%"));
        assertEquals(
                List.of("Est. cost: $12.61 USD", "████████████25%"),
                lines("Est. cost: $1\n2.61 USD\n████████████\n25%"));
    }

    @Test
    void joinsABarWithItsPercentageAtAnyWidth() {
        assertEquals(List.of("████ 100.0%"), lines("████ 100.\n0%"));
        assertEquals(List.of("████ 100.0%"), lines("████ 100.\n    0%"));
        assertEquals(List.of("████ 25%"), lines("████ 2\n5%"));
        assertEquals(List.of("┃ ████ 25% (resets on 01/01) ┃"), lines("┃ ████ 2\n5% (resets on 01/01) ┃"));
        // What is no percentage does not belong to the bar.
        assertEquals(List.of("████", "(1.00 of 2 covered in plan)"), lines("████\n(1.00 of 2 covered in plan)"));
        assertEquals(List.of("████ 25%", "5%"), lines("████ 25%\n5%"));
        assertEquals(List.of("████", "12345678901%"), lines("████\n12345678901%"));
    }

    @Test
    void joinsNothingThatBeginsOrEndsAStatement() {
        // Both lines are as long as the screen is wide.
        String bonus = "A gift - 1.00/2 used (13 days left)";
        String tip = TIP.substring(0, bonus.length()) + "\n" + TIP.substring(bonus.length());
        assertEquals(
                List.of(bonus, "B - 1.00/2 used (3 days left)", TIP),
                lines(bonus + "\nB - 1.00/2 used (3 days left)\n" + tip));
        String plan = "Estimated Usage | resets on x | 123";
        assertEquals(List.of(plan, "Overages: Disabled", TIP), lines(plan + "\nOverages: Disabled\n" + tip));
        assertEquals(List.of(plan, "", "noise", TIP), lines(plan + "\n\nnoise\n" + tip));
    }

    @Test
    void marksLinesAfterWhichANumberMayGoOn() {
        assertEquals(List.of(true), cuts("Credits used: 1"));
        assertEquals(List.of(false, true), cuts("Credits used: 1\n"));
        assertEquals(List.of(true, false, true), cuts("Credits used: 1\n2.00\n"));
        assertEquals(List.of(true, false, true), cuts("Credits used: 1.\n  25\n"));
        assertEquals(List.of(false, false, true), cuts("Credits used: 1\nx\n"));
        assertEquals(List.of(false, false, true), cuts("Credits used: 1\n\n2"));
    }

    @Test
    void joinsABoundedNumberOfPieces() {
        List<String> lines = lines("x".repeat(30) + ("\n" + "y".repeat(30)).repeat(40) + "\n" + BROKEN_TIP);
        assertEquals(12 * 30, lines.get(0).length());
        assertEquals(12 * 30, lines.get(1).length());
    }

    @Test
    void knowsThatEmojiAreWideOnSomeScreens() {
        // 30 characters or 30 columns.
        assertEquals(
                List.of("🎁 Bonus credits: 45.53/2000 credits used, expires in 19 days", TIP),
                lines("🎁 Bonus credits: 45.53/2000 cr\nedits used, expires in 19 days\n" + BROKEN_TIP));
        assertEquals(
                List.of("🎁 Bonus credits: 45.53/2000 credits used, expires in 19 days", TIP),
                lines("🎁 Bonus credits: 45.53/2000 c\nredits used, expires in 19 days\n" + BROKEN_TIP));
    }
}
