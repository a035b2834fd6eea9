package dev.codexbar.provider.codex.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The usage of one account, as Codex told it. What was not told is absent.
 *
 * @param main the quota of Codex itself
 * @param extras further quotas, such as those of single models, sorted by id
 * @param credits the credits beside the quotas; absent if there are none
 * @param creditLimit how many credits this person may use in a month
 * @param bankedResets resets that the person may redeem
 * @param plan the plan as the service calls it, such as {@code prolite}
 * @param reachedLimit which limit is reached, as the service calls it
 * @param blocked whether Codex said that usage within the plan is not allowed now
 * @param spendLimitReached whether Codex said that a spend limit is reached
 * @since 0.1.0
 */
public record CodexUsage(
        Bucket main,
        List<Bucket> extras,
        Optional<Credits> credits,
        Optional<CreditLimit> creditLimit,
        Optional<BankedResets> bankedResets,
        Optional<String> plan,
        Optional<String> reachedLimit,
        boolean blocked,
        boolean spendLimitReached)
        implements CodexAnswer {

    /**
     * One quota, with up to two windows. Their places mean nothing; their lengths do.
     *
     * @param id the id, such as {@code codex_bengalfox}
     * @param name the name for people
     * @param first the window in the first place
     * @param second the window in the second place
     * @since 0.1.0
     */
    public record Bucket(String id, Optional<String> name, Optional<Window> first, Optional<Window> second) {}

    /**
     * One window.
     *
     * @param usedPercent percent used, from 0 up; over 100 means overage
     * @param period how long the window is; longer than zero
     * @param resetsAt when it resets; possibly in the past
     * @since 0.1.0
     */
    public record Window(double usedPercent, Optional<Duration> period, Optional<Instant> resetsAt) {}

    /**
     * Credits that are there beside the quotas.
     *
     * @param unlimited whether there is no end to them
     * @param balance how many are left: a decimal number with at most two decimals, cut and not rounded
     * @since 0.1.0
     */
    public record Credits(boolean unlimited, Optional<String> balance) {}

    /**
     * A limit of credits for one person and month.
     *
     * @param usedPercent percent used, from 0 up
     * @param used credits used
     * @param limit credits allowed
     * @param resetsAt when the month ends
     * @since 0.1.0
     */
    public record CreditLimit(
            double usedPercent, OptionalDouble used, OptionalDouble limit, Optional<Instant> resetsAt) {}

    /**
     * Resets that can be redeemed.
     *
     * @param available how many, from 0 up
     * @param nextExpiry when the next of them expires
     * @since 0.1.0
     */
    public record BankedResets(int available, Optional<Instant> nextExpiry) {}
}
