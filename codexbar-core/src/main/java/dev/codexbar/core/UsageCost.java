package dev.codexbar.core;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Money that was spent beyond a quota, or where there is no quota. Immutable.
 *
 * @since 0.1.0
 */
public final class UsageCost {

    private final double used;
    private final String currencyCode;
    private final @Nullable Double limit;
    private final @Nullable String period;
    private final @Nullable Instant resetsAt;

    private UsageCost(Builder builder) {
        this.used = builder.used;
        this.currencyCode = builder.currencyCode;
        this.limit = builder.limit;
        this.period = builder.period;
        this.resetsAt = builder.resetsAt;
    }

    /**
     * Tells whether a text has the form of a currency code in ISO 4217, so that a cost can be in it.
     *
     * @param text any text
     * @return whether it is three upper-case letters from A to Z; whether there is such a currency is not checked
     */
    public static boolean isCurrencyCode(String text) {
        return text.length() == 3 && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    /**
     * Returns a builder.
     *
     * @param used money spent, in units of the currency, from 0 up
     * @param currencyCode three upper-case letters as in ISO 4217, such as {@code "USD"}
     * @return a new builder
     * @throws IllegalArgumentException if the number is negative, infinite or not a number, or the code has another
     *     shape
     */
    public static Builder builder(double used, String currencyCode) {
        return new Builder(used, currencyCode);
    }

    /**
     * Returns the money spent.
     *
     * @return units of the currency, from 0 up
     */
    public double used() {
        return used;
    }

    /**
     * Returns the currency.
     *
     * @return three upper-case letters as in ISO 4217
     */
    public String currencyCode() {
        return currencyCode;
    }

    /**
     * Returns the most that can be spent.
     *
     * @return units of the currency, from 0 up, or empty if there is no ceiling or it is unknown
     */
    public OptionalDouble limit() {
        return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
    }

    /**
     * Returns what the money is for, or over which time it is counted.
     *
     * @return a text such as {@code "Overage"} or {@code "Monthly"}, or empty
     */
    public Optional<String> period() {
        return Optional.ofNullable(period);
    }

    /**
     * Returns when counting starts again.
     *
     * @return the instant, in whole seconds, or empty if unknown
     */
    public Optional<Instant> resetsAt() {
        return Optional.ofNullable(resetsAt);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageCost that
                && used == that.used
                && currencyCode.equals(that.currencyCode)
                && Objects.equals(limit, that.limit)
                && Objects.equals(period, that.period)
                && Objects.equals(resetsAt, that.resetsAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(used, currencyCode, limit, period, resetsAt);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsageCost")
                .field("used", used)
                .field("currencyCode", currencyCode)
                .field("limit", limit)
                .field("period", period)
                .field("resetsAt", resetsAt)
                .toString();
    }

    /**
     * Collects the parts of a {@link UsageCost}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final double used;
        private final String currencyCode;
        private @Nullable Double limit;
        private @Nullable String period;
        private @Nullable Instant resetsAt;

        private Builder(double used, String currencyCode) {
            this.used = Checks.finiteFromZero(used, "used");
            if (!isCurrencyCode(Objects.requireNonNull(currencyCode, "currencyCode"))) {
                throw new IllegalArgumentException(
                        "currencyCode must be three upper-case letters: \"" + currencyCode + "\"");
            }
            this.currencyCode = currencyCode;
        }

        /**
         * Sets the most that can be spent.
         *
         * @param value units of the currency, from 0 up
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, infinite or not a number
         */
        public Builder limit(double value) {
            this.limit = Checks.finiteFromZero(value, "limit");
            return this;
        }

        /**
         * Sets what the money is for.
         *
         * @param value not blank
         * @return this builder
         * @throws IllegalArgumentException if the text is blank
         */
        public Builder period(String value) {
            this.period = Checks.notBlank(value, "period");
            return this;
        }

        /**
         * Sets when counting starts again.
         *
         * @param instant the instant; fractions of a second are cut off
         * @return this builder
         */
        public Builder resetsAt(Instant instant) {
            this.resetsAt = Checks.wholeSeconds(instant, "resetsAt");
            return this;
        }

        /**
         * Returns the cost.
         *
         * @return a new cost with what was set so far
         */
        public UsageCost build() {
            return new UsageCost(this);
        }
    }
}
