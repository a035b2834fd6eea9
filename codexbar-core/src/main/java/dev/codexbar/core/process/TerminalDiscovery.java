package dev.codexbar.core.process;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Asks {@link ServiceLoader} for the spawner of terminals and survives the faults of what it finds. */
final class TerminalDiscovery {

    private final List<ProcessSpawner> found = new ArrayList<>();
    private @Nullable Throwable fault;

    private TerminalDiscovery() {}

    static TerminalDiscovery in(ClassLoader loader) {
        TerminalDiscovery discovery = new TerminalDiscovery();
        discovery.ask(ServiceLoader.load(ProcessSpawner.class, loader).iterator());
        return discovery;
    }

    /** The first by class name, so that the class path decides nothing. */
    Optional<ProcessSpawner> spawner() {
        return found.stream()
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
                ProcessSpawner candidate = candidates.next();
                if (candidate.isTerminal()) {
                    found.add(candidate);
                }
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
