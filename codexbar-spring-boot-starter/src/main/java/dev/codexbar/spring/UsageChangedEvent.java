package dev.codexbar.spring;

import dev.codexbar.monitor.UsageChange;
import dev.codexbar.monitor.UsageView;
import java.util.Objects;

/**
 * Is published when something about a provider changes: its state, its answer, a failure, or the plan of its next
 * attempt. Events of one application come one after the other, in the order of the changes, on a thread of the monitor:
 * a slow listener delays further events and nothing else.
 *
 * <pre>{@code
 * @EventListener
 * void on(UsageChangedEvent event) {
 *     event.view().snapshot().flatMap(UsageSnapshot::primary).ifPresent(window -> ...);
 * }
 * }</pre>
 *
 * @param change the view before and after
 * @since 0.1.0
 */
public record UsageChangedEvent(UsageChange change) {

    /**
     * Checks the change.
     *
     * @param change the view before and after
     */
    public UsageChangedEvent {
        Objects.requireNonNull(change, "change");
    }

    /**
     * Returns the id of the provider.
     *
     * @return the id
     */
    public String providerId() {
        return change.providerId();
    }

    /**
     * Returns what is known now.
     *
     * @return the view after the change
     */
    public UsageView view() {
        return change.after();
    }
}
