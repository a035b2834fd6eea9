package dev.codexbar.core.process;

import dev.codexbar.core.process.ProcessStartException.Reason;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The ways to run a program.
 *
 * @since 0.1.0
 */
public final class ProcessRunners {

    private static final ProcessRunner PIPES = using(new PipeSpawner());

    private ProcessRunners() {}

    /**
     * Returns a runner that gives programs pipes. A request for a terminal ends in a {@link ProcessStartException}.
     *
     * @return a runner
     */
    public static ProcessRunner pipes() {
        return PIPES;
    }

    /**
     * Returns the runner that picks the best way for each request, among the JDK's pipes and the
     * {@linkplain ProcessSpawner spawners} that the class loader of this library finds through
     * {@link java.util.ServiceLoader}. {@link ProcessResult#runner()} says which it was.
     *
     * @apiNote Without {@code codexbar-pty} among the dependencies, a request for a terminal ends in a
     *     {@link ProcessStartException} with {@link ProcessStartException.Reason#TERMINAL_UNAVAILABLE}.
     * @return a runner
     */
    public static ProcessRunner load() {
        ClassLoader loader = ProcessRunners.class.getClassLoader();
        return load(loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    static ProcessRunner load(ClassLoader loader) {
        return new Best(SpawnerDiscovery.in(loader));
    }

    /** Chooses by the request. */
    private static final class Best implements ProcessRunner {

        private final SpawnerDiscovery discovery;
        private final Optional<ProcessSpawner> pipes;
        private final Optional<ProcessSpawner> terminal;

        Best(SpawnerDiscovery discovery) {
            this.discovery = discovery;
            this.pipes = discovery.pipes();
            this.terminal = discovery.terminal();
        }

        @Override
        public ProcessResult run(ProcessRequest request) throws IOException, InterruptedException {
            if (request.terminal().isEmpty()) {
                return pipes.isPresent() && isReady(pipes.get())
                        ? ProcessLife.of(pipes.get(), request)
                        : PIPES.run(request);
            }
            if (terminal.isEmpty()) {
                throw new ProcessStartException(
                        Reason.TERMINAL_UNAVAILABLE,
                        request.executable() + " needs a terminal, and " + discovery.whyNone(),
                        discovery.fault());
            }
            return ProcessLife.of(terminal.get(), request);
        }

        private static boolean isReady(ProcessSpawner spawner) {
            try {
                return spawner.isReady();
            } catch (LinkageError | RuntimeException broken) {
                return false;
            }
        }

        @Override
        public void warmUp() {
            terminal.ifPresent(spawner -> using(spawner).warmUp());
        }
    }

    /**
     * Returns a runner that starts programs in one way.
     *
     * @param spawner how programs are started
     * @return a runner that keeps the promises of {@link ProcessRunner}; it refuses a request for a terminal if the
     *     spawner gives pipes, and the other way round
     */
    public static ProcessRunner using(ProcessSpawner spawner) {
        return new Spawning(Objects.requireNonNull(spawner, "spawner"));
    }

    /** Runs what one spawner starts to its end. */
    private static final class Spawning implements ProcessRunner {

        private final ProcessSpawner spawner;

        Spawning(ProcessSpawner spawner) {
            this.spawner = spawner;
        }

        @Override
        public ProcessResult run(ProcessRequest request) throws IOException, InterruptedException {
            return ProcessLife.of(spawner, request);
        }

        @Override
        public void warmUp() {
            try {
                spawner.warmUp();
            } catch (LinkageError | RuntimeException broken) {
                // The first start reports it.
            }
        }
    }
}
