package dev.codexbar.core.process;

import java.util.Objects;

/**
 * The ways to run a program.
 *
 * @since 0.1.0
 */
public final class ProcessRunners {

    private ProcessRunners() {}

    /**
     * Returns a runner that gives programs pipes. A request for a terminal ends in a {@link ProcessStartException}.
     *
     * @return a runner
     */
    public static ProcessRunner pipes() {
        return pending("pipes");
    }

    /**
     * Returns the runner that picks the best way for each request: pipes, or the terminal that the class loader of this
     * library finds through {@link java.util.ServiceLoader}. {@link ProcessResult#runner()} says which it was.
     *
     * @return a runner
     */
    public static ProcessRunner load() {
        return pending("best");
    }

    /**
     * Returns a runner that starts programs in one way.
     *
     * @param spawner how programs are started
     * @return a runner that keeps the promises of {@link ProcessRunner}
     */
    public static ProcessRunner using(ProcessSpawner spawner) {
        return pending(Objects.requireNonNull(spawner, "spawner").name());
    }

    private static ProcessRunner pending(String name) {
        return request -> {
            throw new ProcessStartException(ProcessStartException.Reason.FAILED, name + " is not built yet", null);
        };
    }
}
