package dev.codexbar.core.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Kills what is still alive when the JVM shuts down. A place is taken before a program is started, so that none comes
 * to life unseen between its start and its first entry here.
 */
final class LiveProcesses {

    /** How long a shutdown waits for programs that are being started just then. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private static final Set<Place> PLACES = new HashSet<>();
    private static @Nullable Thread hook;
    private static boolean closing;

    private LiveProcesses() {}

    /** What is to be done for one program. */
    static final class Place {

        private @Nullable Runnable killer;

        private Place() {}

        /** Says how the program is killed, now that it lives. */
        void occupy(Runnable howToKill) {
            if (LiveProcesses.occupy(this, howToKill)) {
                howToKill.run();
            }
        }

        /** Gives the place back, once nothing is left to be killed. */
        void leave() {
            LiveProcesses.leave(this);
        }
    }

    /**
     * Takes a place for a program that is about to be started.
     *
     * @throws IllegalStateException if the JVM is shutting down, so that nobody would kill the program
     */
    static synchronized Place reserve() {
        if (hook == null) {
            Thread thread = new Thread(LiveProcesses::killAll, "codexbar-shutdown");
            Runtime.getRuntime().addShutdownHook(thread);
            hook = thread;
        }
        if (closing) {
            throw new IllegalStateException("the JVM is shutting down");
        }
        Place place = new Place();
        PLACES.add(place);
        return place;
    }

    /** Returns whether the program came to life too late for the hook. */
    private static synchronized boolean occupy(Place place, Runnable killer) {
        place.killer = killer;
        LiveProcesses.class.notifyAll();
        return closing;
    }

    private static synchronized void leave(Place place) {
        PLACES.remove(place);
        LiveProcesses.class.notifyAll();
        if (PLACES.isEmpty() && hook != null && !closing) {
            try {
                // A hook that stays would keep the class loader of an undeployed application alive.
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            } catch (IllegalStateException shuttingDown) {
                // It runs, and finds nothing to do.
            }
        }
    }

    private static void killAll() {
        for (Place place : allOnceStarted()) {
            Runnable killer = place.killer;
            if (killer != null) {
                killer.run();
            }
        }
    }

    private static synchronized List<Place> allOnceStarted() {
        closing = true;
        long end = System.nanoTime() + PATIENCE;
        try {
            while (PLACES.stream().anyMatch(place -> place.killer == null)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                LiveProcesses.class.wait(left);
            }
        } catch (InterruptedException impatient) {
            // Then without those that are being started.
            Thread.currentThread().interrupt();
        }
        return List.copyOf(PLACES);
    }
}
