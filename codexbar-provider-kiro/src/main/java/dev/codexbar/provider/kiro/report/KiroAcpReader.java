package dev.codexbar.provider.kiro.report;

import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import dev.codexbar.provider.kiro.report.KiroUsage.AddOnCredits;
import dev.codexbar.provider.kiro.report.KiroUsage.Bonus;
import dev.codexbar.provider.kiro.report.KiroUsage.Breakdown;
import dev.codexbar.provider.kiro.report.KiroUsage.OtherPacks;
import dev.codexbar.provider.kiro.report.KiroUsage.Overage;
import dev.codexbar.provider.kiro.report.KiroUsage.Pack;
import dev.codexbar.provider.kiro.report.KiroUsage.PrintedDate;
import dev.codexbar.provider.support.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code kiro-cli acp} answers to the usage command, in the shape of engines v1 to v3. Pure; what is missing
 * or of another type than expected is absent, never 0.
 */
public final class KiroAcpReader {

    /** More than any account has; keeps percentages finite. */
    private static final double MOST = 1e15;

    /** The smallest total that is told: credits have two decimals. */
    private static final double LEAST_TOTAL = 0.001;

    private static final int TEXT_LIMIT = 200;

    private KiroAcpReader() {}

    /** Returns what the result of the usage command says. */
    public static KiroAnswer usage(JsonValue result) {
        if (result.get("success").truth().filter(success -> !success).isPresent()) {
            return problemOf(result.get("message").text().orElse(""));
        }
        // A build that answers without the envelope is understood as well.
        JsonValue data = result.has("data") ? result.get("data") : result;
        if (data.isNull() && result.get("success").truth().isPresent()) {
            return KiroUsage.builder().managedPlan(true).enterprise(true).build();
        }
        KiroUsage usage = data(data);
        boolean silent = usage.plan().isEmpty()
                && usage.breakdowns().isEmpty()
                && usage.bonuses().isEmpty();
        return silent ? KiroProblem.of(Kind.UNREADABLE) : usage;
    }

    /** Returns what the refusal of an agent means. */
    public static KiroAnswer problem(AcpError error) {
        if (error.code() == AcpError.AUTHENTICATION_REQUIRED) {
            return KiroProblem.of(Kind.NOT_LOGGED_IN, error.message());
        }
        if (error.code() == AcpError.METHOD_NOT_FOUND) {
            return KiroProblem.of(Kind.UNSUPPORTED_FLAG, error.message());
        }
        return problemOf(error.message());
    }

    private static KiroProblem problemOf(String words) {
        // The parser knows the same words on a line of their own, or behind what engine v2 puts before them.
        return knownIn(words)
                .or(() -> knownIn("Failed to retrieve usage information: " + words))
                .orElseGet(() -> KiroProblem.of(Kind.UNAVAILABLE, words));
    }

    private static Optional<KiroProblem> knownIn(String text) {
        return KiroUsageParser.parse(text) instanceof KiroProblem problem
                        && problem.kind().isNamed()
                ? Optional.of(problem)
                : Optional.empty();
    }

    private static KiroUsage data(JsonValue data) {
        KiroUsage.Builder usage = KiroUsage.builder()
                .plan(text(data.get("planName")))
                .reset(date(data.get("billingCycleReset")))
                .enterprise(isEnterprise(data))
                .addOnCredits(addOns(data.get("addOnCredits").elements()));
        List<JsonValue> others = new ArrayList<>();
        for (JsonValue breakdown : data.get("usageBreakdowns").elements()) {
            // By name, not by position: the credits are the main quota wherever they stand.
            if (breakdown
                    .get("resourceType")
                    .text()
                    .filter("CREDIT"::equalsIgnoreCase)
                    .isPresent()) {
                usage.addBreakdown(breakdown(breakdown, data));
            } else if (breakdown.isObject()) {
                others.add(breakdown);
            }
        }
        others.forEach(breakdown -> usage.addBreakdown(breakdown(breakdown, data)));
        data.get("bonusCredits").elements().forEach(bonus -> bonus(bonus).ifPresent(usage::addBonus));
        return usage.build();
    }

    private static boolean isEnterprise(JsonValue data) {
        return data.get("isEnterprise").truth().orElse(false);
    }

