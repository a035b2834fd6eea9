package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import dev.codexbar.provider.support.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code kiro-cli acp} answers to the usage command and to {@code _kiro/account/getUsage}, in the shape of
 * engines v1 to v3. Pure; what is missing or of another type than expected is absent, never 0.
 *
 * @since 0.1.0
 */
public final class KiroAcpReader {

    /** More than any account has; keeps percentages finite. */
    private static final double MOST = 1e15;

    /** The smallest total that means something: credits have two decimals. */
    private static final double LEAST_TOTAL = 0.001;

    private static final int TEXT_LIMIT = 200;

    /** Each of these members makes an object the data of a result. */
    private static final List<String> DATA =
            List.of("planName", "usageBreakdowns", "bonusCredits", "billingCycleReset");

    private KiroAcpReader() {}

    /**
     * Returns the usage in a result of the usage command.
     *
     * @param result the member {@code result} of the agent's answer
     * @return a {@link KiroUsage} if the result holds one, else the {@link KiroProblem}; never fails
     */
    public static KiroAnswer usage(JsonValue result) {
        JsonValue data = result.get("data");
        // One mock of Kiro's own wraps the result once more.
        return isResult(data) ? answer(data) : answer(result);
    }

    private static boolean isResult(JsonValue json) {
        return json.isObject() && !isData(json) && (json.has("data") || json.has("success"));
    }

    private static boolean isData(JsonValue json) {
        return DATA.stream().anyMatch(json::has);
    }

    private static KiroAnswer answer(JsonValue result) {
        Optional<Boolean> success = result.get("success").truth();
        if (success.isPresent() && !success.get()) {
            return ErrorReader.problemOf(result.get("message").text().orElse(""));
        }
        // A build that answers without the envelope is understood as well.
        JsonValue data = isData(result) ? result : result.get("data");
        if (data.isNull() && success.isPresent()) {
            return KiroUsage.builder().managedPlan(true).enterprise(true).build();
        }
        KiroUsage usage = data(data);
        boolean silent = usage.plan().isEmpty()
                && usage.breakdowns().isEmpty()
                && usage.bonuses().isEmpty();
        return silent ? KiroProblem.of(Kind.UNREADABLE) : usage;
    }

    /**
     * Returns what an error answer of the agent means.
     *
     * @param error the error
     * @return the problem
     */
    public static KiroProblem problem(AcpError error) {
        return switch (error.code()) {
            case AcpError.AUTHENTICATION_REQUIRED -> KiroProblem.of(Kind.NOT_LOGGED_IN, error.message());
            case AcpError.METHOD_NOT_FOUND -> KiroProblem.of(Kind.UNSUPPORTED_FLAG, error.message());
            default -> ErrorReader.problemOf(error.message());
        };
    }

    private static KiroUsage data(JsonValue data) {
        KiroUsage.Builder usage = KiroUsage.builder()
                .plan(text(data.get("planName")))
                .reset(date(data.get("billingCycleReset")))
                .enterprise(isEnterprise(data))
                .addOnCredits(addOns(data.get("addOnCredits").elements()));
        List<JsonValue> credits = new ArrayList<>();
        List<JsonValue> others = new ArrayList<>();
        for (JsonValue breakdown : data.get("usageBreakdowns").elements()) {
            // By name, not by position: the credits are the main quota wherever they stand.
            if (breakdown
                    .get("resourceType")
                    .text()
                    .filter("CREDIT"::equalsIgnoreCase)
                    .isPresent()) {
                credits.add(breakdown);
            } else if (breakdown.isObject()) {
                others.add(breakdown);
            }
        }
        Stream.concat(credits.stream(), others.stream())
                .limit(ReportReader.MOST_ENTRIES)
                .forEach(breakdown -> usage.addBreakdown(breakdown(breakdown, data)));
        data.get("bonusCredits").elements().stream()
                .map(KiroAcpReader::bonus)
                .flatMap(Optional::stream)
                .limit(ReportReader.MOST_ENTRIES)
                .forEach(usage::addBonus);
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
        breakdown.overage(overage(json, data));
        OptionalDouble percent = number(json.get("percentage"));
        if (percent.isEmpty()) {
            return breakdown.build();
        }
        // Truncated to a whole number, so only good where the credits do not contradict it.
        Breakdown shown = breakdown.percentShown(percent.getAsDouble()).build();
        return shown.isContradictory() ? breakdown.percentUnknown().build() : shown;
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
        return Optional.of(new Bonus(
                Optional.ofNullable(text(json.get("name"))),
                used.getAsDouble(),
                total.getAsDouble(),
                days.isPresent() && days.getAsDouble() <= Integer.MAX_VALUE
                        ? OptionalInt.of((int) days.getAsDouble())
                        : OptionalInt.empty()));
    }

    private static @Nullable AddOnCredits addOns(List<JsonValue> packs) {
        Pack active = null;
        OtherPacks others = null;
        for (JsonValue pack : packs) {
            OptionalDouble used = number(pack.get("used"));
            OptionalDouble total = total(pack.get("total"));
            if (used.isEmpty() || total.isEmpty()) {
                continue;
            }
            if (active == null && pack.get("isActive").truth().orElse(false)) {
                Optional<PrintedDate> expires = Optional.ofNullable(date(pack.get("expiresAt")));
                active = new Pack(used.getAsDouble(), total.getAsDouble(), expires);
            } else {
                OtherPacks next = new OtherPacks(used.getAsDouble(), total.getAsDouble(), 1);
                others = others == null ? next : others.plus(next);
            }
        }
        return active == null && others == null
                ? null
                : new AddOnCredits(false, Optional.ofNullable(active), Optional.ofNullable(others));
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

    /** Returns a clean text that is short enough for a screen. */
    private static @Nullable String text(JsonValue json) {
        String text = TerminalText.singleLine(FreeText.cut(json.text().orElse(""), 4 * TEXT_LIMIT), TEXT_LIMIT);
        return text.isEmpty() ? null : text;
    }
}
