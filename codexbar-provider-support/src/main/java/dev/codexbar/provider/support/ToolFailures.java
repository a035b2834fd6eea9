package dev.codexbar.provider.support;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.process.ProcessStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Says why a program gave no answer, in the same way for every provider: what lies between a host and the program's own
 * words. Immutable.
 *
 * @param tool how people call the program, such as {@code "gh"}
 * @param install the next step of a person who does not have it, one sentence
 * @param check the next step of a person who has it, but it does not run, one sentence
 * @since 0.1.0
 */
public record ToolFailures(String tool, String install, String check) {

    /**
     * Returns the failure of a program that was not found.
     *
     * @param what the end of a sentence, as of {@link ToolLocator#whatIsMissing()}
     * @return a failure with the reason {@link Reason#NOT_INSTALLED}
     */
    public UsageException notInstalled(String what) {
        return new UsageException(Reason.NOT_INSTALLED, tool + " " + what + ".", install);
    }

    /**
     * Returns the failure of a program that could not be run. The words of the exception are left out: paths hold the
     * names of people.
     *
     * @param problem what a runner threw
     * @return a failure without a cause
     */
    public UsageException notRun(IOException problem) {
        if (!(problem instanceof ProcessStartException start)) {
            return new UsageException(Reason.FAILED, tool + " could not be run.", check);
        }
        return switch (start.reason()) {
            case NOT_FOUND -> new UsageException(Reason.NOT_INSTALLED, tool + " is gone.", install);
            case NOT_EXECUTABLE -> new UsageException(Reason.FAILED, tool + " cannot be executed.", check);
            case OUT_OF_RESOURCES ->
                new UsageException(
                        Reason.FAILED,
                        "The system has no room for another program, so " + tool + " was not asked.",
                        "Close some programs and try again.");
            default -> new UsageException(Reason.FAILED, tool + " could not be started.", check);
        };
    }

    /**
     * Returns the failure of a fetch that had no time to ask.
     *
     * @return a failure with the reason {@link Reason#TIMED_OUT}
     */
    public UsageException noTimeLeft() {
        return new UsageException(Reason.TIMED_OUT, "No time was left to ask " + tool + ".", "Allow more time.");
    }

    /**
     * Returns the failure of a program that did not answer in time.
     *
     * @param limit how long it was allowed to take
     * @return a failure with the reason {@link Reason#TIMED_OUT}
     */
    public UsageException timedOut(Duration limit) {
        double seconds = Math.max(100, limit.toMillis()) / 1000.0;
        return new UsageException(
                Reason.TIMED_OUT,
                String.format(Locale.ROOT, "%s did not answer in time (%.1f s).", tool, seconds),
                "Check the network, or allow more time.");
    }
}
