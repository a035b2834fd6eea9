package dev.codexbar.provider.codex;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.provider.support.PrivateDirectory;
import dev.codexbar.provider.support.ToolEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One installed {@code codex}. Every run of it starts in an empty private directory of its own, with pipes and never in
 * a terminal. Immutable and thread-safe.
 */
final class CodexCli {

    private final Path executable;
    private final ProcessRunner runner;
    private final ToolEnvironment environment;
    private final @Nullable Path temporaryFolder;

    /**
     * Makes a handle. Does no work.
     *
     * @param executable the program
     * @param runner runs it
     * @param environment its environment
     * @param temporaryFolder where private directories are made, or {@code null} for the usual folder
     */
    CodexCli(Path executable, ProcessRunner runner, ToolEnvironment environment, @Nullable Path temporaryFolder) {
        this.executable = executable;
        this.runner = runner;
        this.environment = environment;
        this.temporaryFolder = temporaryFolder;
    }

    Path executable() {
        return executable;
    }

    Map<String, String> variables() {
        return environment.variables();
    }

    /**
     * Runs the program.
     *
     * @param arguments what it shall do
     * @param limit how long it may take, longer than zero
     * @param shape what this run needs beyond pipes
     * @throws UsageException if the program could not be run
     */
    ProcessResult run(List<String> arguments, Duration limit, Consumer<ProcessRequest.Builder> shape)
            throws UsageException, InterruptedException {
        try (PrivateDirectory directory = PrivateDirectory.create(temporaryFolder)) {
            ProcessRequest.Builder request = ProcessRequest.builder(executable.toString(), arguments)
                    .timeLimit(limit)
                    .workingDirectory(directory.path());
            setEnvironment(request);
            shape.accept(request);
            return runner.run(request.build());
        } catch (IOException failure) {
            throw CodexFailures.TOOL.notRun(failure);
        }
    }

    private void setEnvironment(ProcessRequest.Builder request) {
        environment.applyTo(request);
        // Only fills standard error, up to a hundred kilobytes a run.
        request.withoutEnvironment("RUST_LOG");
        addOwnFolderToPath(request);
    }

    /** Where installers of Node.js put programs without PATH knowing it, node itself is beside them. */
    private void addOwnFolderToPath(ProcessRequest.Builder request) {
        Path folder = executable.getParent();
        String path = variables().get("PATH");
        if (folder != null
                && path != null
                && !Arrays.asList(path.split(File.pathSeparator, -1)).contains(folder.toString())) {
            request.environment("PATH", path + File.pathSeparator + folder);
        }
    }
}
