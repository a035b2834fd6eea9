package dev.codexbar.core.process;

import java.time.Duration;
import java.util.Optional;

/**
 * A dialogue with a running program: reads its output and decides what to write.
 *
 * <p>All calls for one run come from one thread at a time, in order. An implementation holds the state of one
 * conversation and serves one run only. It must be quick: during a call, no output is handed on.
 *
 * @apiNote If a method throws, the run ends, the program is killed and the exception comes out of
 *     {@link ProcessRunner#run}.
 * @since 0.1.0
 */
public interface ProcessDialogue {

    /**
     * Takes the next piece of standard output (or of the terminal's stream) and answers.
     *
     * @param output bytes as they came, cut anywhere; empty at the first call, right after the start
     * @return bytes to write to the program's standard input, possibly empty
     */
    byte[] reply(byte[] output);

    /**
     * Tells whether the conversation is over. Asked after each {@link #reply}; when it says so, the run ends as
     * {@link ProcessResult.Ending#SATISFIED}.
     *
     * @return {@code true} if nothing more is to be read or written
     */
    boolean isComplete();

    /**
     * Returns how long to wait for output before {@link #isComplete} is asked again although none came, for an answer
     * that is worth waiting for, but not to the time limit. Asked after each {@link #isComplete}.
     *
     * @return the time from now, or empty to ask only after output
     * @implSpec The default implementation returns empty.
     */
    default Optional<Duration> askAgainAfter() {
        return Optional.empty();
    }
}
