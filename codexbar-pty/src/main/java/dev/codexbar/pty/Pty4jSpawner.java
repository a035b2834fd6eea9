package dev.codexbar.pty;

import com.pty4j.PtyProcessBuilder;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.process.SpawnedProcess;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Pseudo-terminals by pty4j, for macOS, Windows, and Linux with an older C library or another than GNU's. The cost
 * grows with the memory of this JVM, because pty4j forks it.
 */
final class Pty4jSpawner implements ProcessSpawner {

    private static final Path SHELL = Path.of("/bin/sh");

    /**
     * pty4j sets the size after the start, when the program may have looked already; and of a program that cannot be
     * executed it says nothing, where a shell says what is wrong.
     */
    private static final String SCRIPT = "stty cols \"$1\" rows \"$2\" 2>/dev/null; shift 2; exec \"$@\"";

    /** A limit that is reached gives a result rather than a failed start, if the program starts only a little later. */
    private static final Duration OVERTIME = Duration.ofMillis(300);

    /** For longer limits, the overtime makes no difference. */
    private static final Duration UNLIMITED = Duration.ofDays(1);

    /** File descriptors that pty4j needs at peak during a start. */
    private static final int DESCRIPTORS = 10;

    @Override
    public String name() {
        return "pty4j";
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public void warmUp() {
        try {
            NativeCache.loadPty4j();
        } catch (IOException unusable) {
            // The first start reports it.
        }
    }

    @Override
    public SpawnedProcess spawn(ProcessRequest request) throws IOException {
        // On a thread of its own: pty4j spins while it starts if its thread is interrupted.
        BoundedStart<SpawnedProcess> start = new BoundedStart<>(() -> start(request), Pty4jSpawner::endLate);
        try {
            return start.await(limit(request));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            // pty4j throws various exceptions when its library cannot be loaded.
            throw new ProcessStartException(
                    Reason.TERMINAL_UNAVAILABLE, "pty4j cannot make a terminal here: " + cause, cause);
        }
    }

    private static Duration limit(ProcessRequest request) {
        Duration limit = request.timeLimit();
        return limit.compareTo(UNLIMITED) < 0 ? limit.plus(OVERTIME) : limit;
    }

    /** Kills a program that started too late; its children get a hang-up when the terminal is closed. */
    private static void endLate(SpawnedProcess process) {
        process.kill();
        try {
            process.close();
        } catch (IOException kept) {
            // The program is dead, and the caller has had its exception.
        }
    }

    private static SpawnedProcess start(ProcessRequest request) throws IOException {
        try {
            NativeCache.loadPty4j();
        } catch (IOException unusable) {
            throw new ProcessStartException(
                    Reason.TERMINAL_UNAVAILABLE,
                    "pty4j has no place for its library: " + unusable.getMessage(),
                    unusable);
        }
        if (isSessionAtRisk()) {
            throw new ProcessStartException(
                    Reason.TERMINAL_UNAVAILABLE, "this JVM leads a session, which pty4j would end", null);
        }
        checkDescriptors();
        TerminalSize size = TerminalEnvironment.size(request);
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            command.addAll(List.of(SHELL.toString(), "-c", SCRIPT, "sh"));
            command.addAll(List.of(Integer.toString(size.columns()), Integer.toString(size.rows())));
        }
        command.add(request.executable());
        command.addAll(request.arguments());
        Map<String, String> environment = new HashMap<>(System.getenv());
        TerminalEnvironment.apply(request, environment);
        PtyProcessBuilder builder = new PtyProcessBuilder(command.toArray(String[]::new))
                .setEnvironment(environment)
                .setInitialColumns(size.columns())
                .setInitialRows(size.rows())
                // Without it a program that ends quickly takes its output with it.
                .setUnixOpenTtyToPreserveOutputAfterTermination(true);
        request.workingDirectory().ifPresent(directory -> builder.setDirectory(directory.toString()));
        return new Pty4jChild(builder.start());
    }

    /**
     * Makes sure that there are descriptors. pty4j does not look whether it got any: it would go on with number -1 or
     * 0, and report an exit code of 0 without output.
     */
    private static void checkDescriptors() throws IOException {
        if (Platform.isWindows()) {
            return;
        }
        List<InputStream> taken = new ArrayList<>();
        try {
            while (taken.size() < DESCRIPTORS) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException exhausted) {
            throw new ProcessStartException(
                    Reason.OUT_OF_RESOURCES, "there are no descriptors left for a terminal", exhausted);
        } finally {
            for (InputStream stream : taken) {
                stream.close();
            }
        }
    }

    /**
     * Tells whether this JVM leads a session without a terminal. pty4j opens the program's end of the terminal here
     * too, which then becomes the controlling terminal of the session, and when it is closed the system hangs up the
     * leader.
     */
    static boolean isSessionAtRisk() {
        if (Platform.isWindows()) {
            return false;
        }
        int session = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
                .getFunction("getsid")
                .invokeInt(new Object[] {0});
        return session == ProcessHandle.current().pid() && !hasTerminal();
    }

    private static boolean hasTerminal() {
        try (InputStream controlling = new FileInputStream("/dev/tty")) {
            return controlling.available() >= 0;
        } catch (IOException none) {
            return false;
        }
    }
}
