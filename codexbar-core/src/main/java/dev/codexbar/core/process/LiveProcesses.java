package dev.codexbar.core.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends what is still running when the JVM shuts down. A place is taken before a program is started, so that none starts
 * unseen between its start and its first entry here.
 */
final class LiveProcesses {

    /** How long a shutdown waits for programs that are being started just then. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private static final Set<Place> PLACES = new HashSet<>();
    private static @Nullable Thread hook;
    private static boolean closing;

    private LiveProcesses() {}

    /** A running program, as the thread of the shutdown ends it. */
    interface Program {

        /**
         * Closes the input of the program if its request says to do so before signals.
         *
         * @return how many nanoseconds it may take to exit then; 0 if it is to be killed at once
         */
        long closeInput();

        /** Waits for the exit, at most until a time of {@link System#nanoTime()}. */
        void awaitExitUntil(long time);

        /** Kills the program and what it started. */
        void killNow();
    }

    /** The place of one program. */
    static final class Place {

        private @Nullable Program program;

        private Place() {}

        /** Enters the program, now that it runs. */
        void occupy(Program started) {
            if (LiveProcesses.occupy(this, started)) {
                end(List.of(started));
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
     * @throws IllegalStateException if the JVM is shutting down, so that the program would outlive it
     */
    static synchronized Place reserve() {
        if (hook == null) {
            Thread thread = new Thread(LiveProcesses::endAll, "codexbar-shutdown");
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

    /** Returns whether the program was started too late for the hook. */
    private static synchronized boolean occupy(Place place, Program program) {
        place.program = program;
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

    private static void endAll() {
        List<Program> programs = new ArrayList<>();
        for (Place place : allOnceStarted()) {
            Program program = place.program;
            if (program != null) {
                programs.add(program);
            }
        }
        end(programs);
    }

    /** Kills all at once but those that are to read the end of their input first; these have their time together. */
    private static void end(List<Program> programs) {
        long begin = System.nanoTime();
        Map<Program, Long> closing = new LinkedHashMap<>();
        for (Program program : programs) {
            long grace = program.closeInput();
            if (grace > 0) {
                closing.put(program, begin + grace);
            } else {
                program.killNow();
            }
        }
        closing.forEach((program, end) -> {
            program.awaitExitUntil(end);
            program.killNow();
        });
    }

    private static synchronized List<Place> allOnceStarted() {
        closing = true;
        long end = System.nanoTime() + PATIENCE;
        try {
            while (PLACES.stream().anyMatch(place -> place.program == null)) {
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
