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
     * Loads what the first run in a terminal would otherwise have to load, such as native libraries. Blocks while it
     * does, which may take as long as starting a JVM; the next time there is next to nothing to do. May be called from
     * any thread and beside runs, and need not be called at all. Does not fail: what cannot be loaded is reported by
     * {@link #run}.
     *
     * @apiNote For callers that have a thread to spare while they wait for something else, such as the answer of
     *     another program.
     * @implSpec The default implementation does nothing. A runner that wraps another one calls the other's. Leaves
     *     nothing behind but what is loaded.
     */
    default void warmUp() {}
}
