package dev.codexbar.core.process;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
        discovery.found.sort((one, other) ->
                one.getClass().getName().compareTo(other.getClass().getName()));
        return discovery;
    }

    /** Returns what was found, by class name, so that the order of the class path decides nothing. */
    List<ProcessSpawner> found() {
        return found;
    }

    /** Returns the last fault of what could not be loaded. */
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
