package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.provider.support.PrivateDirectory;
import dev.codexbar.provider.support.ToolEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One installed {@code kiro-cli}. Every run of it, whatever for, starts in an empty private directory of its own and
 * without a way to a browser. Immutable and thread-safe.
 */
final class KiroCli {

    /** Adapts a request to one kind of run. */
    @FunctionalInterface
    interface Shape {
        void apply(ProcessRequest.Builder request, Path directory);
    }

    /** Starting a program takes longer than this. */
    private static final Duration LEAST_TIME = Duration.ofMillis(10);

    private final Path executable;
    private final ProcessRunner runner;
    private final ToolEnvironment environment;
    private final @Nullable Path temporaryFolder;

    KiroCli(Path executable, ProcessRunner runner, ToolEnvironment environment, @Nullable Path temporaryFolder) {
        this.executable = executable;
        this.runner = runner;
        this.environment = environment;
        this.temporaryFolder = temporaryFolder;
    }

    Path executable() {
        return executable;
    }

    /** Returns the variables of the environment that the program runs in. */
    Map<String, String> environment() {
        return environment.variables();
    }

    /**
     * Runs the program.
     *
     * @param arguments the arguments
     * @param limit how long it may take
     * @param shape what this run needs beyond pipes
     * @throws KiroFailure if no time is left or the program could not be run
     */
    ProcessResult run(List<String> arguments, Duration limit, Shape shape) throws KiroFailure, InterruptedException {
        if (limit.compareTo(LEAST_TIME) < 0) {
            throw KiroFailures.noTimeLeft();
        }
        try (PrivateDirectory directory = PrivateDirectory.create(temporaryFolder)) {
            ProcessRequest.Builder request = ProcessRequest.builder(executable.toString(), arguments)
                    .timeLimit(limit)
                    .workingDirectory(directory.path());
            environment.applyTo(request);
            request.environment("TERM", "xterm-256color")
                    // A program that does nothing and succeeds, for what honours the variable …
                    .environment("BROWSER", "true")
                    // … and no display for what does not.
                    .withoutEnvironment("DISPLAY")
                    .withoutEnvironment("WAYLAND_DISPLAY");
            shape.apply(request, directory.path());
            return runner.run(request.build());
        } catch (IOException failure) {
            throw KiroFailures.of(failure);
        }
    }
}
