package dev.codexbar.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails the run of the tests if a program that one of them started, or a child of such a program, is alive at its end.
 * The build marks each JVM that runs tests, and what is started from it inherits the mark.
 *
 * <p>It looks for the mark itself: the code under test must not decide whether it left something behind.
 */
public final class NoSurvivors implements LauncherSessionListener {

    /** Set for the JVM by the build. Runs of programs put marks of their own behind it. */
    private static final String MARK = "CODEXBAR_RUN";

    private static final boolean IS_LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** For the service loader. */
    public NoSurvivors() {}

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        String mark = System.getenv(MARK);
        if (!IS_LINUX || mark == null) {
            return;
        }
        if (!Await.holds(LONGEST_WAIT, () -> survivors(mark).isEmpty())) {
            List<String> survivors = survivors(mark).stream()
                    .map(survivor ->
                            survivor.pid() + " " + survivor.info().commandLine().orElse("?"))
                    .toList();
            throw new AssertionError("alive at the end of the tests: " + survivors);
        }
    }

    private static List<ProcessHandle> survivors(String mark) {
        Set<ProcessHandle> self = new HashSet<>();
        // This JVM, and the shell through which the build may have started it.
        for (Optional<ProcessHandle> next = Optional.of(ProcessHandle.current());
                next.isPresent();
                next = next.get().parent()) {
            self.add(next.get());
        }
        return ProcessHandle.allProcesses()
                .filter(process -> !self.contains(process))
                .filter(process -> environment(process).contains(MARK + "=" + mark))
                .toList();
    }

    /** Returns the environment of a process; nothing for a zombie, and for what belongs to another user. */
    private static String environment(ProcessHandle process) {
        try {
            byte[] variables = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
            return new String(variables, StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrForbidden) {
            return "";
        }
    }
}
