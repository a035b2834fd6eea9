package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import java.util.Objects;
import java.util.Optional;

/**
 * A pack of add-on credits.
 *
 * @param used the credits used, from 0 up
 * @param total the credits bought, from 0 up
 * @param expires when the pack ends, as printed, or empty if it does not end or the CLI did not tell
 * @since 0.1.0
 */
public record Pack(double used, double total, Optional<PrintedDate> expires) {

    /**
     * Checks the parts.
     *
     * @param used the credits used, from 0 up
     * @param total the credits bought, from 0 up
     * @param expires when the pack ends, or empty
     * @throws IllegalArgumentException if a number is negative, infinite or not a number
     */
    public Pack {
        Credits.checked(used, "used");
        Credits.checked(total, "total");
        Objects.requireNonNull(expires, "expires");
    }

    @Override
    public String toString() {
        return IdentityMask.mask("Pack[used=" + used + ", total=" + total + ", expires=" + expires + "]");
    }
}
