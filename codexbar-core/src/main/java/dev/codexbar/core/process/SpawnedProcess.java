package dev.codexbar.core.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A running program, as a {@link ProcessSpawner} hands it over. Every method may be called from any thread.
 *
 * @since 0.1.0
 */
public interface SpawnedProcess extends AutoCloseable {

    /**
     * Returns the process id, which is also the id of the process group and of the session if {@link #leadsGroup()}.
     *
     * @return the id
     */
    long pid();

    /**
     * Tells whether the program leads a process group of its own, so that a signal to the group reaches its children.
     *
     * @return {@code true} if the group has the id {@link #pid()}
     */
    boolean leadsGroup();

    /**
     * Returns standard output, or the terminal's one stream. Reads block; the end of the stream is {@code -1}.
     *
     * @return the stream, the same at every call
     */
    InputStream output();

    /**
     * Returns standard error.
     *
     * @return the stream, or empty if the program runs in a terminal
     */
    Optional<InputStream> error();

    /**
     * Returns standard input, or the terminal's keyboard.
     *
     * @return the stream, the same at every call
     */
    OutputStream input();

    /**
     * Returns what to write to {@link #input()} so that the program reads end of file, where closing the stream does
     * not do that.
     *
     * @implSpec The default implementation returns nothing, as is right for a pipe.
     * @return bytes such as the EOT character (Ctrl-D) of a terminal, possibly none
     */
    default byte[] endOfInput() {
        return new byte[0];
    }

    /**
     * Waits until the program has ended, on a thread that has nothing else to do: an interrupt may be noticed only
     * then.
     *
     * @return the exit code (128 and the number of the signal if a signal ended it), the same at every call; -1 if it
     *     is unknown
     * @throws InterruptedException if the calling thread was interrupted
     */
    int waitFor() throws InterruptedException;

    /** Kills the program at once, and only it. Does nothing once it is reaped: the pid may be reused by then. */
    void kill();

    /**
     * Gives back whatever this program holds in this JVM, without blocking; a read that is under way ends if the system
     * allows it. Called once, after the end of the program. {@link #input()} is closed by its writer, because closing
     * waits for a write that is under way.
     *
     * @throws IOException if something could not be given back
     */
    @Override
    void close() throws IOException;
}
