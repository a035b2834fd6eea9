package dev.codexbar.provider.kiro.report;

import java.util.Objects;
import java.util.Optional;

/**
 * What the CLI reports about credits that can be bought on top of the plan.
 *
 * @param availableForPurchase whether the CLI offers them
 * @param active the pack that is being used up, or empty if there is none
 * @param others the packs that wait for their turn, or empty if there are none
 * @since 0.1.0
 */
public record AddOnCredits(boolean availableForPurchase, Optional<Pack> active, Optional<OtherPacks> others) {

    /**
     * Checks the parts.
     *
     * @param availableForPurchase whether the CLI offers them
     * @param active the pack that is being used up, or empty
     * @param others the packs that wait for their turn, or empty
     */
    public AddOnCredits {
        Objects.requireNonNull(active, "active");
        Objects.requireNonNull(others, "others");
    }
}
