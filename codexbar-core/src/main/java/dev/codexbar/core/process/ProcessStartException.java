package dev.codexbar.core.process;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program could not be started. Nothing of it ran.
 *
 * @since 0.1.0
 */
public final class ProcessStartException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why the program could not be started. */
    private final Reason reason;

    /**
     * Makes an exception.
     *
     * @param reason why the program could not be started
     * @param message one sentence for people that names the program
     * @param cause what was thrown below, or {@code null}
     */
    public ProcessStartException(Reason reason, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Returns why the program could not be started.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Why a program could not be started. Later versions may add reasons.
     *
     * @since 0.1.0
     */
    public enum Reason {
        /** There is no such file, neither at the path nor on PATH. */
        NOT_FOUND,
        /** The file is a directory, lacks the permission, or names an interpreter that is not there. */
        NOT_EXECUTABLE,
        /** The working directory is not there or is no directory. */
        NO_WORKING_DIRECTORY,
        /** The arguments or the environment are larger than the system allows. */
        TOO_LARGE,
        /** No memory, process, descriptor or pseudo-terminal is to be had now. */
        OUT_OF_RESOURCES,
        /** The request needs a terminal and none can be made: {@code codexbar-pty} is missing or does not work here. */
        TERMINAL_UNAVAILABLE,
        /** Anything else. */
        FAILED
    }
}
