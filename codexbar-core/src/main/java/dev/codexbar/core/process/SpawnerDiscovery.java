package dev.codexbar.core.process;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Asks {@link ServiceLoader} for spawners and survives the faults of what it finds. */
final class SpawnerDiscovery {

    private final List<ProcessSpawner> found = new ArrayList<>();
    private @Nullable Throwable fault;

    private SpawnerDiscovery() {}

    static SpawnerDiscovery in(ClassLoader loader) {
        SpawnerDiscovery discovery = new SpawnerDiscovery();
        discovery.ask(ServiceLoader.load(ProcessSpawner.class, loader).iterator());
        return discovery;
    }

    /** Returns the spawner of terminals. */
    Optional<ProcessSpawner> terminal() {
        return first(true);
    }

    /** Returns the spawner of pipes that may replace the JDK's. */
    Optional<ProcessSpawner> pipes() {
        return first(false);
    }

    /** The first by class name, so that the order of the class path decides nothing. */
    private Optional<ProcessSpawner> first(boolean isTerminal) {
        return found.stream()
                .filter(spawner -> spawner.isTerminal() == isTerminal)
                .min((one, other) ->
                        one.getClass().getName().compareTo(other.getClass().getName()));
    }

    /** Completes the sentence "PROGRAM needs a terminal, and …". */
    String whyNone() {
        return fault == null
                ? "there is none: add dev.codexbar:codexbar-pty to the dependencies"
                : "the one that was found is broken: " + fault;
    }

    @Nullable
    Throwable fault() {
        return fault;
    }

    private void ask(Iterator<ProcessSpawner> candidates) {
        while (true) {
            try {
                // hasNext() throws as well, and not only ServiceConfigurationError.
                if (!candidates.hasNext()) {
                    return;
                }
                found.add(candidates.next());
            } catch (ServiceConfigurationError | LinkageError | RuntimeException thrown) {
                if (fault != null && fault.toString().equals(thrown.toString())) {
                    // The same words twice: the loader makes no progress.
                    return;
                }
                fault = thrown;
            }
        }
    }
}
