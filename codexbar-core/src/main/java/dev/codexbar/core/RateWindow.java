package dev.codexbar.core;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A quota over a span of time, with how much of it is used and when it resets. Immutable.
 *
 * <p>A window exists only if its percentage was read, or follows from numbers that were read. A quota of unknown usage
 * has no window.
 *
 * @since 0.1.0
 */
public final class RateWindow {

    private final double usedPercent;
    private final boolean atLeast;
    private final @Nullable Instant resetsAt;
    private final ResetPrecision resetPrecision;
    private final @Nullable String resetDescription;
    private final @Nullable Duration period;
    private final @Nullable Amount amount;

    private RateWindow(Builder builder) {
        this.usedPercent = builder.usedPercent;
        this.atLeast = builder.atLeast;
        this.resetsAt = builder.resetsAt;
        this.resetPrecision = builder.resetPrecision;
        this.resetDescription = builder.resetDescription;
        this.period = builder.period;
        this.amount = builder.amount;
    }

    /**
     * Returns a window of which only the percentage is known.
     *
     * @param usedPercent percent of the quota that is used, from 0 up; over 100 means overage
     * @return a new window
     * @throws IllegalArgumentException if the percentage is negative, infinite or not a number
     */
    public static RateWindow of(double usedPercent) {
        return builder(usedPercent).build();
    }

    /**
     * Returns a builder.
     *
     * @param usedPercent percent of the quota that is used, from 0 up; over 100 means overage
     * @return a new builder
     * @throws IllegalArgumentException if the percentage is negative, infinite or not a number
     */
    public static Builder builder(double usedPercent) {
        return new Builder(usedPercent);
    }

    /**
     * Returns how much of the quota is used.
     *
     * @return percent from 0 up; over 100 means overage; always finite
     */
    public double usedPercent() {
        return usedPercent;
    }

    /**
     * Returns how much of the quota is left.
     *
     * @return percent from 0 to 100; 0 in overage
     */
    public double remainingPercent() {
        return Math.max(0, 100 - usedPercent);
    }

    /**
     * Returns whether the numbers of this window are a lower bound, because the tool stops counting at the quota.
     *
     * @return {@code true} if at least this much is used
     */
    public boolean atLeast() {
        return atLeast;
    }

    /**
     * Returns when the quota is full again, or when it ends.
     *
     * @return the instant, in whole seconds, or the start of the day in UTC if the tool named only a day (see
     *     {@link #resetPrecision()}); empty if unknown
     */
    public Optional<Instant> resetsAt() {
        return Optional.ofNullable(resetsAt);
    }

    /**
     * Returns how exactly the tool stated the reset.
     *
     * @return the precision; {@link ResetPrecision#INSTANT} if the reset is unknown
     */
    public ResetPrecision resetPrecision() {
        return resetPrecision;
    }

    /**
     * Returns the reset in the tool's own words.
     *
     * @return a text such as {@code "expires in 7 days"}, or empty
     */
    public Optional<String> resetDescription() {
        return Optional.ofNullable(resetDescription);
    }

    /**
     * Returns the span of time that this quota covers: from one reset to the next.
     *
     * @return the period, longer than zero, or empty if unknown
     */
    public Optional<Duration> period() {
        return Optional.ofNullable(period);
    }

    /**
     * Returns the quota in its own unit.
     *
     * @return the amount, or empty if the tool states percentages only
     */
    public Optional<Amount> amount() {
        return Optional.ofNullable(amount);
    }

    /**
     * Returns a builder that starts with the parts of this window.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(usedPercent);
        builder.atLeast = atLeast;
        builder.resetsAt = resetsAt;
        builder.resetPrecision = resetPrecision;
        builder.resetDescription = resetDescription;
        builder.period = period;
        builder.amount = amount;
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RateWindow that
                && usedPercent == that.usedPercent
                && atLeast == that.atLeast
                && Objects.equals(resetsAt, that.resetsAt)
                && resetPrecision == that.resetPrecision
                && Objects.equals(resetDescription, that.resetDescription)
                && Objects.equals(period, that.period)
                && Objects.equals(amount, that.amount);
    }

    @Override
    public int hashCode() {
        return Objects.hash(usedPercent, atLeast, resetsAt, resetPrecision, resetDescription, period, amount);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("RateWindow")
                .field("usedPercent", usedPercent)
                .field("atLeast", atLeast ? true : null)
                .field("resetsAt", resetsAt)
                .field("resetPrecision", resetPrecision == ResetPrecision.INSTANT ? null : resetPrecision)
                .field("resetDescription", resetDescription)
                .field("period", period)
                .field("amount", amount)
                .toString();
    }

    /**
     * How exactly a tool stated a reset. A reset is never to be shown more exactly than that.
     *
     * @since 0.1.0
     */
    public enum ResetPrecision {
        /** A point in time. */
        INSTANT,
        /** A calendar day without an hour: to be shown as a date. */
        DAY,
        /** A number of days from the day of the answer ("in 19 days"): to be shown as a date or as that number. */
        DAYS
    }

