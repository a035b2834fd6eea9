package dev.codexbar.provider.copilot.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One quota as GitHub reports it. What is missing there is empty.
 *
 * @param name GitHub's name, such as {@code "premium_interactions"}
 * @param unlimited whether there is no limit
 * @param entitlement how much there is in a period, from 0 up
 * @param remaining how much of it is left; below 0 in overage
 * @param percentRemaining percent that is left; below 0 in overage
 * @param reset the instant of the next reset
 * @param resetDay the day of the next reset, where only that is known
 * @param monthly whether the quota is that of a month
 * @param observedAt when GitHub counted
 * @param overage how much was used beyond the entitlement, from 0 up
 * @param overagePermitted whether more than the entitlement may be used
 * @param inCredits whether credits are counted instead of requests
 * @param creditsUsed how many credits were used, from 0 up
 */
record Quota(
        String name,
        boolean unlimited,
        OptionalDouble entitlement,
        OptionalDouble remaining,
        OptionalDouble percentRemaining,
        Optional<Instant> reset,
        Optional<LocalDate> resetDay,
        boolean monthly,
        Optional<Instant> observedAt,
        OptionalDouble overage,
        Optional<Boolean> overagePermitted,
        boolean inCredits,
        OptionalDouble creditsUsed) {

    /**
     * Tells whether the numbers stand for "not counted here": GitHub sends an entitlement of 0 with 100 percent left to
     * seats that are billed by tokens.
     */
    boolean isPlaceholder() {
        return entitlement.orElse(1) == 0 && remaining.orElse(0) == 0;
    }

    /** Returns how much is used, in percent from 0 up, if it was reported or follows from what was. */
    OptionalDouble usedPercent() {
        if (unlimited || isPlaceholder()) {
            return OptionalDouble.empty();
        }
        if (percentRemaining.isPresent()) {
            // More left than there is means that nothing is used.
            return OptionalDouble.of(Math.max(0, rounded(100 - percentRemaining.getAsDouble())));
        }
        OptionalDouble used = used();
        return used.isPresent() && entitlement.orElse(0) > 0
                ? OptionalDouble.of(rounded(100 * used.getAsDouble() / entitlement.getAsDouble()))
                : OptionalDouble.empty();
    }

    /** Returns how much is used in the unit of the quota, from 0 up. */
    OptionalDouble used() {
        return entitlement.isPresent() && remaining.isPresent() && remaining.getAsDouble() <= entitlement.getAsDouble()
                ? OptionalDouble.of(rounded(entitlement.getAsDouble() - remaining.getAsDouble()))
                : OptionalDouble.empty();
    }

    /** More digits than GitHub sends are the noise of subtracting. */
    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
