package dev.codexbar.monitor;

import java.time.Instant;
import java.util.Objects;

/**
 * One point of the history of a window.
 *
 * @param measuredAt when it was measured
 * @param usedPercent percent of the quota that was used, from 0 up
 * @param afterReset whether the window was reset since the point before: a line from there to here would be wrong
 * @since 0.1.0
 */
public record UsagePoint(Instant measuredAt, double usedPercent, boolean afterReset) {

    /**
     * Checks the parts.
     *
     * @param measuredAt when it was measured
     * @param usedPercent percent of the quota that was used
     * @param afterReset whether the window was reset since the point before
     */
    public UsagePoint {
        Objects.requireNonNull(measuredAt, "measuredAt");
    }
}
