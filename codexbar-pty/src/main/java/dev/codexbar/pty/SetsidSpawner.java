package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pseudo-terminals on Linux without a fork of this JVM: {@code setsid} makes the session and its controlling terminal,
 * and then becomes the program. All of it is one process, whose id is that of its group and session too.
 *
 * <p>The JDK opens the program's end of the terminal, once for each of the three streams. A JVM that leads a session
 * must not open it, or would get it as its own controlling terminal and be hung up with it; there a shell in between
 * opens it.
 *
 * @implNote The standard input of the program is open for reading only, as in a pipe. With a shell in between, a
 *     program may not see environment variables whose names are no identifiers; {@code dash} drops them.
 */
final class SetsidSpawner implements ProcessSpawner {

    private static final Optional<Path> SETSID = systemProgram("setsid");
    private static final Optional<Path> SHELL = systemProgram("sh");
    private static final String SCRIPT = "exec <>\"$0\" >&0 2>&0; exec \"$@\"";
    private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));

    static boolean isAvailable() {
        return LibC.isKnownSystem() && SETSID.isPresent() && SHELL.isPresent();
    }

    /** Not from PATH: a program of this name that somebody put there must not come before every other. */
    private static Optional<Path> systemProgram(String name) {
        return Stream.of(Path.of("/usr/bin", name), Path.of("/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public String name() {
        return "setsid";
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        Master master = Master.open(TerminalEnvironment.size(request));
        try {
            ProcessBuilder builder =
                    LibC.call("getsid", 0) == ProcessHandle.current().pid()
                            ? throughShell(master.slave(), request)
                            : directly(new File(master.slave()), request);
            TerminalEnvironment.apply(request, builder.environment());
            request.workingDirectory().ifPresent(directory -> builder.directory(directory.toFile()));
            return new JavaChild(builder.start(), master);
        } catch (Throwable failure) {
            master.close();
            throw failure;
        }
    }

    private static ProcessBuilder directly(File slave, ProcessRequest request) {
        return new ProcessBuilder(command(request, "-c"))
                .redirectInput(slave)
                .redirectOutput(slave)
                .redirectError(slave);
    }

    private static ProcessBuilder throughShell(String slave, ProcessRequest request) {
        return new ProcessBuilder(command(request, SHELL.orElseThrow().toString(), "-c", SCRIPT, slave))
                .redirectInput(NOTHING)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
    }

    private static List<String> command(ProcessRequest request, String... between) {
        List<String> command = new ArrayList<>();
        command.add(SETSID.orElseThrow().toString());
        command.addAll(List.of(between));
        command.add(request.executable());
        command.addAll(request.arguments());
        return command;
    }
}
