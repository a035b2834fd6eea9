package dev.codexbar.monitor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Where the monitor logs. The logger is found when there is something to log: finding one opens every jar. */
final class MonitorLog {

    private MonitorLog() {}

    /** Logs as far as the logger of the host allows it: one that throws must not stop the monitor. */
    static void log(Level level, String message, @Nullable Throwable fault) {
        try {
            Found.LOGGER.log(level, message, fault);
        } catch (RuntimeException | LinkageError broken) {
            // There is nowhere else to say it.
        }
    }

    private static final class Found {

        private static final Logger LOGGER = System.getLogger("dev.codexbar.monitor");
    }
}