    private static Breakdown breakdown(JsonValue json, JsonValue data) {
        String name = text(json.get("displayName"));
        String type = text(json.get("resourceType"));
        Breakdown.Builder breakdown = Breakdown.builder(name != null ? name : type != null ? type : "Credits");
        OptionalDouble used = number(json.get("used"));
        OptionalDouble limit = total(json.get("limit"));
        used.ifPresent(breakdown::used);
        if (json.get("hasLimit").truth().orElse(true)) {
            limit.ifPresent(breakdown::limit);
        } else {
            // The number that stands for the limit then means nothing.
            breakdown.unlimited(true);
        }
        // Cut to a whole number, so only good for what the pair does not tell or does not contradict.
        OptionalDouble percent = number(json.get("percentage"));
        if (percent.isPresent() && !contradicts(percent.getAsDouble(), used, limit)) {
            breakdown.percentShown(percent.getAsDouble());
        }
        return breakdown.overage(overage(json, data)).build();
    }

    private static boolean contradicts(double percent, OptionalDouble used, OptionalDouble limit) {
        return used.isPresent()
                && limit.isPresent()
                && limit.getAsDouble() > 0
                && Math.abs(100 * used.getAsDouble() / limit.getAsDouble() - percent) > 1;
    }

    private static @Nullable Overage overage(JsonValue json, JsonValue data) {
        Optional<Boolean> enabled = data.get("overagesEnabled").truth();
        if (enabled.isEmpty()) {
            return null;
        }
        Overage.Builder overage = Overage.builder(enabled.get());
        OptionalDouble credits = number(json.get("currentOverages"));
        if (enabled.get() || credits.orElse(0) > 0) {
            credits.ifPresent(overage::creditsUsed);
            number(json.get("overageCharges")).ifPresent(overage::estimatedCost);
            number(json.get("overageRate")).ifPresent(rate -> overage.rate(rate).rateUnit("request"));
            overage.currency(text(json.get("currency"))).managedByOrganization(isEnterprise(data));
        }
        return overage.build();
    }

    private static Optional<Bonus> bonus(JsonValue json) {
        OptionalDouble used = number(json.get("used"));
        OptionalDouble named = total(json.get("total"));
        OptionalDouble total = named.isPresent() ? named : total(json.get("limit"));
        if (used.isEmpty() || total.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble days = number(json.get("daysUntilExpiry"));
        return Optional.of(Bonus.of(
                Optional.ofNullable(text(json.get("name"))),
                used.getAsDouble(),
                total.getAsDouble(),
                days.isPresent() && days.getAsDouble() <= Integer.MAX_VALUE
                        ? OptionalInt.of((int) days.getAsDouble())
                        : OptionalInt.empty()));
    }

    private static @Nullable AddOnCredits addOns(List<JsonValue> packs) {
        Pack active = null;
        double used = 0;
        double total = 0;
        int count = 0;
        for (JsonValue pack : packs) {
            OptionalDouble packUsed = number(pack.get("used"));
            OptionalDouble packTotal = total(pack.get("total"));
            if (packUsed.isEmpty() || packTotal.isEmpty()) {
                continue;
            }
            if (active == null && pack.get("isActive").truth().orElse(false)) {
                Optional<PrintedDate> expires = Optional.ofNullable(date(pack.get("expiresAt")));
                active = Pack.of(packUsed.getAsDouble(), packTotal.getAsDouble(), expires);
            } else {
                used += packUsed.getAsDouble();
                total += packTotal.getAsDouble();
                count++;
            }
        }
        if (active == null && count == 0) {
            return null;
        }
        Optional<OtherPacks> others = count == 0 ? Optional.empty() : Optional.of(OtherPacks.of(used, total, count));
        return AddOnCredits.of(false, Optional.ofNullable(active), others);
    }

    private static OptionalDouble number(JsonValue json) {
        OptionalDouble number = json.number();
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= MOST
                ? number
                : OptionalDouble.empty();
    }

    private static OptionalDouble total(JsonValue json) {
        OptionalDouble number = number(json);
        return number.isPresent() && number.getAsDouble() > 0 && number.getAsDouble() < LEAST_TOTAL
                ? OptionalDouble.empty()
                : number;
    }

    private static @Nullable PrintedDate date(JsonValue json) {
        String text = text(json);
        if (text == null) {
            return null;
        }
        // A date is promised; of an instant the date is enough.
        int time = text.indexOf('T');
        return new PrintedDate(time == "2026-01-01".length() ? text.substring(0, time) : text);
    }

    /** Returns a text without control characters, at most so long that a screen can show it. */
    private static @Nullable String text(JsonValue json) {
        StringBuilder clean = new StringBuilder();
        json.text().orElse("").codePoints().limit(TEXT_LIMIT).forEach(point -> {
            int type = Character.getType(point);
            boolean unseen = type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
            clean.appendCodePoint(unseen ? ' ' : point);
        });
        String text = clean.toString().strip();
        return text.isEmpty() ? null : text;
    }
}
