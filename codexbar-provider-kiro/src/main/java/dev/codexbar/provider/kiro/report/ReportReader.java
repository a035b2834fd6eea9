package dev.codexbar.provider.kiro.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one report, line by line, from its header to whatever ends it.
 *
 * <p>Each kind of line has a method that tells whether it recognised the line. Lines that no method recognises are
 * noise. All of them take lines {@linkplain #withoutFrame without frame}, which are not empty.
 */
final class ReportReader {

    static final String TITLE = "Estimated Usage";
    private static final String MANAGE = "To manage your plan ";
    private static final String MONTHLY = "Monthly credits:";
    private static final String BONUSES = "Bonus credits:";
    private static final String ORGANIZATION = "Since your account is through your organization";
    private static final String TIP = "Tip: to see context window usage, run ";

    /** What lines begin with that cannot continue the line before them. */
    private static final List<String> BEGINNINGS = List.of(
            "🎁 Bonus credits:",
            "🎁 Bonus Credits:",
            BreakdownReader.OVERAGES,
            BreakdownReader.CREDITS_USED,
            BreakdownReader.COST,
            AddOnReader.TITLE,
            AddOnReader.FOR_SALE,
            MANAGE,
            ORGANIZATION,
            TIP,
            MONTHLY,
            BONUSES,
            "Plan: ",
            OutputReader.MANAGED,
            "Error: ",
            "error: ",
            "Not logged in",
            "⚠",
            "▸ Credits:",
            "█");

    /** Enough of a broken line to know what it begins with. */
    private static final int SHORTEST_BEGINNING = 10;

    /** Whole lines, to which nothing can be missing. */
    private static final List<String> WHOLE_LINES =
            List.of(AddOnReader.TITLE, AddOnReader.FOR_SALE, MONTHLY, BONUSES, BreakdownReader.OVERAGES + " Disabled");

    private static final String FRAMES = "┃│║";
    private static final String FLOORS = "┗╰└╚";
    private static final String CORNERS = FLOORS + "┏┣╭├┌╔╠";

    /** More than any account has: what comes after so many is not kept. */
    static final int MOST_ENTRIES = 100;

    private static final int LONGEST_ADDRESS = 500;

    /** What a report begins with, and so how much must follow before it is believed; the clearest comes first. */
    private enum Start {
        /** {@code Estimated Usage | resets on … | plan}. */
        HEADER,
        /** {@code | plan |}, in a box or without one. */
        PLAN_LINE,
        /** Nothing: the first line is a breakdown. */
        BREAKDOWN
    }

    private final Start start;
    private final List<BreakdownReader> breakdowns = new ArrayList<>();
    private final List<Bonus> bonuses = new ArrayList<>();
    private final AddOnReader addOns = new AddOnReader();
    private @Nullable String plan;
    private @Nullable PrintedDate reset;
    private boolean inBonusBlock;
    private boolean monthly;
    private boolean enterprise;
    private @Nullable URI manageUrl;
    private boolean footer;
    private boolean ended;
    private boolean unreadNumbers;

    /** Whether the line before is one below which a bonus without a name may stand. */
    private boolean bareBonusMayFollow;

    /** Whether a part of a bonus was found whose rest is missing, so that the others are not all. */
    private boolean bonusLost;

    /** Whether the credits of a breakdown are missing, so that what follows belongs to none that is known. */
    private boolean breakdownLost;

    private boolean barWithoutCredits;

    private boolean bonusBlockMayBeOver;

    private ReportReader(Start start) {
        this.start = start;
    }

    /**
     * Begins a report if the line is {@code Estimated Usage | resets on DATE | PLAN}, or its beginning; {@code cut}
     * tells that it may have lost its end.
     */
    static @Nullable ReportReader atHeader(String text, boolean cut) {
        LineScanner phrase = new LineScanner(text);
        if (!phrase.dropStart(TITLE) || !(phrase.isEmpty() || phrase.dropStart("|"))) {
            return null;
        }
        ReportReader report = new ReportReader(Start.HEADER);
        if (phrase.dropStart("resets on")) {
            // A date holds no bar, but a plan may.
            String rest = phrase.rest();
            int bar = rest.indexOf('|');
            report.resetsOn(bar < 0 ? rest : rest.substring(0, bar), cut && bar < 0);
            report.plan = bar < 0 ? null : FreeText.name(rest.substring(bar + 1));
        } else {
            report.plan = FreeText.name(phrase.rest());
        }
        return report;
    }

    /** Begins a report if the line is {@code | PLAN} or {@code | PLAN |}. */
    static @Nullable ReportReader atPlanLine(String text) {
        LineScanner phrase = new LineScanner(text);
        if (!phrase.dropStart("|")) {
            return null;
        }
        phrase.dropEnd("|");
        String name = FreeText.name(phrase.rest());
        // A title, as in a box of bars, is no plan.
        if (name == null || !Character.isLetterOrDigit(name.codePointAt(0)) || name.endsWith(":")) {
            return null;
        }
        ReportReader report = new ReportReader(Start.PLAN_LINE);
        report.plan = name;
        return report;
    }

    /** Begins a report without a header if the line is a whole breakdown. */
    static @Nullable ReportReader atBreakdown(String text) {
        BreakdownReader breakdown = BreakdownReader.atPair(text);
        if (breakdown == null || !breakdown.hasLabel()) {
            return null;
        }
        ReportReader report = new ReportReader(Start.BREAKDOWN);
        report.breakdowns.add(breakdown);
        return report;
    }

    /** Returns whether a line cannot be the continuation of the line before it. */
    static boolean startsStatement(String line) {
        String text = withoutFrame(line);
        return text.isEmpty()
                || FRAMES.indexOf(text.charAt(0)) >= 0
                || CORNERS.indexOf(text.charAt(0)) >= 0
                || text.length() < line.strip().length()
                || BEGINNINGS.stream().anyMatch(beginning -> beginsLike(text, beginning))
                || atHeader(text, false) != null
                || atBreakdown(text) != null;
    }

    private static boolean beginsLike(String text, String beginning) {
        return text.startsWith(beginning) || (text.length() >= SHORTEST_BEGINNING && beginning.startsWith(text));
    }

    /** Returns whether nothing can follow on a line, because it has all parts of a line of its kind. */
    static boolean isWholeStatement(String line) {
        String text = withoutFrame(line);
        return isFramed(line)
                || BonusLine.isWhole(text)
                || AddOnReader.isWholePack(text)
                || BreakdownReader.isWhole(text)
                || WHOLE_LINES.contains(new LineScanner(text).dropSymbols().rest());
    }

    /** Returns whether a line is the last one under a report and under the errors of the service. */
    static boolean isTip(String text) {
        return text.startsWith(TIP);
    }

    /** Reads the next line; {@code cut} if it may have lost its end. */
    void read(String text, boolean cut) {
        if (ended) {
            return;
        }
        boolean mayBeBare = bareBonusMayFollow;
        bareBonusMayFollow = false;
        boolean recognised = readBonus(text, mayBeBare)
                || readBreakdown(text, cut)
                || readBar(text, cut)
                || readReset(text, cut)
                || readOverage(text, cut)
                || addOns.read(text, cut)
                || readFooter(text, cut);
        if (!recognised) {
            addOns.skip();
            noteFragment(text);
        }
        monthly |= text.equals(MONTHLY);
    }

    /** Notes an empty line. */
    void readBlank() {
        bonusBlockMayBeOver = !bonuses.isEmpty() || bonusLost;
    }

    /** Notes that a line seems to be a part of a broken one, whose numbers are lost. */
    private void noteFragment(String text) {
        unreadNumbers |= text.contains(BreakdownReader.COVERED);
        bonusLost |= inBonusBlock ? BonusLine.isFragment(text) : BonusLine.isFragmentOfPanel(text);
        breakdownLost |= (!inBonusBlock || bonusBlockMayBeOver) && BreakdownReader.isFragment(text);
    }

    boolean hasHeader() {
        return start == Start.HEADER;
    }

    /** Returns whether this report begins at least as unmistakably as another one. */
    boolean isAsClearAs(ReportReader other) {
        return start.compareTo(other.start) <= 0;
    }

    /** Returns whether more than its numbers marks this as a report. */
    boolean isAnnounced() {
        return start == Start.HEADER || (start == Start.PLAN_LINE && (monthly || hasNumbers()));
    }

    /** Returns whether the report holds numbers of the plan, and enough else to be believed. */
    boolean hasNumbers() {
        return !breakdowns.isEmpty()
                && (start != Start.BREAKDOWN || breakdowns.get(0).hasPercent());
    }

    /** Returns whether the report came to its end and has no numbers of the plan, because the account has none. */
    boolean isWithoutMetrics() {
        return start == Start.HEADER && footer && breakdowns.isEmpty() && !unreadNumbers;
    }

    /** Returns whether a report has a header and a bar, but the numbers that belong to the bar are missing. */
    boolean hasLostNumbers() {
        return start == Start.HEADER && breakdowns.isEmpty() && barWithoutCredits;
    }

    /** Returns whether the lines below the numbers, or below where they should be, have come. */
    boolean isComplete() {
        return footer;
    }

    /** Returns whether the next line may be about a bonus, whose name is free text. */
    boolean isInBonusBlock() {
        return inBonusBlock && !ended;
    }

    /** Returns whether all further lines are noise. */
    boolean isEnded() {
        return ended;
    }

    @Nullable
    String plan() {
        return plan;
    }

    KiroUsage usage() {
        KiroUsage.Builder usage = KiroUsage.builder()
                .plan(plan)
                .reset(reset)
                .addOnCredits(addOns.credits())
                .enterprise(enterprise)
                .manageUrl(manageUrl);
        breakdowns.forEach(breakdown -> usage.addBreakdown(breakdown.breakdown()));
        if (!bonusLost) {
            bonuses.forEach(usage::addBonus);
        }
        return usage.build();
    }

    private boolean readBonus(String text, boolean mayBeBare) {
        // The interactive panel has no line above its bonuses.
        if (inBonusBlock || text.endsWith(" days)")) {
            Bonus entry = BonusLine.read(new LineScanner(text));
            if (entry != null && (mayBeBare || !BonusLine.isBare(text))) {
                add(entry);
                bareBonusMayFollow = true;
                return true;
            }
            if (entry != null) {
                // The beginning of its number may be lost.
                bonusLost = true;
                return true;
            }
        }
        LineScanner scanner = new LineScanner(text).dropSymbols();
        if (!scanner.dropStart(BONUSES)) {
            return false;
        }
        bareBonusMayFollow = scanner.isEmpty();
        bonusLost |= BonusLine.isFragment(scanner.rest());
        Bonus single = BonusLine.read(scanner);
        inBonusBlock = single == null;
        if (single != null) {
            bonusLost = false;
            add(single);
        }
        return true;
    }

    private void add(Bonus bonus) {
        bonusLost |= BonusLine.isOfTwo(bonus);
        if (bonuses.size() < MOST_ENTRIES) {
            bonuses.add(bonus);
        }
    }

    private boolean readBreakdown(String text, boolean cut) {
        // What is cut may still become a bonus with a strange name.
        BreakdownReader read = cut && inBonusBlock ? null : BreakdownReader.atPair(text);
        if (read == null) {
            return false;
        }
        inBonusBlock = false;
        if (breakdownLost) {
            return true;
        }
        resetsOn(read.reset(), cut);
        BreakdownReader current = current();
        boolean belongsToBar = current != null && current.takePair(read);
        if (!belongsToBar && breakdowns.size() < MOST_ENTRIES) {
            breakdowns.add(read);
        }
        return true;
    }

    private boolean readBar(String text, boolean cut) {
        BreakdownReader.Bar bar = BreakdownReader.Bar.read(text);
        if (bar == null) {
            return false;
        }
        BreakdownReader current = current();
        if (current == null && start == Start.PLAN_LINE) {
            current = BreakdownReader.atBar();
            breakdowns.add(current);
        }
        if (current == null) {
            unreadNumbers = true;
            barWithoutCredits = true;
            breakdownLost = true;
        } else if (!breakdownLost) {
            breakdownLost = !current.takeBar(bar);
        }
        resetsOn(bar.reset(), cut);
        return true;
    }

    /** The date without a percentage, as in a box whose bar has none. */
    private boolean readReset(String text, boolean cut) {
        LineScanner phrase = new LineScanner(text).dropSymbols();
        if (start != Start.PLAN_LINE || !phrase.dropStart("resets on")) {
            return false;
        }
        phrase.dropEnd(")");
        resetsOn(phrase.rest(), cut);
        return true;
    }

    private boolean readOverage(String text, boolean cut) {
        BreakdownReader current = current();
        return current != null && !breakdownLost && current.readOverage(text, cut);
    }

    private @Nullable BreakdownReader current() {
        return breakdowns.isEmpty() ? null : breakdowns.get(breakdowns.size() - 1);
    }

    private void resetsOn(String date, boolean cut) {
        String text = FreeText.name(date);
        if (text != null && reset == null && (!cut || PrintedDates.isWhole(text))) {
            reset = new PrintedDate(text);
        }
    }

    private boolean readFooter(String text, boolean cut) {
        if (text.startsWith(MANAGE)) {
            // An address that has lost its end leads nowhere, and its line is not at its end either.
            manageUrl = cut && !text.endsWith("/account/usage") ? null : address(text);
            footer |= manageUrl != null;
        } else if (text.startsWith(ORGANIZATION)) {
            footer = true;
            enterprise = true;
        } else if (isTip(text) || (start == Start.PLAN_LINE && FLOORS.indexOf(text.charAt(0)) >= 0)) {
            // The name of a bonus may begin like anything.
            boolean nameOfBonus = isTip(text) && inBonusBlock;
            bonusLost |= nameOfBonus;
            unreadNumbers |= nameOfBonus && breakdowns.isEmpty();
            footer |= !cut || !inBonusBlock;
            ended = footer;
        } else {
            return false;
        }
        return true;
    }

    private static @Nullable URI address(String text) {
        int from = text.indexOf("https://");
        if (from < 0 || text.length() - from > LONGEST_ADDRESS) {
            return null;
        }
        int to = text.indexOf(' ', from);
        try {
            return new URI(to < 0 ? text.substring(from) : text.substring(from, to));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Returns whether a line has both sides of a box. */
    private static boolean isFramed(String line) {
        String text = line.strip();
        return text.length() > 1
                && FRAMES.indexOf(text.charAt(0)) >= 0
                && text.charAt(text.length() - 1) == text.charAt(0);
    }

    /** Returns a line without blanks around it, and without the frame of the box, which belongs to no line. */
    static String withoutFrame(String line) {
        LineScanner phrase = new LineScanner(line);
        String text = phrase.rest();
        if (text.isEmpty() || FRAMES.indexOf(text.charAt(0)) < 0) {
            return text;
        }
        String side = text.substring(0, 1);
        phrase.dropStart(side);
        phrase.dropEnd(side);
        return phrase.rest();
    }
}
