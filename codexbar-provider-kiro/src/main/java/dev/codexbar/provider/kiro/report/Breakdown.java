package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One quota of the plan. Immutable.
 *
 * @since 0.1.0
 */
public final class Breakdown {

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
        this.unlimited = builder.unlimited || (builder.limit.isPresent() && builder.limit.getAsDouble() >= NO_LIMIT);
        this.limit = unlimited ? OptionalDouble.empty() : builder.limit;
        this.percentShown = builder.percentShown;
        this.clamped = builder.clamped;
        this.overage = builder.overage;
    }

    /**
     * Returns a builder.
     *
     * @param label what is counted, in the plural
     * @return a new builder, of a breakdown about which nothing else is known
     */
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
     * Returns whether there is no limit.
     *
     * @return {@code true} if the CLI reports it, by leaving the limit out or by a total of 999999 or more
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
     * Returns whether the CLI stopped counting at the limit, as versions before 2.19.2 do, so that more may be used
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
     * @return what the CLI reports about overages, or empty if it reports nothing (versions 2.14 and later)
     */
    public Optional<Overage> overage() {
        return Optional.ofNullable(overage);
    }

    /**
     * Returns how much of the quota is used.
     *
     * <p>The printed percentage wins when it contradicts the credits; when the two agree within one percentage point,
     * the ratio of the credits is returned, because it is finer.
     *
     * @return percent from 0 up, over 100 in overage; empty if there is no limit or nothing to compute it from
     */
    public OptionalDouble usedPercent() {
        if (unlimited) {
            return OptionalDouble.empty();
        }
        OptionalDouble ratio = Credits.percent(used, limit);
        return ratio.isEmpty() || isContradictory() ? percentShown : ratio;
    }

    /**
     * Returns whether the printed percentage cannot be the rounded ratio of the credits.
     *
     * @return {@code true} if both are known and more than one percentage point apart
     */
    public boolean isContradictory() {
        OptionalDouble ratio = Credits.percent(used, limit);
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

    /**
     * Collects the parts of a {@link Breakdown}. Not thread-safe.
     *
     * @since 0.1.0
     */
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

        /**
         * Sets how much is used.
         *
         * @param value the amount, from 0 up
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, infinite or not a number
         */
        public Builder used(double value) {
            this.used = OptionalDouble.of(Credits.checked(value, "used"));
            return this;
        }

        /**
         * Sets how much the plan covers.
         *
         * @param value the amount, from 0 up; 999999 and more stand for "no limit"
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, infinite or not a number
         */
        public Builder limit(double value) {
            this.limit = OptionalDouble.of(Credits.checked(value, "limit"));
            return this;
        }

        /**
         * Sets whether there is no limit.
         *
         * @param value {@code true} if the CLI reports it
         * @return this builder
         */
        public Builder unlimited(boolean value) {
            this.unlimited = value;
            return this;
        }

        /**
         * Sets the percentage as printed.
         *
         * @param value percent from 0 up
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, infinite or not a number
         */
        public Builder percentShown(double value) {
            this.percentShown = OptionalDouble.of(Credits.checked(value, "percentShown"));
            return this;
        }

        /** Forgets the percentage. */
        Builder percentUnknown() {
            this.percentShown = OptionalDouble.empty();
            return this;
        }

        /**
         * Sets whether the numbers are at the limit and may be too low.
         *
         * @param value {@code true} if the CLI stopped counting at the limit
         * @return this builder
         */
        public Builder clamped(boolean value) {
            this.clamped = value;
            return this;
        }

        /**
         * Sets what is used beyond the limit.
         *
         * @param value what the CLI reports about overages, or {@code null} if it reports nothing
         * @return this builder
         */
        public Builder overage(@Nullable Overage value) {
            this.overage = value;
            return this;
        }

        /**
         * Makes the breakdown.
         *
         * @return a new breakdown
         */
        public Breakdown build() {
            return new Breakdown(this);
        }
    }
}
