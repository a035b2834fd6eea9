package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The usage as the Kiro CLI reports it, in its own terms. Immutable.
 *
 * <p>What the CLI does not print is absent, never 0. An account whose plan is managed by an administrator, and a CLI
 * that prints a one-line summary, give a usage without any {@linkplain #breakdowns() breakdown}.
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

    /**
     * Returns a builder.
     *
     * @return a new builder, of a usage about which nothing is known
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the name of the plan.
     *
     * @return free text such as {@code "KIRO PRO+"}, or empty if the CLI does not print it
     */
    public Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Returns when the plan's credits are full again.
     *
     * @return the date as printed, which need not be a date at all, or empty if the CLI does not print it
     */
    public Optional<PrintedDate> reset() {
        return Optional.ofNullable(reset);
    }

    /**
     * Returns the quotas of the plan.
     *
     * @return an unmodifiable list in the CLI's order; the first is the main one, most often the only one, and empty if
     *     the CLI prints no numbers
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
     * @return what the CLI reports about add-on credits, or empty if it reports nothing (before version 2.14)
     */
    public Optional<AddOnCredits> addOnCredits() {
        return Optional.ofNullable(addOnCredits);
    }

    /**
     * Returns whether an administrator manages the plan, in which case the CLI prints no numbers.
     *
     * @return {@code true} if the CLI reports it
     */
    public boolean managedPlan() {
        return managedPlan;
    }

    /**
     * Returns whether the account belongs to an organisation.
     *
     * @return {@code true} if the CLI reports it
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
     * Collects the parts of a {@link KiroUsage}. Not thread-safe.
     *
     * @since 0.1.0
     */
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

        /**
         * Sets the name of the plan.
         *
         * @param value free text, or {@code null} if unknown
         * @return this builder
         */
        public Builder plan(@Nullable String value) {
            this.plan = value;
            return this;
        }

        /**
         * Sets when the plan's credits are full again.
         *
         * @param value the date as printed, or {@code null} if unknown
         * @return this builder
         */
        public Builder reset(@Nullable PrintedDate value) {
            this.reset = value;
            return this;
        }

        /**
         * Adds a quota of the plan.
         *
         * @param breakdown the quota; the first one is the main one
         * @return this builder
         */
        public Builder addBreakdown(Breakdown breakdown) {
            breakdowns.add(Objects.requireNonNull(breakdown, "breakdown"));
            return this;
        }

        /**
         * Adds a bonus.
         *
         * @param bonus the bonus
         * @return this builder
         */
        public Builder addBonus(Bonus bonus) {
            bonuses.add(Objects.requireNonNull(bonus, "bonus"));
            return this;
        }

        /**
         * Sets the credits bought on top of the plan.
         *
         * @param value what the CLI reports about them, or {@code null} if it reports nothing
         * @return this builder
         */
        public Builder addOnCredits(@Nullable AddOnCredits value) {
            this.addOnCredits = value;
            return this;
        }

        /**
         * Sets whether an administrator manages the plan.
         *
         * @param value {@code true} if the CLI reports it
         * @return this builder
         */
        public Builder managedPlan(boolean value) {
            this.managedPlan = value;
            return this;
        }

        /**
         * Sets whether the account belongs to an organisation.
         *
         * @param value {@code true} if the CLI reports it
         * @return this builder
         */
        public Builder enterprise(boolean value) {
            this.enterprise = value;
            return this;
        }

        /**
         * Sets where the person can change the plan.
         *
         * @param value the page, or {@code null} if unknown
         * @return this builder
         */
        public Builder manageUrl(@Nullable URI value) {
            this.manageUrl = value;
            return this;
        }

        /**
         * Makes the usage.
         *
         * @return a new usage
         */
        public KiroUsage build() {
            return new KiroUsage(this);
        }
    }
}
