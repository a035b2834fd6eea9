package dev.codexbar.provider.kiro;

import dev.codexbar.provider.kiro.report.Bonus;
import dev.codexbar.provider.kiro.report.Breakdown;
import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroProblem;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.Overage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Writes an answer as the lines that stand in the {@code .expected} files. */
final class Rendering {

    private final List<String> lines = new ArrayList<>();

    private Rendering() {}

    static List<String> of(KiroAnswer answer, LocalDate today, boolean withMessage) {
        Rendering rendering = new Rendering();
        if (answer instanceof KiroProblem problem) {
            rendering.add("problem", problem.kind());
            if (withMessage) {
                problem.message().ifPresent(message -> rendering.add("message", message));
            }
        } else if (answer instanceof KiroUsage usage) {
            rendering.usage(usage, today);
        }
        return rendering.lines;
    }

    static List<String> of(KiroAccount account) {
        Rendering rendering = new Rendering();
        rendering.add("logged in", account.loggedIn() ? "yes" : "no");
        account.loginMethod().ifPresent(method -> rendering.add("method", method));
        account.email().ifPresent(email -> rendering.add("email", email));
        return rendering.lines;
    }

    private void usage(KiroUsage usage, LocalDate today) {
        usage.plan().ifPresent(plan -> add("plan", plan));
        usage.reset()
                .ifPresent(reset -> add(
                        "reset",
                        reset.text() + " = "
                                + reset.toDate(today).map(LocalDate::toString).orElse("no day")));
        usage.breakdowns().forEach(this::breakdown);
        for (Bonus bonus : usage.bonuses()) {
            String days = bonus.expiresInDays().isPresent()
                    ? ", " + bonus.expiresInDays().getAsInt() + " days"
                    : "";
            add("bonus", bonus.name().orElse("unnamed") + ", " + ratio(bonus.used(), bonus.total()) + days);
        }
        usage.addOnCredits().ifPresent(credits -> {
            if (credits.availableForPurchase()) {
                add("add-ons", "for sale");
            }
            credits.active().ifPresent(pack -> {
                String until = pack.expires()
                        .map(date -> ", until "
                                + date.toDate(today).map(LocalDate::toString).orElse("no day"))
                        .orElse("");
                add("active pack", ratio(pack.used(), pack.total()) + until);
            });
            credits.others()
                    .ifPresent(
                            packs -> add("other packs", ratio(packs.used(), packs.total()) + " in " + packs.count()));
        });
        if (usage.managedPlan()) {
            add("managed", "yes");
        }
        if (usage.enterprise()) {
            add("enterprise", "yes");
        }
        usage.manageUrl().ifPresent(url -> add("manage", url));
    }

    private void breakdown(Breakdown breakdown) {
        List<String> parts = new ArrayList<>(List.of(breakdown.label()));
        addNumber(parts, "used ", breakdown.used(), "");
        addNumber(parts, "limit ", breakdown.limit(), "");
        if (breakdown.unlimited()) {
            parts.add("unlimited");
        }
        addNumber(parts, "shown ", breakdown.percentShown(), "%");
        parts.add("means "
                + (breakdown.usedPercent().isPresent()
                        ? number(breakdown.usedPercent().getAsDouble()) + "%"
                        : "unknown"));
        if (breakdown.clamped()) {
            parts.add("clamped");
        }
        add("breakdown", String.join(", ", parts));
        breakdown.overage().ifPresent(this::overage);
    }

    private void overage(Overage overage) {
        List<String> parts = new ArrayList<>(List.of(overage.enabled() ? "enabled" : "disabled"));
        addNumber(parts, "rate ", overage.rate(), "");
        overage.rateUnit().ifPresent(unit -> parts.add("per " + unit));
        addNumber(parts, "credits ", overage.creditsUsed(), "");
        addNumber(parts, "cost ", overage.estimatedCost(), "");
        overage.currency().ifPresent(parts::add);
        if (overage.managedByOrganization()) {
            parts.add("of the organisation");
        }
        add("overage", String.join(", ", parts));
    }

    private void add(String key, Object value) {
        lines.add(key + ": " + value);
    }

    private static void addNumber(List<String> parts, String before, OptionalDouble value, String after) {
        value.ifPresent(number -> parts.add(before + number(number) + after));
    }

    private static String ratio(double used, double total) {
        return number(used) + "/" + number(total);
    }

    private static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
