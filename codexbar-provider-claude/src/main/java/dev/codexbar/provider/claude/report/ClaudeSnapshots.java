package dev.codexbar.provider.claude.report;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the answer of Anthropic's service into a snapshot. Used once. */
final class ClaudeSnapshots {

    private static final String PROVIDER = "claude";
    private static final String PREFIX = "claude-";

    /** For so long at most, Claude Code repeats figures when the service fails. */
    private static final Duration CACHE_LIMIT = Duration.ofHours(1);

    /** There is one today; a hundred would be no table for people any more. */
    private static final int MOST_MODELS = 16;

    /** Cents; what is larger is no bill of a person. */
    private static final double MOST_MONEY = 1e12;

    private final ClaudeAccount account;
    private final Instant now;
    private @Nullable Instant pastReset;

    ClaudeSnapshots(ClaudeAccount account, Instant now) {
        this.account = account;
        this.now = now;
    }

    /** Returns what is known of an account that has no plan, hence no limits. */
    UsageSnapshot.Builder withoutPlan(String billing) {
        return started(now).detail(UsageDetail.of("Plan limits", "None with " + billing));
    }

    /** Returns what the limits mean. */
    UsageSnapshot.Builder withLimits(JsonValue limits) {
        RateWindow session = window(main(limits, "five_hour", "session", Limit.SESSION));
        RateWindow week = window(main(limits, "seven_day", "weekly_all", Limit.WEEK));
        UsageSnapshot.Builder models = UsageSnapshot.builder(PROVIDER, now);
        addModels(limits, models);
        // Only now it is known whether a reset is past.
        UsageSnapshot.Builder snapshot = started(pastReset == null ? now : pastReset)
                .primary("Session", session)
                .secondary("Weekly", week);
        models.build().windows().forEach(snapshot::window);
        addExtraUsage(limits.get("extra_usage"), snapshot);
        if (pastReset != null) {
            snapshot.detail(UsageDetail.of("Counted", "before " + minute(pastReset)));
        }
        return snapshot;
    }

    private UsageSnapshot.Builder started(Instant at) {
        return UsageSnapshot.builder(PROVIDER, at)
                .identity(account.identity())
                .plan(account.plan().orElse(null))
                .toolVersion(account.version().orElse(null));
    }

    /** A main limit has a member of its own, and a row in the list of newer answers. */
    private static Optional<Limit> main(JsonValue limits, String name, String kind, Duration period) {
        return Limit.read(limits.get(name), "utilization", period)
                .or(() -> limits.get("limits").elements().stream()
                        .filter(row -> isKind(row, kind))
                        .flatMap(row -> Limit.read(row, "percent", period).stream())
                        .findFirst());
    }

    private void addModels(JsonValue limits, UsageSnapshot.Builder models) {
        Set<String> named = new HashSet<>();
        for (JsonValue row : limits.get("limits").elements()) {
            Optional<String> model =
                    ClaudeAccount.text(row.get("scope").get("model").get("display_name"));
            if (isKind(row, "weekly_scoped") && model.isPresent() && named.size() < MOST_MODELS) {
                if (named.add(model.get().toLowerCase(Locale.ROOT))) {
                    addModel(model.get(), Limit.read(row, "percent", Limit.WEEK), models);
                }
            }
        }
        // Older answers have a member for each of these; newer ones may hold the same twice.
        for (String model : new String[] {"Opus", "Sonnet"}) {
            String name = model.toLowerCase(Locale.ROOT);
            if (named.stream().noneMatch(other -> other.contains(name))) {
                addModel(model, Limit.read(limits.get("seven_day_" + name), "utilization", Limit.WEEK), models);
            }
        }
        addModel("apps", Limit.read(limits.get("seven_day_oauth_apps"), "utilization", Limit.WEEK), models);
    }

    private void addModel(String name, Optional<Limit> limit, UsageSnapshot.Builder models) {
        models.windowByTitle(PREFIX, "Weekly (" + name + ")", window(limit));
    }

    private static boolean isKind(JsonValue row, String kind) {
        return row.get("kind").text().filter(kind::equals).isPresent();
    }

    private @Nullable RateWindow window(Optional<Limit> limit) {
        if (limit.isEmpty()) {
            return null;
        }
        if (limit.get().isOver(now)) {
            limit.get().reset().ifPresent(this::keepPastReset);
            return null;
        }
        return limit.get().window();
    }

    /** The figures are older than the earliest reset that is past, unless that cannot come from the cache. */
    private void keepPastReset(Instant reset) {
        boolean fromCache = Duration.between(reset, now).compareTo(CACHE_LIMIT) <= 0;
        if (fromCache && (pastReset == null || reset.isBefore(pastReset))) {
            pastReset = reset;
        }
    }

    private static void addExtraUsage(JsonValue extra, UsageSnapshot.Builder snapshot) {
        Optional<Boolean> enabled = extra.get("is_enabled").truth();
        Optional<Integer> digits = extra.get("currency").text().flatMap(ClaudeSnapshots::fractionDigits);
        OptionalDouble used =
                digits.isPresent() ? money(extra.get("used_credits"), digits.get()) : OptionalDouble.empty();
        if (used.isPresent() && (enabled.orElse(true) || used.getAsDouble() > 0)) {
            UsageCost.Builder cost = UsageCost.builder(
                            used.getAsDouble(),
                            extra.get("currency").text().orElse("").toUpperCase(Locale.ROOT))
                    .period("Extra usage");
            money(extra.get("monthly_limit"), digits.get()).ifPresent(cost::limit);
            snapshot.cost(cost.build());
        }
        if (enabled.isPresent() && !enabled.get()) {
            snapshot.detail(UsageDetail.of("Extra usage", "Off"));
        }
    }

    /** Amounts are given in the smallest unit of the currency, such as cents. */
    private static OptionalDouble money(JsonValue json, int digits) {
        double minor = json.number().orElse(-1);
        return minor >= 0 && minor <= MOST_MONEY
                ? OptionalDouble.of(
                        BigDecimal.valueOf(minor).movePointLeft(digits).doubleValue())
                : OptionalDouble.empty();
    }

    private static Optional<Integer> fractionDigits(String code) {
        try {
            int digits = Currency.getInstance(code.toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
            return digits < 0 ? Optional.empty() : Optional.of(digits);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static String minute(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.MINUTES).toString();
        return text.substring(0, "2026-11-26T11:00".length()).replace('T', ' ') + " UTC";
    }
}
