package dev.codexbar.core.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails the run of the tests if a program that one of them started, or a child of such a program, is alive at its end.
 * The build marks the JVM of the tests, and what is started from it inherits the mark.
 */
public final class NoSurvivors implements LauncherSessionListener {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        String mark = System.getenv(ProcessStart.MARK);
        if (!OperatingSystem.LINUX || mark == null) {
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
        return new LinuxFamily(0, false, mark)
                .living().stream().filter(process -> !self.contains(process)).toList();
    }
}
