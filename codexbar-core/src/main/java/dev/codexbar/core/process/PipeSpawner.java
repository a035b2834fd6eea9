package dev.codexbar.core.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts programs with pipes, through the JDK. Where there is {@code setsid} on Linux, the program leads a session of
 * its own, by which its children are found at the end.
 */
final class PipeSpawner implements ProcessSpawner {

    private static final File NULL_DEVICE = new File(OperatingSystem.WINDOWS ? "NUL" : "/dev/null");

    @Override
    public String name() {
        return "pipes";
    }

    @Override
    public boolean isTerminal() {
        return false;
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        List<String> command = new ArrayList<>();
        Setsid.PATH.ifPresent(setsid -> command.add(setsid.toString()));
        command.add(request.executable());
        command.addAll(request.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(request.removedEnvironment());
        environment.putAll(request.environment());
        request.workingDirectory().ifPresent(directory -> builder.directory(directory.toFile()));
        if (request.standardInput().length == 0 && !request.keepsInputOpen()) {
            builder.redirectInput(NULL_DEVICE);
        }
        return new Piped(builder.start(), Setsid.PATH.isPresent());
    }

    /** Looked up once, at the first start. */
    private static final class Setsid {

        // Not from PATH: a program of this name that was put there must not run in front of every other.
        private static final Optional<Path> PATH = OperatingSystem.LINUX
                ? Stream.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"))
                        .filter(Files::isExecutable)
                        .findFirst()
                : Optional.empty();
    }

    /** A program with pipes. */
    record Piped(Process process, boolean leadsGroup) implements SpawnedProcess {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public Optional<InputStream> error() {
            return Optional.of(process.getErrorStream());
        }

        @Override
        public OutputStream input() {
            return process.getOutputStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public void kill() {
            // The JDK does not signal a process that it has reaped.
            process.destroyForcibly();
        }

        @Override
        public void close() throws IOException {
            process.getInputStream().close();
            process.getErrorStream().close();
        }
    }
}
