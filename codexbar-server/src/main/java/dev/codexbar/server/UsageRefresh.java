package dev.codexbar.server;

import dev.codexbar.monitor.RefreshResult;
import dev.codexbar.monitor.UsageMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks providers now and waits for them, on behalf of a request: the same for every way in which a server does so.
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class UsageRefresh {

    private final UsageMonitor monitor;
    private final Duration patience;

    private UsageRefresh(UsageMonitor monitor, Duration patience) {
        this.monitor = monitor;
        this.patience = patience;
    }

    /**
     * Returns a way to ask the providers of a monitor.
     *
     * @param monitor the monitor; it need not be started yet
     * @param patience how long a request waits, longer than zero
     * @return a new object
     */
    public static UsageRefresh of(UsageMonitor monitor, Duration patience) {
        return new UsageRefresh(
                Objects.requireNonNull(monitor, "monitor"), Objects.requireNonNull(patience, "patience"));
    }

    /**
     * Asks providers, all at once, so that a slow one does not delay the others. Waits until each has answered or
     * failed, but not longer than the patience. Returns early if the thread is interrupted, and leaves it interrupted.
     *
     * @param providerIds the ids of providers of the monitor
     * @return a result for each, in the order of the ids: {@link RefreshResult.Outcome#REFRESHING} while a fetch still
     *     runs, and {@link RefreshResult.Outcome#UNAVAILABLE} with what is known while the monitor is not started
     * @throws IllegalArgumentException if there is no provider with one of the ids
     */
    public List<RefreshResult> refresh(List<String> providerIds) {
        Map<String, CompletableFuture<RefreshResult>> flights = new LinkedHashMap<>();
        providerIds.forEach(id -> flights.put(id, begin(id)));
        try {
            CompletableFuture.allOf(flights.values().toArray(CompletableFuture[]::new))
                    .get(patience.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // What has come so far is answered.
        }
        List<RefreshResult> results = new ArrayList<>();
        flights.forEach((id, flight) ->
                results.add(flight.isDone() ? flight.join() : result(RefreshResult.Outcome.REFRESHING, id)));
        return results;
    }

    private CompletableFuture<RefreshResult> begin(String id) {
        try {
            return monitor.refresh(id, patience);
        } catch (IllegalStateException notStarted) {
            // A web server may answer requests before its host starts the monitor.
            return CompletableFuture.completedFuture(result(RefreshResult.Outcome.UNAVAILABLE, id));
        }
    }

    private RefreshResult result(RefreshResult.Outcome outcome, String id) {
        return new RefreshResult(outcome, monitor.view(id).orElseThrow());
    }
}
