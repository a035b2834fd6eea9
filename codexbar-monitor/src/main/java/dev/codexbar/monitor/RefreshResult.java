package dev.codexbar.monitor;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a refresh that was asked for.
 *
 * @param outcome how it went
 * @param view the view afterwards
 * @since 0.1.0
 */
public record RefreshResult(Outcome outcome, UsageView view) {

    /**
     * Checks the parts.
     *
     * @param outcome how it went
     * @param view the view afterwards
     */
    public RefreshResult {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(view, "view");
    }

    /**
     * Returns when the provider is asked next.
     *
     * @return the instant, present if the outcome is {@link Outcome#RATE_LIMITED}
     */
    public Optional<Instant> nextAttempt() {
        return view.nextAttempt();
    }

    /**
     * How a refresh went.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** The answer in the view was measured after the refresh was asked for. */
        FRESH,
        /** The fetch still runs; the view is the one from before. */
        REFRESHING,
        /** The service asked for a pause that is not over, so it was not asked. */
        RATE_LIMITED,
        /** There is no new answer; the view has the reason, and the last answer if there was one. */
        UNAVAILABLE
    }
}
