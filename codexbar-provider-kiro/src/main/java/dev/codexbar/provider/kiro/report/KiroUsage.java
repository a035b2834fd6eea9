package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the Kiro CLI said about the usage, in its own terms. Immutable.
 *
 * <p>What the CLI did not say is absent, never 0. An account whose plan is managed by an administrator, and a CLI that
 * prints a one-line summary, give a usage without any {@linkplain #breakdowns() breakdown}.
 *
 * @since 0.1.0
 */
public final class KiroUsage implements KiroAnswer {

    private final @Nullable String plan;
    private final @Nullable PrintedDate reset;
    private final List<Breakdown> breakdowns;
    private final List<Bonus> bonuses;
    private final @Nullable AddOnCredits addOnCredits;
    private final boolean managedPlan;
    private final boolean enterprise;
    private final @Nullable URI manageUrl;

    private KiroUsage(Builder builder) {
        this.plan = builder.plan;
        this.reset = builder.reset;
        this.breakdowns = List.copyOf(builder.breakdowns);
        this.bonuses = List.copyOf(builder.bonuses);
        this.addOnCredits = builder.addOnCredits;
        this.managedPlan = builder.managedPlan;
        this.enterprise = builder.enterprise;
        this.manageUrl = builder.manageUrl;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the name of the plan.
     *
     * @return free text such as {@code "KIRO PRO+"}, or empty if the CLI did not tell
     */
    public Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Returns when the plan's credits are full again.
     *
     * @return the date as printed, which need not be a date at all, or empty if the CLI did not tell
     */
    public Optional<PrintedDate> reset() {
        return Optional.ofNullable(reset);
    }

    /**
     * Returns the quotas of the plan.
     *
     * @return an unmodifiable list in the CLI's order; the first is the main one, most often the only one, and empty if
     *     the CLI told no numbers
     */
    public List<Breakdown> breakdowns() {
        return breakdowns;
    }

    /**
     * Returns the bonuses, used-up ones included.
     *
     * @return an unmodifiable list in the CLI's order, possibly empty
     */
    public List<Bonus> bonuses() {
        return bonuses;
    }

    /**
     * Returns the credits bought on top of the plan.
     *
     * @return what the CLI says about add-on credits, or empty if it says nothing (before version 2.14)
     */
    public Optional<AddOnCredits> addOnCredits() {
        return Optional.ofNullable(addOnCredits);
    }

    /**
     * Tells whether an administrator manages the plan, in which case the CLI tells no numbers.
     *
     * @return {@code true} if the CLI says so
     */
    public boolean managedPlan() {
        return managedPlan;
    }

    /**
     * Tells whether the account belongs to an organisation.
     *
     * @return {@code true} if the CLI says so
     */
    public boolean enterprise() {
        return enterprise;
    }

    /**
     * Returns where the person can change the plan.
     *
     * @return the page that the CLI names, or empty
     */
    public Optional<URI> manageUrl() {
        return Optional.ofNullable(manageUrl);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KiroUsage that
                && Objects.equals(plan, that.plan)
                && Objects.equals(reset, that.reset)
                && breakdowns.equals(that.breakdowns)
                && bonuses.equals(that.bonuses)
                && Objects.equals(addOnCredits, that.addOnCredits)
                && managedPlan == that.managedPlan
                && enterprise == that.enterprise
                && Objects.equals(manageUrl, that.manageUrl);
    }

    @Override
    public int hashCode() {
        return Objects.hash(plan, reset, breakdowns, bonuses, addOnCredits, managedPlan, enterprise, manageUrl);
    }

    @Override
    public String toString() {
        // Names are free text of a company or a person, so they may hold identity.
        return IdentityMask.mask("KiroUsage[plan=" + plan
                + ", reset=" + reset
                + ", breakdowns=" + breakdowns
                + ", bonuses=" + bonuses
                + ", addOnCredits=" + addOnCredits
                + ", managedPlan=" + managedPlan
                + ", enterprise=" + enterprise
                + ", manageUrl=" + manageUrl + "]");
    }

    /**
     * A date in the CLI's words: {@code 2026-08-01}, {@code 08/01} (before version 1.26.3), {@code Jun 18, 2027}, or
     * something that is no date, such as {@code Unknown}.
     *
     * @param text what the CLI printed
     * @since 0.1.0
     */
    public record PrintedDate(String text) {

        /**
         * Checks the text.
         *
         * @param text what the CLI printed
         */
        public PrintedDate {
            Objects.requireNonNull(text, "text");
        }

        /**
         * Returns the day that is meant.
         *
         * @param today the current day in UTC, which is where Kiro's dates are at home
         * @return the day as printed; if no year was printed, the first such day from today on (for 29 February that is
         *     in the next leap year); empty if the text is no day of any calendar
         */
        public Optional<LocalDate> toDate(LocalDate today) {
            return PrintedDates.read(text, today);
        }

        @Override
        public String toString() {
            return IdentityMask.mask("PrintedDate[text=" + text + "]");
        }
    }

    /**
     * One quota of the plan. Immutable.
     *
     * @since 0.1.0
     */
    public static final class Breakdown {

        /** Totals from here on stand for "no limit": Kiro's own sentinel. */
        static final double NO_LIMIT = 999_999;

        /** Within this many percentage points the printed percentage is the credits' ratio, rounded. */
        private static final double AGREEMENT = 1;

        private final String label;
        private final OptionalDouble used;
        private final OptionalDouble limit;
        private final boolean unlimited;
        private final OptionalDouble percentShown;
        private final boolean clamped;
        private final @Nullable Overage overage;

        private Breakdown(Builder builder) {
            this.label = builder.label;
            this.used = builder.used;
            this.unlimited =
                    builder.unlimited || (builder.limit.isPresent() && builder.limit.getAsDouble() >= NO_LIMIT);
            this.limit = unlimited ? OptionalDouble.empty() : builder.limit;
            this.percentShown = builder.percentShown;
            this.clamped = builder.clamped;
            this.overage = builder.overage;
        }

        public static Builder builder(String label) {
            return new Builder(label);
        }

        /**
         * Returns what is counted.
         *
         * @return a name in the plural, nearly always {@code "Credits"}
         */
        public String label() {
            return label;
        }

        /**
         * Returns how much is used.
         *
         * @return from 0 up, or empty if the CLI printed a percentage only
         */
        public OptionalDouble used() {
            return used;
        }

        /**
         * Returns how much the plan covers.
         *
         * @return from 0 up, or empty if there is no limit or the CLI printed a percentage only
         */
        public OptionalDouble limit() {
            return limit;
        }

        /**
         * Tells whether there is no limit.
         *
         * @return {@code true} if the CLI says so, by leaving the limit out or by a total of 999999 or more
         */
        public boolean unlimited() {
            return unlimited;
        }

        /**
         * Returns the percentage as printed, which the CLI truncates or rounds.
         *
         * @return from 0 up, or empty if none was printed
         */
        public OptionalDouble percentShown() {
            return percentShown;
        }

        /**
         * Tells whether the CLI stopped counting at the limit, as versions before 2.19.2 do, so that more may be used
         * than it says.
         *
         * @return {@code true} if the numbers are at the limit and may be too low
         */
        public boolean clamped() {
            return clamped;
        }

        /**
         * Returns what is used beyond the limit, and for how much.
         *
         * @return what the CLI says about overages, or empty if it says nothing (versions 2.14 and later)
         */
        public Optional<Overage> overage() {
            return Optional.ofNullable(overage);
        }

        /**
         * Returns how much of the quota is used.
         *
         * <p>The printed percentage wins when it contradicts the credits; when the two agree within one percentage
         * point, the ratio of the credits is returned, because it is finer.
         *
         * @return percent from 0 up, over 100 in overage; empty if there is no limit or nothing to tell it from
         */
        public OptionalDouble usedPercent() {
            if (unlimited) {
                return OptionalDouble.empty();
            }
            OptionalDouble ratio = percent(used, limit);
            return ratio.isEmpty() || isContradictory() ? percentShown : ratio;
        }

        /** Tells whether the printed percentage cannot be the rounded ratio of the credits. */
        public boolean isContradictory() {
            OptionalDouble ratio = percent(used, limit);
            return ratio.isPresent()
                    && percentShown.isPresent()
                    && Math.abs(ratio.getAsDouble() - percentShown.getAsDouble()) > AGREEMENT;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Breakdown that
                    && label.equals(that.label)
                    && used.equals(that.used)
                    && limit.equals(that.limit)
                    && unlimited == that.unlimited
                    && percentShown.equals(that.percentShown)
                    && clamped == that.clamped
                    && Objects.equals(overage, that.overage);
        }

        @Override
        public int hashCode() {
            return Objects.hash(label, used, limit, unlimited, percentShown, clamped, overage);
        }

        @Override
        public String toString() {
            return IdentityMask.mask("Breakdown[label=" + label
                    + ", used=" + used
                    + ", limit=" + limit
                    + ", unlimited=" + unlimited
                    + ", percentShown=" + percentShown
                    + ", clamped=" + clamped
                    + ", overage=" + overage + "]");
        }

        /** Collects the parts of a {@link Breakdown}. */
        public static final class Builder {

            private final String label;
            private OptionalDouble used = OptionalDouble.empty();
            private OptionalDouble limit = OptionalDouble.empty();
            private boolean unlimited;
            private OptionalDouble percentShown = OptionalDouble.empty();
            private boolean clamped;
            private @Nullable Overage overage;

            private Builder(String label) {
                this.label = Objects.requireNonNull(label, "label");
            }

            public Builder used(double value) {
                this.used = OptionalDouble.of(checked(value, "used"));
                return this;
            }

            public Builder limit(double value) {
                this.limit = OptionalDouble.of(checked(value, "limit"));
                return this;
            }

            public Builder unlimited(boolean value) {
                this.unlimited = value;
                return this;
            }

            public Builder percentShown(double value) {
                this.percentShown = OptionalDouble.of(checked(value, "percentShown"));
                return this;
            }

            public Builder clamped(boolean value) {
                this.clamped = value;
                return this;
            }

            public Builder overage(@Nullable Overage value) {
                this.overage = value;
                return this;
            }

            public Breakdown build() {
                return new Breakdown(this);
            }
        }
    }

    /**
     * Credits given on top of the plan for a while. Immutable.
     *
     * @since 0.1.0
     */
    public static final class Bonus {

        private final Optional<String> name;
        private final double used;
        private final double total;
        private final OptionalInt expiresInDays;

        private Bonus(Optional<String> name, double used, double total, OptionalInt expiresInDays) {
            this.name = Objects.requireNonNull(name, "name");
            this.used = checked(used, "used");
            this.total = checked(total, "total");
            this.expiresInDays = Objects.requireNonNull(expiresInDays, "expiresInDays");
        }

        public static Bonus of(Optional<String> name, double used, double total, OptionalInt expiresInDays) {
            return new Bonus(name, used, total, expiresInDays);
        }

        /**
         * Returns what the bonus is called.
         *
         * @return free text such as {@code "Welcome bonus"}, or empty if the CLI names none, as it does for a single
         *     bonus
         */
        public Optional<String> name() {
            return name;
        }

        /**
         * Returns how much is used.
         *
         * @return credits from 0 up
         */
        public double used() {
            return used;
        }

        /**
         * Returns how much was given.
         *
         * @return credits from 0 up
         */
        public double total() {
            return total;
        }

        /**
         * Returns how long the bonus lasts.
         *
         * @return whole days left, from 0 up, or empty if unknown
         */
        public OptionalInt expiresInDays() {
            return expiresInDays;
        }

        /**
         * Returns how much of the bonus is used.
         *
         * @return percent from 0 up, or empty if there is nothing to use
         */
        public OptionalDouble usedPercent() {
            return percent(OptionalDouble.of(used), OptionalDouble.of(total));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bonus that
                    && name.equals(that.name)
                    && Double.compare(used, that.used) == 0
                    && Double.compare(total, that.total) == 0
                    && expiresInDays.equals(that.expiresInDays);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, used, total, expiresInDays);
        }

        @Override
        public String toString() {
            return IdentityMask.mask("Bonus[name=" + name + ", used=" + used + ", total=" + total + ", expiresInDays="
                    + expiresInDays + "]");
        }
    }

    /**
     * What is used beyond the plan, and for how much. Immutable.
     *
     * @since 0.1.0
     */
    public static final class Overage {

        private final boolean enabled;
        private final boolean managedByOrganization;
        private final OptionalDouble rate;
        private final @Nullable String rateUnit;
        private final OptionalDouble creditsUsed;
        private final OptionalDouble estimatedCost;
        private final @Nullable String currency;

        private Overage(Builder builder) {
            this.enabled = builder.enabled;
            this.managedByOrganization = builder.managedByOrganization;
            this.rate = builder.rate;
            this.rateUnit = builder.rateUnit;
            this.creditsUsed = builder.creditsUsed;
            this.estimatedCost = builder.estimatedCost;
            this.currency = builder.currency;
        }

        public static Builder builder(boolean enabled) {
            return new Builder(enabled);
        }

        /**
         * Tells whether more than the plan covers can be used.
         *
         * @return {@code true} if overages are enabled
         */
        public boolean enabled() {
            return enabled;
        }

        /**
         * Tells whether the organisation decides about overages.
         *
         * @return {@code true} if the CLI says so
         */
        public boolean managedByOrganization() {
            return managedByOrganization;
        }

        /**
         * Returns the price of one unit.
         *
         * @return units of the currency, from 0 up, or empty if the CLI did not tell
         */
        public OptionalDouble rate() {
            return rate;
        }

        /**
         * Returns what the price is for.
         *
         * @return a word such as {@code "request"}, or empty if the CLI did not tell
         */
        public Optional<String> rateUnit() {
            return Optional.ofNullable(rateUnit);
        }

        /**
         * Returns how much is used beyond the plan.
         *
         * @return credits from 0 up, or empty if the CLI did not tell
         */
        public OptionalDouble creditsUsed() {
            return creditsUsed;
        }

        /**
         * Returns what this costs.
         *
         * @return units of the currency, from 0 up, or empty if the CLI did not tell
         */
        public OptionalDouble estimatedCost() {
            return estimatedCost;
        }

        /**
         * Returns the currency of the cost.
         *
         * @return three upper-case letters such as {@code "USD"}, or empty if the CLI did not tell
         */
        public Optional<String> currency() {
            return Optional.ofNullable(currency);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Overage that
                    && enabled == that.enabled
                    && managedByOrganization == that.managedByOrganization
                    && rate.equals(that.rate)
                    && Objects.equals(rateUnit, that.rateUnit)
                    && creditsUsed.equals(that.creditsUsed)
                    && estimatedCost.equals(that.estimatedCost)
                    && Objects.equals(currency, that.currency);
        }

        @Override
        public int hashCode() {
            return Objects.hash(enabled, managedByOrganization, rate, rateUnit, creditsUsed, estimatedCost, currency);
        }

        @Override
        public String toString() {
            return IdentityMask.mask("Overage[enabled=" + enabled
                    + ", managedByOrganization=" + managedByOrganization
                    + ", rate=" + rate
                    + ", rateUnit=" + rateUnit
                    + ", creditsUsed=" + creditsUsed
                    + ", estimatedCost=" + estimatedCost
                    + ", currency=" + currency + "]");
        }

        /** Collects the parts of an {@link Overage}. */
        public static final class Builder {

            private final boolean enabled;
            private boolean managedByOrganization;
            private OptionalDouble rate = OptionalDouble.empty();
            private @Nullable String rateUnit;
            private OptionalDouble creditsUsed = OptionalDouble.empty();
            private OptionalDouble estimatedCost = OptionalDouble.empty();
            private @Nullable String currency;

            private Builder(boolean enabled) {
                this.enabled = enabled;
            }

            public Builder managedByOrganization(boolean value) {
                this.managedByOrganization = value;
                return this;
            }

            public Builder rate(double value) {
                this.rate = OptionalDouble.of(checked(value, "rate"));
                return this;
            }

            public Builder rateUnit(@Nullable String value) {
                this.rateUnit = value;
                return this;
            }

            public Builder creditsUsed(double value) {
                this.creditsUsed = OptionalDouble.of(checked(value, "creditsUsed"));
                return this;
            }

            public Builder estimatedCost(double value) {
                this.estimatedCost = OptionalDouble.of(checked(value, "estimatedCost"));
                return this;
            }

            public Builder currency(@Nullable String value) {
                this.currency = value;
                return this;
            }

            public Overage build() {
                return new Overage(this);
            }
        }
    }

    /**
     * What the CLI says about credits that can be bought on top of the plan. Immutable.
     *
     * @since 0.1.0
     */
    public static final class AddOnCredits {

        private final boolean availableForPurchase;
        private final Optional<Pack> active;
        private final Optional<OtherPacks> others;

        private AddOnCredits(boolean availableForPurchase, Optional<Pack> active, Optional<OtherPacks> others) {
            this.availableForPurchase = availableForPurchase;
            this.active = Objects.requireNonNull(active, "active");
            this.others = Objects.requireNonNull(others, "others");
        }

        public static AddOnCredits of(
                boolean availableForPurchase, Optional<Pack> active, Optional<OtherPacks> others) {
            return new AddOnCredits(availableForPurchase, active, others);
        }

        /**
         * Tells whether such credits can be bought.
         *
         * @return {@code true} if the CLI offers them
         */
        public boolean availableForPurchase() {
            return availableForPurchase;
        }

        /**
         * Returns the pack that is being used up.
         *
         * @return the pack, or empty if there is none
         */
        public Optional<Pack> active() {
            return active;
        }

        /**
         * Returns the packs that wait for their turn.
         *
         * @return the packs together, or empty if there are none
         */
        public Optional<OtherPacks> others() {
            return others;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof AddOnCredits that
                    && availableForPurchase == that.availableForPurchase
                    && active.equals(that.active)
                    && others.equals(that.others);
        }

        @Override
        public int hashCode() {
            return Objects.hash(availableForPurchase, active, others);
        }

        @Override
        public String toString() {
            return IdentityMask.mask("AddOnCredits[availableForPurchase=" + availableForPurchase + ", active=" + active
                    + ", others=" + others + "]");
        }
    }

    /**
     * A pack of add-on credits. Immutable.
     *
     * @since 0.1.0
     */
    public static final class Pack {

        private final double used;
        private final double total;
        private final Optional<PrintedDate> expires;

        private Pack(double used, double total, Optional<PrintedDate> expires) {
            this.used = checked(used, "used");
            this.total = checked(total, "total");
            this.expires = Objects.requireNonNull(expires, "expires");
        }

        public static Pack of(double used, double total, Optional<PrintedDate> expires) {
            return new Pack(used, total, expires);
        }

        /**
         * Returns how much is used.
         *
         * @return credits from 0 up
         */
        public double used() {
            return used;
        }

        /**
         * Returns how much was bought.
         *
         * @return credits from 0 up
         */
        public double total() {
            return total;
        }

        /**
         * Returns when the pack ends.
         *
         * @return the date as printed, or empty if the pack does not end or the CLI did not tell
         */
        public Optional<PrintedDate> expires() {
            return expires;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pack that
                    && Double.compare(used, that.used) == 0
                    && Double.compare(total, that.total) == 0
                    && expires.equals(that.expires);
        }

        @Override
        public int hashCode() {
            return Objects.hash(used, total, expires);
        }

        @Override
        public String toString() {
            return IdentityMask.mask("Pack[used=" + used + ", total=" + total + ", expires=" + expires + "]");
        }
    }

    /**
     * Further packs of add-on credits, together. Immutable.
     *
     * @since 0.1.0
     */
    public static final class OtherPacks {

        private final double used;
        private final double total;
        private final int count;

        private OtherPacks(double used, double total, int count) {
            this.used = checked(used, "used");
            this.total = checked(total, "total");
            this.count = (int) checked(count, "count");
        }

        public static OtherPacks of(double used, double total, int count) {
            return new OtherPacks(used, total, count);
        }

        /**
         * Returns how much is used.
         *
         * @return credits from 0 up
         */
        public double used() {
            return used;
        }

        /**
         * Returns how much was bought.
         *
         * @return credits from 0 up
         */
        public double total() {
            return total;
        }

        /**
         * Returns how many packs there are.
         *
         * @return a number from 0 up
         */
        public int count() {
            return count;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OtherPacks that
                    && Double.compare(used, that.used) == 0
                    && Double.compare(total, that.total) == 0
                    && count == that.count;
        }

        @Override
        public int hashCode() {
            return Objects.hash(used, total, count);
        }

        @Override
        public String toString() {
            return IdentityMask.mask("OtherPacks[used=" + used + ", total=" + total + ", count=" + count + "]");
        }
    }

    private static double checked(double value, String name) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a number from 0 up: " + value);
        }
        return value;
    }

    private static OptionalDouble percent(OptionalDouble used, OptionalDouble total) {
        return used.isPresent() && total.isPresent() && total.getAsDouble() > 0
                ? OptionalDouble.of(100 * used.getAsDouble() / total.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Collects the parts of a {@link KiroUsage}. */
    public static final class Builder {

        private @Nullable String plan;
        private @Nullable PrintedDate reset;
        private final List<Breakdown> breakdowns = new ArrayList<>();
        private final List<Bonus> bonuses = new ArrayList<>();
        private @Nullable AddOnCredits addOnCredits;
        private boolean managedPlan;
        private boolean enterprise;
        private @Nullable URI manageUrl;

        private Builder() {}

        public Builder plan(@Nullable String value) {
            this.plan = value;
            return this;
        }

        public Builder reset(@Nullable PrintedDate value) {
            this.reset = value;
            return this;
        }

        public Builder addBreakdown(Breakdown breakdown) {
            breakdowns.add(Objects.requireNonNull(breakdown, "breakdown"));
            return this;
        }

        public Builder addBonus(Bonus bonus) {
            bonuses.add(Objects.requireNonNull(bonus, "bonus"));
            return this;
        }

        public Builder addOnCredits(@Nullable AddOnCredits value) {
            this.addOnCredits = value;
            return this;
        }

        public Builder managedPlan(boolean value) {
            this.managedPlan = value;
            return this;
        }

        public Builder enterprise(boolean value) {
            this.enterprise = value;
            return this;
        }

        public Builder manageUrl(@Nullable URI value) {
            this.manageUrl = value;
            return this;
        }

        public KiroUsage build() {
            return new KiroUsage(this);
        }
    }
}
