package dev.codexbar.micrometer;

import org.jspecify.annotations.Nullable;

/** The meters, with what they are called and what they count in. {@code docs/METRICS.md} lists the same. */
enum MeterName {
    UTILIZATION("codexbar.quota.utilization", "ratio", "Used part of the quota; over 1 in overage"),
    EXPECTED("codexbar.quota.expected", "ratio", "Part of the quota that even use would have reached by now"),
    USAGE("codexbar.quota.usage", null, "Used amount, in the unit of the tag"),
    LIMIT("codexbar.quota.limit", null, "Amount that the quota allows, in the unit of the tag"),
    RESET("codexbar.quota.reset.timestamp", "seconds", "When the quota starts again at zero, since 1970"),
    RUNOUT("codexbar.quota.runout.timestamp", "seconds", "When the quota runs out before its reset, since 1970"),
    COST_USAGE("codexbar.cost.usage", null, "Money spent, in the currency of the tag"),
    COST_LIMIT("codexbar.cost.limit", null, "Most money that can be spent, in the currency of the tag"),
    UP("codexbar.provider.up", null, "Whether the last fetch gave an answer"),
    DATA_AGE("codexbar.provider.data.age", "seconds", "Time since the last answer was measured"),
    STALE("codexbar.provider.stale", null, "Whether the last answer is older than it should be"),
    FETCH("codexbar.fetch", "seconds", "Fetches that are over, and how long they took"),
    FETCH_SKIPPED("codexbar.fetch.skipped", null, "Fetches that were due or asked for but not made"),
    FETCH_OVERDUE("codexbar.fetch.overdue", null, "Fetches that ignore their interrupt and still run"),
    SERIES_OMITTED("codexbar.series.omitted", null, "Providers, windows and amounts that have no series now"),
    INFO("codexbar.info", null, "1, with the version of this library as a tag"),

    WIN_UP("codexbar.up", null, "1; for boards of Win-CodexBar"),
    WIN_ENABLED("codexbar.provider.enabled", null, "1 for every provider; for boards of Win-CodexBar"),
    WIN_USED("codexbar.quota.used", "percent", "Used percentage of the quota; for boards of Win-CodexBar"),
    WIN_REMAINING("codexbar.quota.remaining", "percent", "What is left of the quota; for boards of Win-CodexBar");

    private final String id;
    private final @Nullable String baseUnit;
    private final String description;

    MeterName(String id, @Nullable String baseUnit, String description) {
        this.id = id;
        this.baseUnit = baseUnit;
        this.description = description;
    }

    String id() {
        return id;
    }

    @Nullable
    String baseUnit() {
        return baseUnit;
    }

    String description() {
        return description;
    }

    boolean isTime() {
        return "seconds".equals(baseUnit);
    }
}
