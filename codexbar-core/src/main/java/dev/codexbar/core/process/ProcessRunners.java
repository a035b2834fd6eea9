package dev.codexbar.core.process;

import dev.codexbar.core.process.ProcessStartException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        SpawnerDiscovery discovery = SpawnerDiscovery.in(loader);
        return new Best(discovery.found(), discovery.fault());
    }

    /**
     * Returns the runner that picks the best way for each request, among the JDK's pipes and the given spawners, for
     * hosts that know them and spare the search that {@link #load()} does.
     *
     * @param spawners how programs are started, none of them {@code null}; of two that give terminals, or of two that
     *     give pipes, the first counts
     * @return a runner; without a spawner that gives terminals it refuses requests for one, as {@link #load()} does
     */
    public static ProcessRunner of(ProcessSpawner... spawners) {
        return new Best(List.of(spawners), null);
    }

    /** Chooses by the request. */
    private static final class Best implements ProcessRunner {

        private final Optional<ProcessSpawner> pipes;
        private final Optional<ProcessSpawner> terminal;
        private final @Nullable Throwable fault;

        Best(List<ProcessSpawner> spawners, @Nullable Throwable fault) {
            this.pipes = first(spawners, false);
            this.terminal = first(spawners, true);
            this.fault = fault;
        }

        private static Optional<ProcessSpawner> first(List<ProcessSpawner> spawners, boolean isTerminal) {
            for (ProcessSpawner spawner : spawners) {
                if (spawner.isTerminal() == isTerminal) {
                    return Optional.of(spawner);
                }
            }
            return Optional.empty();
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
                        request.executable() + " needs a terminal, and " + whyNone(),
                        fault);
            }
            return ProcessLife.of(terminal.get(), request);
        }

        private String whyNone() {
            return fault == null
                    ? "there is none: add dev.codexbar:codexbar-pty to the dependencies"
                    : "the one that was found is broken: " + fault;
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
