package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.UsageCost;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one breakdown: the credits, the bar and the overages below it. */
final class BreakdownReader {

    /** The words that distinguish the plan's credits from those of bonuses and packs. */
    static final String COVERED = "covered in plan";

    static final String OVERAGES = "Overages:";
    static final String CREDITS_USED = "Credits used:";
    static final String COST = "Est. cost:";

    /** {@code (250.00 of 1000 …} or {@code (250.00 used}, with the end of the line anywhere behind the number. */
    private static final Pattern FRAGMENT =
            Pattern.compile("\\([0-9.,]{1,24}+( (o|of( .*)?|u|us|use|used))?$|^[0-9.,]{0,24}+ ?used\\)$");

    /** Of a currency. */
    private static final int CODE_LENGTH = 3;

    private static final String RESETS = "resets on";
    private static final String DEFAULT_LABEL = "Credits";
    private static final String USUAL_UNIT = "request";

    private final String label;
    private OptionalDouble used = OptionalDouble.empty();
    private OptionalDouble limit = OptionalDouble.empty();
    private boolean unlimited;
    private OptionalDouble percent = OptionalDouble.empty();
    private boolean percentIsWhole;
    private boolean overagesDisabled;
    private Overage.@Nullable Builder overage;
    private @Nullable String reset;

    private BreakdownReader(String label) {
        this.label = label;
    }

    /** Begins a breakdown of which the bar comes first, as in the box. */
    static BreakdownReader atBar() {
        return new BreakdownReader("");
    }

    /** Begins a breakdown if the line is {@code LABEL (U of T covered in plan)} or {@code LABEL (U used)}. */
    static @Nullable BreakdownReader atPair(String text) {
        int covered = text.lastIndexOf(COVERED);
        return covered < 0 ? withoutLimit(text) : withLimit(text, covered);
    }

    /** Returns whether a line is a bar or a cost and has its end. */
    static boolean isWhole(String text) {
        return (text.endsWith("%") && Bar.read(text) != null)
                || (text.endsWith(" used)") && withoutLimit(text) != null)
                || (text.startsWith(COST)
                        && text.length() > CODE_LENGTH
                        && UsageCost.isCurrencyCode(text.substring(text.length() - CODE_LENGTH)));
    }

    /** Returns whether a line seems to be a part of a line about credits. */
    static boolean isFragment(String text) {
        return text.contains("covered") || FRAGMENT.matcher(text).find();
    }

    private static @Nullable BreakdownReader withLimit(String text, int covered) {
        LineScanner tail = new LineScanner(text.substring(covered + COVERED.length()));
        tail.dropStart(")");
        // The percentage stands on a line of its own, or here.
        Bar bar = Bar.read(tail.rest());
        Optional<String> reset = bar == null ? resetAfter(tail) : Optional.of(bar.reset());
        // From the right: a label may hold numbers and brackets of its own.
        LineScanner phrase = new LineScanner(text.substring(0, covered));
        OptionalDouble limit = phrase.numberAtEnd();
        if (reset.isEmpty() || limit.isEmpty() || !phrase.dropEnd("of")) {
            return null;
        }
        BreakdownReader breakdown = atUsed(phrase);
        if (breakdown != null) {
            breakdown.limit = limit;
            breakdown.reset = reset.get();
            if (bar != null) {
                breakdown.takeBar(bar);
            }
        }
        return breakdown;
    }

    private static @Nullable BreakdownReader withoutLimit(String text) {
        LineScanner phrase = new LineScanner(text);
        boolean fits = phrase.dropEnd("used)");
        // The CLI prints two decimals; "(5 used)" stands in the logs of others.
        boolean exact = phrase.rest().indexOf('.', phrase.rest().lastIndexOf('(') + 1) >= 0;
        BreakdownReader breakdown = fits ? atUsed(phrase) : null;
        if (breakdown == null || !breakdown.hasLabel() || !(exact || breakdown.label.equals(DEFAULT_LABEL))) {
            return null;
        }
        breakdown.unlimited = true;
        return breakdown;
    }

    private static @Nullable BreakdownReader atUsed(LineScanner phrase) {
        OptionalDouble used = phrase.numberAtEnd();
        if (used.isEmpty() || !phrase.dropEnd("(")) {
            return null;
        }
        String label = phrase.isEmpty() ? "" : FreeText.name(phrase.rest());
        if (label == null) {
            return null;
        }
        BreakdownReader breakdown = new BreakdownReader(label);
        breakdown.used = used;
        return breakdown;
    }

    /** Returns the date of {@code , resets on DATE}, blank if there is nothing, or empty if there is something else. */
    private static Optional<String> resetAfter(LineScanner phrase) {
        phrase.dropStart(",");
        phrase.dropStart("(");
        if (phrase.isEmpty()) {
            return Optional.of("");
        }
        if (RESETS.startsWith(phrase.rest())) {
            // Broken within these words.
            return Optional.of("");
        }
        if (!phrase.dropStart(RESETS)) {
            return Optional.empty();
        }
        phrase.dropEnd(")");
        return Optional.of(phrase.rest());
    }

