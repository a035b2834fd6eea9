package dev.codexbar.core.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kills what is still alive when the JVM shuts down. */
final class LiveProcesses {

    private static final Set<Runnable> KILLERS = new HashSet<>();
    private static @Nullable Thread hook;

    private LiveProcesses() {}

    static synchronized void add(Runnable killer) {
        KILLERS.add(killer);
        if (hook == null) {
            Thread thread = new Thread(LiveProcesses::killAll, "codexbar-shutdown");
            try {
                Runtime.getRuntime().addShutdownHook(thread);
                hook = thread;
            } catch (IllegalStateException shuttingDown) {
                // Too late for a hook; the run ends by its own limit.
            }
        }
    }

    static synchronized void remove(Runnable killer) {
        KILLERS.remove(killer);
        if (KILLERS.isEmpty() && hook != null) {
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
        List<Runnable> killers;
        synchronized (LiveProcesses.class) {
            killers = List.copyOf(KILLERS);
        }
        killers.forEach(Runnable::run);
    }
}
