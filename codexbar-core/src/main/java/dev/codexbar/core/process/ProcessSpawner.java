package dev.codexbar.core.process;

import java.io.IOException;

/**
 * A way to start programs. What happens after the start (limits, reading, ending) is the same for all ways and belongs
 * to {@link ProcessRunners#using(ProcessSpawner)}.
 *
 * <p>Spawners are found through {@link java.util.ServiceLoader}. They are thread-safe, and their constructors do no
 * work.
 *
 * @since 0.1.0
 */
public interface ProcessSpawner {

    /**
     * Returns what this way is called, for {@link ProcessResult#runner()}.
     *
     * @return a short name such as {@code "pipes"}
     */
    String name();

    /**
     * Tells whether this way gives the program a pseudo-terminal.
     *
     * @return {@code true} for a terminal, {@code false} for pipes
     */
    boolean isTerminal();

    /**
     * Tells whether a start would not have to load anything first, such as a native library. Among spawners that give
     * pipes, {@link ProcessRunners#load()} prefers one that is ready to the JDK's, which always is.
     *
     * @implSpec The default implementation returns {@code true}. Asked before every start with pipes, so it is quick.
     * @return {@code false} if the first start is yet to load something
     */
    default boolean isReady() {
        return true;
    }

    /**
     * Loads what the first start would otherwise have to load, on the calling thread; see
     * {@link ProcessRunner#warmUp()}. What cannot be loaded may be thrown here, and is reported by {@link #spawn}.
     *
     * @implSpec The default implementation does nothing.
     */
    default void warmUp() {}

    /**
     * Starts a program.
     *
     * @implSpec A start that may take long gives up at the {@linkplain ProcessRequest#timeLimit() time limit} and soon
     *     after an interrupt, and kills a program that starts later.
     * @param request what to start; its {@linkplain ProcessRequest#executable() executable} is the absolute path of an
     *     executable file, its working directory exists, and its environment holds the mark by which what escapes is
     *     found
     * @return the running program
     * @throws ProcessStartException if it could not be started; the reason is typed
     * @throws java.io.InterruptedIOException if the calling thread was interrupted; its interrupt status is set
     * @throws IOException if starting failed for another reason
     */
    SpawnedProcess spawn(ProcessRequest request) throws IOException;
}