    /** A bar with its percentage. How full the bar is says nothing: at 0 % all its blocks are there, in grey. */
    record Bar(OptionalDouble percent, boolean whole, String reset) {

        /** Reads {@code ████████ 25%}, or in the box {@code ████████ 25% (resets on 01/15)}. */
        static @Nullable Bar read(String text) {
            LineScanner phrase = new LineScanner(text).dropSymbols();
            OptionalDouble percent = phrase.numberAtStart();
            if (percent.isEmpty() || !phrase.dropStart("%")) {
                return null;
            }
            boolean whole = text.lastIndexOf('.', text.indexOf('%')) < 0;
            return resetAfter(phrase)
                    .map(reset -> new Bar(percent, whole, reset))
                    .orElse(null);
        }
    }

    boolean hasLabel() {
        return !label.isEmpty();
    }

    boolean hasPercent() {
        return percent.isPresent();
    }

    /** Returns the date that stood on the same line, or a blank text. */
    String reset() {
        return reset == null ? "" : reset;
    }

    /** Takes the credits of a line without label that stands below the bar; returns whether they belong here. */
    boolean takePair(BreakdownReader pair) {
        if (used.isPresent() || pair.hasLabel()) {
            return false;
        }
        used = pair.used;
        limit = pair.limit;
        if (percent.isEmpty()) {
            percent = pair.percent;
            percentIsWhole = pair.percentIsWhole;
        }
        return true;
    }

    /** Takes the percentage of a bar; returns whether the bar can belong to this breakdown. */
    boolean takeBar(Bar bar) {
        if (unlimited || percent.isPresent()) {
            return false;
        }
        percent = bar.percent();
        percentIsWhole = bar.whole();
        return true;
    }

    /** Reads a line about overages; {@code cut} if it may have lost its end. */
    boolean readOverage(String text, boolean cut) {
        LineScanner phrase = new LineScanner(text);
        if (phrase.dropStart(OVERAGES)) {
            boolean enabled = phrase.dropStart("Enabled");
            if (enabled || phrase.dropStart("Disabled")) {
                overagesDisabled = !enabled;
                overage = overage(enabled, phrase, cut);
            }
            return true;
        }
        if (overage == null) {
            return false;
        }
        if (phrase.dropStart(CREDITS_USED)) {
            // The one number with nothing behind it: if the output ends here, digits may be missing.
            if (!cut) {
                phrase.numberAtStart().ifPresent(overage::creditsUsed);
            }
            return true;
        }
        return phrase.dropStart(COST) && readCost(overage, phrase, cut);
    }

    /** {@code billed at $R per UNIT (managed by your organization)}, of which everything may be missing. */
    private static Overage.Builder overage(boolean enabled, LineScanner phrase, boolean cut) {
        Overage.Builder overage =
                Overage.builder(enabled).managedByOrganization(phrase.dropEnd("(managed by your organization)"));
        if (phrase.dropStart("billed at")) {
            OptionalDouble rate = phrase.dropSymbols().numberAtStart();
            boolean hasUnit = phrase.dropStart("per ");
            // If the output ends in the rate or in its unit, digits or letters may be missing.
            if (rate.isPresent() && (hasUnit || !cut)) {
                overage.rate(rate.getAsDouble());
            }
            if (hasUnit && (!cut || phrase.rest().equals(USUAL_UNIT))) {
                overage.rateUnit(FreeText.name(phrase.rest()));
            }
        }
        return overage;
    }

    private static boolean readCost(Overage.Builder overage, LineScanner phrase, boolean cut) {
        OptionalDouble cost = phrase.dropSymbols().numberAtStart();
        boolean known = UsageCost.isCurrencyCode(phrase.rest());
        if (cost.isPresent() && (known || !cut)) {
            overage.estimatedCost(cost.getAsDouble()).currency(known ? phrase.rest() : null);
        }
        return true;
    }

    Breakdown breakdown() {
        Breakdown.Builder breakdown = Breakdown.builder(hasLabel() ? label : DEFAULT_LABEL)
                .unlimited(unlimited)
                .clamped(isClamped())
                .overage(overage == null ? null : overage.build());
        used.ifPresent(breakdown::used);
        limit.ifPresent(breakdown::limit);
        percent.ifPresent(breakdown::percentShown);
        return breakdown.build();
    }

    /**
     * The formats that print whole percentages stop counting at the limit. With overages switched off Kiro itself stops
     * there, so then the numbers are right.
     */
    private boolean isClamped() {
        return percentIsWhole
                && percent.orElse(0) >= 100
                && used.isPresent()
                && limit.orElse(0) > 0
                && used.getAsDouble() >= limit.getAsDouble()
                && !overagesDisabled;
    }
}
