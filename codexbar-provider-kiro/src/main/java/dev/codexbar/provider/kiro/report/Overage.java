package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is used beyond the plan, and for how much. Immutable.
 *
 * @since 0.1.0
 */
public final class Overage {

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

    /**
     * Returns a builder.
     *
     * @param enabled whether more than the plan covers can be used
     * @return a new builder, of overages about which nothing else is known
     */
    public static Builder builder(boolean enabled) {
        return new Builder(enabled);
    }

    /**
     * Returns whether more than the plan covers can be used.
     *
     * @return {@code true} if overages are enabled
     */
    public boolean enabled() {
        return enabled;
    }

    /**
     * Returns whether the organisation decides about overages.
     *
     * @return {@code true} if the CLI reports it
     */
    public boolean managedByOrganization() {
        return managedByOrganization;
    }

    /**
     * Returns the price of one unit.
     *
     * @return units of the currency, from 0 up, or empty if the CLI does not print it
     */
    public OptionalDouble rate() {
        return rate;
    }

    /**
     * Returns what the price is for.
     *
     * @return a word such as {@code "request"}, or empty if the CLI does not print it
     */
    public Optional<String> rateUnit() {
        return Optional.ofNullable(rateUnit);
    }

    /**
     * Returns how much is used beyond the plan.
     *
     * @return credits from 0 up, or empty if the CLI does not print it
     */
    public OptionalDouble creditsUsed() {
        return creditsUsed;
    }

    /**
     * Returns what this costs.
     *
     * @return units of the currency, from 0 up, or empty if the CLI does not print it
     */
    public OptionalDouble estimatedCost() {
        return estimatedCost;
    }

    /**
     * Returns the currency of the cost.
     *
     * @return three upper-case letters such as {@code "USD"}, or empty if the CLI does not print it
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

    /**
     * Collects the parts of an {@link Overage}. Not thread-safe.
     *
     * @since 0.1.0
     */
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

        /**
         * Sets whether the organisation decides about overages.
         *
         * @param value {@code true} if the CLI reports it
         * @return this builder
         */
        public Builder managedByOrganization(boolean value) {
            this.managedByOrganization = value;
            return this;
        }

        /**
         * Sets the price of one unit.
         *
         * @param value units of the currency, from 0 up
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, infinite or not a number
         */
        public Builder rate(double value) {
            this.rate = OptionalDouble.of(Credits.checked(value, "rate"));
            return this;
        }

        /**
         * Sets what the price is for.
         *
         * @param value a word such as {@code "request"}, or {@code null} if unknown
         * @return this builder
         */
        public Builder rateUnit(@Nullable String value) {
            this.rateUnit = value;
            return this;
        }

        /**
         * Sets how much is used beyond the plan.
         *
         * @param value credits from 0 up
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, infinite or not a number
         */
        public Builder creditsUsed(double value) {
            this.creditsUsed = OptionalDouble.of(Credits.checked(value, "creditsUsed"));
            return this;
        }

        /**
         * Sets what this costs.
         *
         * @param value units of the currency, from 0 up
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, infinite or not a number
         */
        public Builder estimatedCost(double value) {
            this.estimatedCost = OptionalDouble.of(Credits.checked(value, "estimatedCost"));
            return this;
        }

        /**
         * Sets the currency of rate and cost.
         *
         * @param value three upper-case letters such as {@code "USD"}, or {@code null} if unknown
         * @return this builder
         */
        public Builder currency(@Nullable String value) {
            this.currency = value;
            return this;
        }

        /**
         * Makes the overage.
         *
         * @return a new overage
         */
        public Overage build() {
            return new Overage(this);
        }
    }
}
