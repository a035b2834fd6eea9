package dev.codexbar.core.process;

import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.core.terminal.TerminalText;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a program printed and how it ended. Immutable.
 *
 * @since 0.1.0
 */
public final class ProcessResult {

    private final byte[] standardOutput;
    private final byte[] standardError;
    private final @Nullable TerminalSize terminal;
    /** Made at the first call: 100 MB of output take a second. The race is benign, all threads make the same text. */
    private volatile @Nullable String text;

    private final Ending ending;
    private final @Nullable Integer exitCode;
    private final Duration duration;
    private final String runner;

    private ProcessResult(Builder builder) {
        this.standardOutput = builder.standardOutput;
        this.standardError = builder.standardError;
        this.terminal = builder.terminal;
        this.text = builder.text;
        this.ending = builder.ending;
        this.exitCode = builder.exitCode;
        this.duration = builder.duration;
        this.runner = builder.runner;
    }

    /**
     * Returns a builder, for runners and their fakes.
     *
     * @param ending how the run ended
     * @return a new builder
     */
    public static Builder builder(Ending ending) {
        return new Builder(ending);
    }

    /** The text of standard output followed by that of standard error. */
    static String joined(String first, String second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first + second;
        }
        return first.endsWith("\n") ? first + second : first + "\n" + second;
    }

    /**
     * Returns the raw bytes of standard output, or of the terminal's one stream.
     *
     * @return a copy of the bytes, possibly empty
     */
    public byte[] standardOutput() {
        return standardOutput.clone();
    }

    /**
     * Returns the raw bytes of standard error.
     *
     * @return a copy of the bytes; empty if the program ran in a terminal
     */
    public byte[] standardError() {
        return standardError.clone();
    }

    /**
     * Returns what a person would have seen in a terminal: decoded leniently, without escape sequences. With pipes,
     * standard output is followed by standard error.
     *
     * @return the text, with {@code \n} between lines
     */
    public String text() {
        String known = text;
        if (known == null) {
            known = joined(shown(standardOutput), TerminalText.of(standardError));
            text = known;
        }
        return known;
    }

    private String shown(byte[] output) {
        if (terminal == null) {
            return TerminalText.of(output);
        }
        TerminalText screen = new TerminalText(terminal);
        screen.append(output, 0, output.length);
        return screen.toString();
    }

    /**
     * Returns how the run ended.
     *
     * @return the ending
     */
    public Ending ending() {
        return ending;
    }

    /**
     * Returns the exit code of a program that ended by itself; for one that a signal ended, 128 and the number of the
     * signal.
     *
     * @return the exit code, present exactly if the {@linkplain #ending() ending} is {@link Ending#EXITED}
     */
    public OptionalInt exitCode() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /**
     * Returns how long the run took.
     *
     * @return the time from the call to the result
     */
    public Duration duration() {
        return duration;
    }

    /**
     * Returns which way of running programs was used.
     *
     * @return a name such as {@code "pipes"}
     */
    public String runner() {
        return runner;
    }

    @Override
    public String toString() {
        return "ProcessResult[" + ending + (exitCode == null ? "" : " " + exitCode) + ", " + standardOutput.length
                + " + " + standardError.length + " bytes, " + duration + ", " + runner + "]";
    }

    /**
     * How a run ended.
     *
     * @since 0.1.0
     */
    public enum Ending {
        /** The program exited by itself. */
        EXITED,
        /** The answer was complete, so the program was ended. */
        SATISFIED,
        /** The program printed something, and then nothing for the idle limit, so it was ended. */
        IDLE,
        /** The time limit was reached, so the program was ended. */
        TIMED_OUT,
        /** The program printed more than the output limit, so it was ended; the output is cut at the limit. */
        OUTPUT_LIMIT
    }

    /**
     * Collects the parts of a {@link ProcessResult}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final Ending ending;
        private byte[] standardOutput = {};
        private byte[] standardError = {};
        private @Nullable TerminalSize terminal;
        private @Nullable String text;
        private @Nullable Integer exitCode;
        private Duration duration = Duration.ZERO;
        private String runner = "unknown";

        private Builder(Ending ending) {
            this.ending = Objects.requireNonNull(ending, "ending");
        }

        /**
         * Sets the raw bytes of standard output, or of the terminal's one stream.
         *
         * @param bytes the bytes
         * @return this builder
         */
        public Builder standardOutput(byte[] bytes) {
            this.standardOutput = bytes.clone();
            return this;
        }

        /**
         * Sets the raw bytes of standard error.
         *
         * @param bytes the bytes
         * @return this builder
         */
        public Builder standardError(byte[] bytes) {
            this.standardError = bytes.clone();
            return this;
        }

        /**
         * Sets the size of the terminal that the program ran in, by which the text is made from the bytes.
         *
         * @param size the size that the program saw
         * @return this builder
         */
        public Builder terminal(TerminalSize size) {
            this.terminal = Objects.requireNonNull(size, "terminal");
            return this;
        }

        /**
         * Sets the text, for a runner that has it already. Without this it is made from the bytes.
         *
         * @param seen what a person would have seen
         * @return this builder
         */
        public Builder text(String seen) {
            this.text = Objects.requireNonNull(seen, "text");
            return this;
        }

        /**
         * Sets the exit code.
         *
         * @param code the exit code
         * @return this builder
         */
        public Builder exitCode(int code) {
            this.exitCode = code;
            return this;
        }

        /**
         * Sets how long the run took.
         *
         * @param time from zero up
         * @return this builder
         */
        public Builder duration(Duration time) {
            this.duration = Objects.requireNonNull(time, "duration");
            return this;
        }

        /**
         * Sets how the program was run.
         *
         * @param name a name such as {@code "pipes"}
         * @return this builder
         */
        public Builder runner(String name) {
            this.runner = Objects.requireNonNull(name, "runner");
            return this;
        }

        /**
         * Returns the result.
         *
         * @return a new result with what was set so far
         * @throws IllegalArgumentException if an exit code is set and the ending is not {@link Ending#EXITED}, or the
         *     other way round
         */
        public ProcessResult build() {
            if ((exitCode != null) != (ending == Ending.EXITED)) {
                throw new IllegalArgumentException("exit code " + exitCode + " does not go with the ending " + ending);
            }
            return new ProcessResult(this);
        }
    }
}
