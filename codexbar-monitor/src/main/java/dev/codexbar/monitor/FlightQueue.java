package dev.codexbar.monitor;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Decides which fetch runs next: the one that was due first, while no more than a bounded number runs.
 *
 * <p>Providers that hung last time wait in a queue of their own and get half of the places at most, so that however
 * many hang, the others find a place. Guarded by the lock of its monitor.
 */
final class FlightQueue {

    private final int mostAtOnce;
    private final int mostSuspects;
    private final ArrayDeque<Flight> waiting = new ArrayDeque<>();
    private final ArrayDeque<Flight> suspectsWaiting = new ArrayDeque<>();
    private int running;
    private int suspectsRunning;

    FlightQueue(int mostAtOnce) {
        this.mostAtOnce = mostAtOnce;
        this.mostSuspects = Math.max(1, mostAtOnce / 2);
    }

    /** Adds a flight, which is due no earlier than those added before. */
    void add(Flight flight) {
        (flight.suspect ? suspectsWaiting : waiting).add(flight);
    }

    /** Returns the next flight, which takes a place, or {@code null} if there is no place or no flight for it. */
    @Nullable
    Flight take() {
        if (running >= mostAtOnce) {
            return null;
        }
        Flight regular = waiting.peek();
        // With one place only, those that hung have their turn when no other one waits.
        boolean suspectsMay = suspectsRunning < mostSuspects && (mostAtOnce > 1 || regular == null);
        Flight suspect = suspectsMay ? suspectsWaiting.peek() : null;
        boolean takesSuspect = suspect != null && (regular == null || suspect.plannedAt.isBefore(regular.plannedAt));
        Flight next = takesSuspect ? suspectsWaiting.poll() : waiting.poll();
        if (next != null) {
            running++;
            suspectsRunning += next.suspect ? 1 : 0;
        }
        return next;
    }

    /** Gives back the place of a flight: it has ended, or its time limit is over. */
    void leave(Flight flight) {
        running--;
        suspectsRunning -= flight.suspect ? 1 : 0;
    }

    void clear() {
        waiting.clear();
        suspectsWaiting.clear();
    }
}
