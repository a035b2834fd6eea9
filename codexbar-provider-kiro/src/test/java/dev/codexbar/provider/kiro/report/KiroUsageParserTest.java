package dev.codexbar.provider.kiro.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KiroUsageParserTest {

    private static final String HEADER = "Estimated Usage | resets on 2026-08-01 | KIRO PRO\n";
    private static final String CREDITS = "Credits (250.00 of 1000 covered in plan)\n████ 25%\n";
    private static final String TIP = "Tip: to see context window usage, run /context\n";

    @Test
    void keepsAReportWithinAFlood() {
        String noise = "noise 5 | 7 %\n".repeat(100_000);
        KiroUsage usage = usage(noise + HEADER + CREDITS + TIP + noise);
        assertEquals(25, usage.breakdowns().get(0).usedPercent().orElseThrow());
        assertEquals(1, usage.breakdowns().size());
    }

    @Test
    void readsABarOfAnyLength() {
        KiroUsage usage =
                usage(HEADER + "Credits (1.00 of 1000 covered in plan)\n" + "█".repeat(1 << 20) + " 50%\n" + TIP);
        assertEquals(50, usage.breakdowns().get(0).percentShown().orElseThrow());
    }

    @Test
    void keepsABoundedNumberOfEntries() {
        KiroUsage usage = usage(
                HEADER + "Bonus credits:\n" + "x - 1/2 used (3 days left)\n".repeat(200) + CREDITS.repeat(200) + TIP);
        assertEquals(100, usage.bonuses().size());
        assertEquals(100, usage.breakdowns().size());
    }

    @Test
    void takesNoNameLongerThanAName() {
        // As long as a name may be.
        String name = "n".repeat(200);
        assertEquals(
                Optional.of(name),
                usage("Estimated Usage | resets on x | " + name + "\n" + CREDITS)
                        .plan());
        assertEquals(
                Optional.empty(),
                usage("Estimated Usage | resets on x | n" + name + "\n" + CREDITS)
                        .plan());
        assertEquals(
                Kind.INCOMPLETE_OUTPUT,
                problem(HEADER + "n" + name + " (1.00 of 2 covered in plan)\n").kind());
        assertEquals(
                Kind.INCOMPLETE_OUTPUT,
                problem(HEADER + "n" + name + " (1.00 used)\n").kind());
        assertEquals(
                Optional.empty(),
                usage(HEADER + "Bonus credits:\nn" + name + " - 1/2 used (3 days left)\n" + CREDITS)
                        .bonuses()
                        .get(0)
                        .name());
    }

    @Test
    void dependsOnNoLocale() {
        Locale before = Locale.getDefault();
        KiroUsage expected = usage(HEADER.replace("I", "i") + CREDITS + TIP);
        try {
            for (String tag : List.of("tr-TR", "ar-EG", "de-DE", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals(expected, usage(HEADER.replace("I", "i") + CREDITS + TIP), tag);
                assertInstanceOf(
                        KiroUsage.class,
                        KiroUsageParser.parse("PLAN: x".replace("LAN", "lan") + " | 1 usage breakdowns"));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "\r", "\t", "\ufeff", "\u001b[0m", "\u001b[", "\u0000"})
    void tellsEmptyOutput(String text) {
        byte[] output = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(KiroProblem.of(Kind.EMPTY_OUTPUT), KiroUsageParser.parseTerminal(output));
        assertFalse(KiroUsageParser.isComplete(TerminalText.of(output)));
    }

    @Test
    void quotesTheLastLinesOfWhatItCannotRead() {
        assertEquals(
                Optional.of("two three " + "4".repeat(100)),
                problem("one\n\ntwo\n  three\n" + "4".repeat(500)).message());
    }

    @Test
    void quotesErrorsWithoutIdentityAndControls() {
        assertEquals(
                Optional.of("OAuth error: denied for ***@*** now"),
                problem("OAuth error: denied\tfor jane.doe@example.com\u2028now\u200b\n")
                        .message());
        String quoted =
                problem("OAuth error: " + "\ud83c\udf81".repeat(1000)).message().orElseThrow();
        // An emoji is two characters long: half of one is never kept.
        assertTrue(quoted.length() <= 300 && quoted.endsWith("\udf81…"), quoted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "? ", "[?] ", "? \u2502 ", "\u001b[33m?\u001b[0m "})
    void knowsTheLoginMenuBehindAnyPromptMark(String mark) {
        String menu = TerminalText.of(
                (mark + "You are not logged in. Login now? \n\u276f Yes\n  No\n").getBytes(StandardCharsets.UTF_8));
        assertTrue(KiroUsageParser.isComplete(menu));
        assertEquals(KiroProblem.Kind.NOT_LOGGED_IN, ((KiroProblem) KiroUsageParser.parse(menu)).kind());
    }

    @Test
    void isNotCompleteInTheMiddleOfALine() {
        assertFalse(KiroUsageParser.isComplete("Login is required to use chat"));
        assertFalse(KiroUsageParser.isComplete("You are not logged in. Login now?"));
        assertTrue(KiroUsageParser.isComplete("You are not logged in. Login now?\n"));
        assertFalse(KiroUsageParser.isComplete(HEADER + CREDITS));
        assertFalse(KiroUsageParser.isComplete(
                HEADER + CREDITS + "To manage your plan or configure overages navigate to https://app.kiro.dev/acc"));
        assertTrue(KiroUsageParser.isComplete(HEADER + CREDITS
                + "To manage your plan or configure overages navigate to https://app.kiro.dev/account/usage"));
    }

    @Test
    void isNotCompleteAfterWordsThatSomebodyElseMaySay() {
        assertFalse(KiroUsageParser.isComplete("Not logged in\n"));
        assertFalse(KiroUsageParser.isComplete("Authentication Error\n"));
        assertFalse(KiroUsageParser.isComplete("OAuth error: github server needs login\n"));
        assertFalse(KiroUsageParser.isComplete("error: unexpected argument '--agent-engine' found\n"));
    }

    @Test
    void isNotCompleteWhileAReportFollowsAnError() {
        assertFalse(KiroUsageParser.isComplete("OAuth error: x\n" + HEADER));
        assertFalse(KiroUsageParser.isComplete(
                "OAuth error: x\n⚠️  Warning: Could not retrieve usage information from backend\n"));
    }

    /** What agents, servers and tips say in front of a report. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "OAuth error: github server needs login",
                "Your plan is managed by the platform team, ask them for more",
                "Your plan is managed by admin",
                "Plan: Pro\nYour plan is managed by admin.",
                "Conflicting options: none",
                "error: unexpected argument '--x' found",
                "Login is required to use github",
                "Your login session has expired in Jira"
            })
    void isNotCompleteInFrontOfTheReport(String banner) {
        String whole = banner + "\n\n" + HEADER + CREDITS + "\n" + TIP;
        KiroAnswer answer = usage(whole);
        assertEquals(usage(HEADER + CREDITS + TIP), answer);
        for (int end = whole.indexOf('\n'); end >= 0; end = whole.indexOf('\n', end + 1)) {
            String soFar = whole.substring(0, end + 1);
            assertTrue(
                    !KiroUsageParser.isComplete(soFar)
                            || KiroUsageParser.parse(soFar).equals(answer),
                    soFar);
        }
        assertTrue(KiroUsageParser.isComplete(whole));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Plan: Q Developer Pro\nYour plan is managed by admin\n",
                "  Plan: Q Developer Pro\n  Your plan is managed by Admin.\n",
                "┃ Plan: Q Developer Pro      ┃\n┃ Your plan is managed by admin ┃\n"
            })
    void readsAManagedPlanWhereverItStands(String text) {
        assertEquals(Optional.of("Q Developer Pro"), usage(text).plan());
        assertTrue(usage(text).managedPlan());
        assertFalse(KiroUsageParser.isComplete(text));
        assertTrue(KiroUsageParser.isComplete(text + "\n" + TIP));
    }

    @Test
    void readsASummaryWhereverItStands() {
        assertEquals(
                Optional.of("KIRO POWER"),
                usage("  Plan: KIRO POWER | 1 usage breakdowns\n").plan());
        assertEquals(
                Optional.of("KIRO POWER"),
                usage("┃ Plan: KIRO POWER | 1 usage breakdowns ┃\n").plan());
        assertEquals(
                Kind.UNREADABLE,
                problem("echo Plan: KIRO POWER | 1 usage breakdowns\n").kind());
        assertEquals(
                Kind.INCOMPLETE_OUTPUT,
                problem(HEADER + "Bonus credits:\n  Plan: X | 1 usage breakdowns\n  Your plan is managed by admin\n")
                        .kind());
    }

    @Test
    void readsAPercentageBehindThePair() {
        for (String line : List.of(
                "Credits (12.50 of 50 covered in plan) 25.0%", "Credits (12.50 of 50 covered in plan) ██ 25%")) {
            Breakdown credits = usage(HEADER + line + "\n" + TIP).breakdowns().get(0);
            assertEquals(25, credits.percentShown().orElseThrow());
            assertEquals(50, credits.limit().orElseThrow());
            assertEquals("Credits", credits.label());
        }
        KiroUsage dated = usage("| KIRO FREE\nCredits (12.50 of 50 covered in plan) 25.0% (resets on 01/15)\n");
        assertEquals("01/15", dated.reset().orElseThrow().text());
    }

    @Test
    void doesNotCallNothingOfNothingClamped() {
        KiroUsage usage = usage(HEADER + "Credits (0.00 of 0 covered in plan)\n████ 100%\n" + TIP);
        assertFalse(usage.breakdowns().get(0).clamped());
    }

    /** Names of every length, so that each end of a line falls on the last column once. */
    @ParameterizedTest
    @ValueSource(ints = {40, 60})
    void readsWrappedBonusesAndPacksOfEveryLength(int width) {
        String footer =
                "To manage your plan or purchase add-on credits navigate to https://app.kiro.dev/account/usage\n" + TIP;
        for (int length = 1; length <= 2 * width; length++) {
            String name = "n".repeat(length);
            String packs = "Additional credits\n" + "1".repeat(1 + length % 12)
                    + ".00 of 200000000000 used, expires Jun 18, 2027\n" + "5.00 of 10 credits across 2 packs\n";
            String whole = HEADER + "🎁 Bonus Credits:\n" + name + " - 1.00/2 used (3 days left)\nX" + name
                    + " - 5.00/10 used (9 days left)\nlast - 1.00/4 used (1 days left)\n" + CREDITS + packs + footer;
            assertEquals(usage(whole), usage(wrapped(whole, width)), wrapped(whole, width));
        }
    }

    private static String wrapped(String text, int width) {
        StringBuilder wrapped = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            String rest = line;
            while (rest.length() > width) {
                wrapped.append(rest, 0, width).append('\n');
                rest = rest.substring(width);
            }
            wrapped.append(rest).append('\n');
        }
        return wrapped.toString();
    }

    @Test
    void isCompleteAsSoonAsTheModelWasReached() {
        assertTrue(KiroUsageParser.isComplete("▸ Credits: 0.03 • Time: 2s"));
    }

    @Test
    void looksAtTheEndOnlyToTellCompleteness() {
        assertFalse(KiroUsageParser.isComplete(HEADER + CREDITS + TIP + "x".repeat(1 << 16)));
        assertTrue(KiroUsageParser.isComplete("x\n".repeat(1 << 16) + HEADER + CREDITS + TIP));
    }

    @Test
    void takesNoAddressThatIsNone() {
        assertEquals(
                Optional.empty(),
                usage(HEADER + CREDITS + "To manage your plan or go to https://[oops\n")
                        .manageUrl());
        assertEquals(
                Optional.empty(),
                usage(HEADER + CREDITS + "To manage your plan or ask\n" + TIP).manageUrl());
        assertEquals(
                Optional.empty(),
                usage(HEADER + CREDITS + "To manage your plan or https://a/" + "b".repeat(500) + "\n")
                        .manageUrl());
        assertEquals(
                "https://a/b",
                usage(HEADER + CREDITS + "To manage your plan or https://a/b or not\n")
                        .manageUrl()
                        .orElseThrow()
                        .toString());
    }

    @Test
    void addsUpPacksWithoutOverflow() {
        String packs =
                "1 of 2 used\n3 of 4 used\n5 of 6 credits across 2147483647 packs\n7 of 8 credits across x packs\n9 of 10\n";
        AddOnCredits addOns = usage(HEADER + CREDITS + "Additional credits\n" + packs + TIP)
                .addOnCredits()
                .orElseThrow();
        assertEquals(Optional.of(new Pack(1, 2, Optional.empty())), addOns.active());
        assertEquals(Optional.of(new OtherPacks(8, 10, Integer.MAX_VALUE)), addOns.others());
        assertEquals(Optional.empty(), usage(HEADER + CREDITS + packs + TIP).addOnCredits());
    }

    @Test
    void believesCreditsWithoutHeaderOnlyWithTheirBar() {
        assertEquals(1, usage(CREDITS).breakdowns().size());
        assertEquals(
                Kind.UNREADABLE,
                problem("Credits (250.00 of 1000 covered in plan)\n").kind());
    }

    @Test
    void takesTheLaterOfTwoBoxes() {
        String box = "| KIRO FREE |\n████ 20%\n(10.00 of 50 covered in plan)\n";
        KiroUsage usage = usage(box + "| KIRO PRO |\n████ 25%\n(250.00 of 1000 covered in plan)\n");
        assertEquals(Optional.of("KIRO PRO"), usage.plan());
        assertEquals(1, usage.breakdowns().size());
        assertEquals(Optional.of("KIRO FREE"), usage(box + "| a | table |\n").plan());
    }

    @Test
    void readsNothingBelowTheTip() {
        KiroUsage usage =
                usage(HEADER + CREDITS + TIP + "Bonus credits: 1/2 credits used, expires in 3 days\n" + CREDITS);
        assertEquals(1, usage.breakdowns().size());
        assertEquals(0, usage.bonuses().size());
    }

    @Test
    void takesNothingButACodeAsCurrency() {
        assertEquals(Optional.of("AZZ"), overage("Est. cost: $1.61 AZZ\n").currency());
        for (String other : List.of("US", "usd", "U$D", "@@@", "[[[", "USDT", "")) {
            Overage overage = overage("Est. cost: $1.61 " + other + "\n");
            assertEquals(Optional.empty(), overage.currency(), other);
            assertEquals(1.61, overage.estimatedCost().orElseThrow(), other);
        }
        // Without its currency, a cost at the end of the output may have lost digits.
        assertTrue(overage("Est. cost: $1.6").estimatedCost().isEmpty());
        assertEquals(1.61, overage("Est. cost: $1.61 USD").estimatedCost().orElseThrow());
        assertTrue(overage("Est. cost: unknown\n").estimatedCost().isEmpty());
    }

    private static Overage overage(String line) {
        return usage(HEADER + CREDITS + "Overages: Enabled\n" + line)
                .breakdowns()
                .get(0)
                .overage()
                .orElseThrow();
    }

    @Test
    void takesNoAddressLongerThanAnAddress() {
        String manage = HEADER + CREDITS + "To manage your plan or go to ";
        String longest = "https://a/" + "b".repeat(490);
        assertEquals(
                longest,
                usage(manage + longest + "\n").manageUrl().orElseThrow().toString());
        assertEquals(Optional.empty(), usage(manage + longest + "b\n").manageUrl());
    }

    @Test
    void showsEverythingButIdentity() {
        String plan = "Estimated Usage | resets on 2026-08-01 | of jane@example.com\n";
        assertTrue(usage(plan + CREDITS).toString().startsWith("KiroUsage[plan=of ***@***, "));
        assertEquals("KiroProblem[EMPTY_OUTPUT]", problem("").toString());
        assertEquals(
                "KiroProblem[NOT_LOGGED_IN: Not logged in]",
                problem("Not logged in").toString());
    }

    private static KiroUsage usage(String text) {
        return assertInstanceOf(KiroUsage.class, KiroUsageParser.parse(text));
    }

    private static KiroProblem problem(String text) {
        return assertInstanceOf(KiroProblem.class, KiroUsageParser.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ThrottlingException: Rate exceeded",
                "TooManyRequestsException",
                "RateLimitExceeded",
                "you are rate-limited",
                "request limit exceeded",
                "unexpected status code 429",
                "HTTP 429",
                "SlowDown",
                "Please slow down"
            })
    void knowsTheWordsOfThrottling(String reason) {
        assertEquals(KiroProblem.Kind.RATE_LIMITED, serviceProblem(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dispatch failure", "request 4429b was too slow", "account suspended", "timed out after 429 ms"})
    void takesNoOtherErrorForThrottling(String reason) {
        assertEquals(KiroProblem.Kind.UNAVAILABLE, serviceProblem(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Token expired",
                "the bearer token is expired",
                "The security token included in the request is expired"
            })
    void knowsTheWordsOfAnExpiredLogin(String reason) {
        assertEquals(KiroProblem.Kind.LOGIN_EXPIRED, serviceProblem(reason));
    }

    private static KiroProblem.Kind serviceProblem(String reason) {
        String text = "⚠️  Warning: Could not retrieve usage information from backend\nError: " + reason + "\n\n";
        return ((KiroProblem) KiroUsageParser.parse(text)).kind();
    }
}