    /**
     * A quota in its own unit, as the tool stated it.
     *
     * @apiNote The percentage of a window need not be the ratio of these numbers: where a tool contradicts itself, both
     *     are kept as they were stated.
     * @param used how much is used, from 0 up
     * @param limit how much there is, from 0 up
     * @param unit what is counted, in the plural, such as {@code "credits"}; not blank
     * @since 0.1.0
     */
    public record Amount(double used, double limit, String unit) {

        /**
         * Checks the parts.
         *
         * @param used how much is used, from 0 up
         * @param limit how much there is, from 0 up
         * @param unit what is counted, in the plural; not blank
         * @throws IllegalArgumentException if a number is negative, infinite or not a number, or the unit is blank
         */
        public Amount {
            used = Checks.finiteFromZero(used, "used");
            limit = Checks.finiteFromZero(limit, "limit");
            Checks.notBlank(unit, "unit");
        }

        /** Returns all parts; identity is masked. */
        @Override
        public String toString() {
            return ToStringBuilder.as("Amount")
                    .field("used", used)
                    .field("limit", limit)
                    .field("unit", unit)
                    .toString();
        }
    }

    /**
     * Collects the parts of a {@link RateWindow}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final double usedPercent;
        private boolean atLeast;
        private @Nullable Instant resetsAt;
        private ResetPrecision resetPrecision = ResetPrecision.INSTANT;
        private @Nullable String resetDescription;
        private @Nullable Duration period;
        private @Nullable Amount amount;

        private Builder(double usedPercent) {
            this.usedPercent = Checks.finiteFromZero(usedPercent, "usedPercent");
        }

        /**
         * Sets whether the numbers are a lower bound.
         *
         * @param value {@code true} if more may be used than the tool reports
         * @return this builder
         */
        public Builder atLeast(boolean value) {
            this.atLeast = value;
            return this;
        }

        /**
         * Sets when the quota is full again, or when it ends.
         *
         * @param instant the instant; fractions of a second are cut off
         * @return this builder
         */
        public Builder resetsAt(Instant instant) {
            return resetsAt(instant, ResetPrecision.INSTANT);
        }

        /**
         * Sets when the quota is full again, or when it ends, and how exactly the tool stated it.
         *
         * @param instant the instant; fractions of a second are cut off, and the time of day in UTC as well unless the
         *     precision is {@link ResetPrecision#INSTANT}
         * @param precision how exactly the tool stated it
         * @return this builder
         */
        public Builder resetsAt(Instant instant, ResetPrecision precision) {
            this.resetPrecision = Objects.requireNonNull(precision, "precision");
            this.resetsAt = precision == ResetPrecision.INSTANT
                    ? Checks.wholeSeconds(instant, "resetsAt")
                    : Checks.startOfDay(instant, "resetsAt");
            return this;
        }

        /**
         * Sets the day on which the quota is full again, or on which it ends, if the tool stated no hour.
         *
         * @param day the day; {@link RateWindow#resetsAt()} is its start in UTC
         * @return this builder
         */
        public Builder resetsOn(LocalDate day) {
            return resetsAt(day.atStartOfDay().toInstant(ZoneOffset.UTC), ResetPrecision.DAY);
        }

        /**
         * Sets the reset in the tool's own words.
         *
         * @param description a text such as {@code "expires in 7 days"}; not blank
         * @return this builder
         * @throws IllegalArgumentException if the text is blank
         */
        public Builder resetDescription(String description) {
            this.resetDescription = Checks.notBlank(description, "resetDescription");
            return this;
        }

        /**
         * Sets the span of time that this quota covers.
         *
         * @param value longer than zero
         * @return this builder
         * @throws IllegalArgumentException if the period is zero or negative
         */
        public Builder period(Duration value) {
            this.period = Checks.positive(value, "period");
            return this;
        }

        /**
         * Sets the quota in its own unit.
         *
         * @param value the amount
         * @return this builder
         */
        public Builder amount(Amount value) {
            this.amount = Objects.requireNonNull(value, "amount");
            return this;
        }

        /**
         * Returns the window.
         *
         * @return a new window with what was set so far
         */
        public RateWindow build() {
            return new RateWindow(this);
        }
    }
}
