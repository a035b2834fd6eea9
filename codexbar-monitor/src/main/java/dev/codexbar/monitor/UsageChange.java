package dev.codexbar.monitor;

import java.util.Objects;

/**
 * A change of a view.
 *
 * @param before the view until now
 * @param after the view from now on, of the same provider
 * @since 0.1.0
 */
public record UsageChange(UsageView before, UsageView after) {

    /**
     * Checks the parts.
     *
     * @param before the view until now
     * @param after the view from now on
     * @throws IllegalArgumentException if the views are of different providers
     */
    public UsageChange {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        if (!before.providerId().equals(after.providerId())) {
            throw new IllegalArgumentException(
                    "a change is of one provider: " + before.providerId() + ", " + after.providerId());
        }
    }

    /**
     * Returns the id of the provider.
     *
     * @return the id
     */
    public String providerId() {
        return after.providerId();
    }
}
