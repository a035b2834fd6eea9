package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Credits that are given on top of the plan for a while.
 *
 * @param name what the bonus is called: free text such as {@code "Welcome bonus"}, or empty if the CLI names none, as
 *     it does for a single bonus
 * @param used the credits used, from 0 up
 * @param total the credits given, from 0 up
 * @param expiresInDays the whole days left, from 0 up, or empty if unknown
 * @since 0.1.0
 */
public record Bonus(Optional<String> name, double used, double total, OptionalInt expiresInDays) {

    /**
     * Checks the parts.
     *
     * @param name what the bonus is called, or empty
     * @param used the credits used, from 0 up
     * @param total the credits given, from 0 up
     * @param expiresInDays the whole days left, or empty
     * @throws IllegalArgumentException if a number is negative, infinite or not a number
     */
    public Bonus {
        Objects.requireNonNull(name, "name");
        Credits.checked(used, "used");
        Credits.checked(total, "total");
        Objects.requireNonNull(expiresInDays, "expiresInDays");
    }

    /**
     * Returns how much of the bonus is used.
     *
     * @return percent from 0 up, or empty if there is nothing to use
     */
    public OptionalDouble usedPercent() {
        return Credits.percent(OptionalDouble.of(used), OptionalDouble.of(total));
    }

    @Override
    public String toString() {
        return IdentityMask.mask("Bonus[name=" + name + ", used=" + used + ", total=" + total + ", expiresInDays="
                + expiresInDays + "]");
    }
}
