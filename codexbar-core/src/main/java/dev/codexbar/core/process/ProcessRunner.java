package dev.codexbar.core.process;

import java.io.IOException;

/**
 * Runs a program to its end, to its answer or to its limit, whichever comes first.
 *
 * <p>Implementations keep these promises for every program, however it behaves:
 *
 * <ul>
 *   <li>The call is back at most 350 ms after the {@linkplain ProcessRequest#timeLimit() time limit}.
 *   <li>Output that the program wrote before it ended is never lost.
 *   <li>When the call ends, in whatever way, the program and what it started are dead; no thread, descriptor or
 *       temporary file is left.
 *   <li>A limit that was reached is a {@linkplain ProcessResult#ending() result}, not an exception.
 * </ul>
 *
 * <p>Runners are thread-safe and may be called from virtual threads.
 *
 * @apiNote The contract suite of {@code codexbar-testkit} checks these promises for any implementation.
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProcessRunner {

    /**
     * Runs a program and waits for it.
     *
     * @param request what to run, and within which limits
     * @return what it printed and how it ended
     * @throws ProcessStartException if the program could not be started; the reason is typed
     * @throws IOException if running failed for another reason
     * @throws InterruptedException if the calling thread was interrupted; the program and what it started are dead
     */
    ProcessResult run(ProcessRequest request) throws IOException, InterruptedException;

    /**
     * Loads what the first run in a terminal would have to load, so that it need not. Blocks while it does, for some
     * tens of milliseconds at most, and starts nothing. Does not fail: what cannot be loaded is told by {@link #run}.
     *
     * @apiNote For who has something else to wait for before a terminal is needed, and a thread to spare.
     * @implSpec Does nothing.
     */
    default void warmUp() {}
}
