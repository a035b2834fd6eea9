package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.provider.support.BackgroundTask;
import dev.codexbar.provider.support.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Start-up: loads the terminal runner while {@code kiro-cli --version} runs. Done once, because only the first time
 * takes long. Thread-safe.
 */
final class TerminalWarmUp {

    /** Loading takes a tenth of it, unless the disk is slow. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * Starts the warm-up, unless it was started before.
     *
     * @param runner the runner to warm up
     * @param deadline the deadline of the fetch, which the warm-up does not delay
     * @return what waits for the end of the warm-up, for a short time
     */
    Runnable start(ProcessRunner runner, Deadline deadline) {
        if (!started.compareAndSet(false, true)) {
            return () -> {};
        }
        BackgroundTask task = BackgroundTask.start("warm-up", runner::warmUp);
        return () -> {
            // Not interrupted, which would only break off what the next fetch needs.
            Duration left = deadline.remaining();
            task.finish(left.compareTo(GRACE) < 0 ? left : GRACE);
        };
    }
}
