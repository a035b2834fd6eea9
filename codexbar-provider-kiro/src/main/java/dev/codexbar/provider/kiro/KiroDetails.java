package dev.codexbar.provider.kiro;

import dev.codexbar.core.UsageDetail;
import dev.codexbar.provider.kiro.report.AddOnCredits;
import dev.codexbar.provider.kiro.report.Bonus;
import dev.codexbar.provider.kiro.report.Breakdown;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.Overage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the Kiro CLI said, as rows for people, with the labels that dashboards know. */
final class KiroDetails {

    /** Below it, numbers do without BigDecimal, whose first use takes JDK 25 longer than starting a program (14 ms). */
    private static final double LARGE = 1e15;

    private final List<UsageDetail> rows = new ArrayList<>();

    private KiroDetails() {}

    static List<UsageDetail> of(KiroUsage usage) {
        KiroDetails details = new KiroDetails();
        usage.plan().ifPresent(plan -> details.add("Plan", plan, null));
        if (usage.managedPlan()) {
            details.add("Usage", "Managed by your administrator", null);
        }
        usage.breakdowns().forEach(details::addBreakdown);
        usage.bonuses().forEach(details::addEmptyBonus);
        usage.addOnCredits().ifPresent(details::addAddOns);
        if (usage.enterprise()) {
            details.add("Account", "Managed by your organisation", null);
        }
        usage.manageUrl().ifPresent(url -> details.add("Manage", url.toString(), null));
        return details.rows;
    }

    private void addBreakdown(Breakdown breakdown) {
        String label = breakdown.label();
        // When the credits contradict the percentage, it is unknown what is left.
        if (breakdown.used().isPresent() && breakdown.limit().isPresent() && !breakdown.isContradictory()) {
            double left = breakdown.limit().getAsDouble() - breakdown.used().getAsDouble();
            add(label + " left", number(Math.max(0, left)), null);
        }
        String note = breakdown.unlimited() ? "no limit" : breakdown.clamped() ? "or more" : null;
        breakdown.used().ifPresent(used -> add(label + " used", number(used), note));
        breakdown.limit().ifPresent(limit -> add(label + " total", number(limit), null));
        breakdown.overage().ifPresent(this::addOverage);
    }

    private void addOverage(Overage overage) {
        add(
                "Overages",
                overage.enabled() ? "Enabled" : "Disabled",
                overage.managedByOrganization() ? "managed by your organisation" : null);
        String currency = overage.currency().orElse("");
        overage.creditsUsed().ifPresent(credits -> add("Overage usage", number(credits) + " credits", null));
        overage.estimatedCost().ifPresent(cost -> add("Overage cost", money(cost, currency), null));
        overage.rate()
                .ifPresent(rate -> add(
                        "Overage rate",
                        money(rate, currency),
                        overage.rateUnit().map(unit -> "per " + unit).orElse(null)));
    }

    /** A bonus of nothing has no window, but it is there. */
    private void addEmptyBonus(Bonus bonus) {
        if (bonus.total() <= 0) {
            add(bonus.name().orElse("Bonus"), number(bonus.used()) + " credits", "of " + number(bonus.total()));
        }
    }

    private void addAddOns(AddOnCredits credits) {
        if (credits.availableForPurchase()) {
            add("Add-on credits", "Available for purchase", null);
        }
        credits.others().ifPresent(packs -> add("Other add-on packs", Integer.toString(packs.count()), null));
    }

    private void add(String label, String value, @Nullable String note) {
        UsageDetail.Builder row = UsageDetail.builder(label, value);
        if (note != null) {
            row.secondaryValue(note);
        }
        rows.add(row.build());
    }

    private static String money(double amount, String currency) {
        return currency.equals("USD") ? "$" + fraction(amount) : (fraction(amount) + " " + currency).strip();
    }

    private static String number(double value) {
        if (value != Math.rint(value)) {
            return fraction(value);
        }
        return Math.abs(value) < LARGE
                ? Long.toString((long) value)
                : BigDecimal.valueOf(value).toBigInteger().toString();
    }

    /** With two decimals. What has no more of them, as nearly all that Kiro prints, needs no rounding. */
    private static String fraction(double value) {
        String shortest = Double.toString(value);
        int decimals = shortest.length() - shortest.indexOf('.') - 1;
        if (decimals <= 2 && shortest.indexOf('E') < 0) {
            return decimals == 1 ? shortest + "0" : shortest;
        }
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
