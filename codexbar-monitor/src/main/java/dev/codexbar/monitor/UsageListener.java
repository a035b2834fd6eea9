package dev.codexbar.monitor;

/**
 * Is called when a view changes. Calls to one listener come one after the other, in the order of the changes, on a
 * thread that is neither the timer's nor a fetch's; a listener that is slow or throws delays no fetch and no other
 * listener.
 *
 * <p>A listener that falls thousands of changes behind gets the later ones merged: one change per provider, from the
 * view it knows to the latest. No call begins after {@link UsageMonitor#close()} has returned.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UsageListener {

    /**
     * Is called once for each change of a view: a state, an answer, a failure, a plan, or whether it is refreshing.
     *
     * @param change the view before and after
     */
    void changed(UsageChange change);

    /**
     * Is called once for each fetch that is over, after the changes it made.
     *
     * @implSpec The default does nothing.
     * @param report how long it took and how it ended
     */
    default void fetched(FetchReport report) {}

    /**
     * Is called when a fetch was due or asked for, but is not made.
     *
     * @implSpec The default does nothing.
     * @param providerId the id of the provider
     * @param cause why
     */
    default void skipped(String providerId, SkipCause cause) {}

    /**
     * Why a fetch is not made. Later versions may add causes.
     *
     * @since 0.1.0
     */
    enum SkipCause {
        /** An earlier fetch of the same provider runs, or has not ended although it was interrupted. */
        IN_FLIGHT,
        /** The service asked for a pause that is not over. */
        RATE_LIMITED
    }
}
