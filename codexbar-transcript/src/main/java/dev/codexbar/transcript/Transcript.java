package dev.codexbar.transcript;

import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What passed between a command-line tool and its terminal or pipes, and when. Immutable.
 *
 * <p>Two forms are read and written:
 *
 * <ul>
 *   <li>a file {@code *.cast} is an asciicast, what {@code asciinema rec} writes: version 2 is read and written,
 *       version 3 read only. So a user can attach a recording to a bug report, and it becomes a test. Standard error,
 *       which asciicast does not know, is an event with the code {@code "e"}, which players skip; the exit code stands
 *       in a member {@code codexbar} of the header.
 *   <li>any other file holds the raw bytes of the output, without timing.
 * </ul>
 *
 * @since 0.1.0
 */
public final class Transcript {

    /** Recordings are kilobytes; a file of this size is a mistake or an attack. */
    private static final long FILE_LIMIT = 64L << 20;

    private final String name;
    private final List<Event> events;
    private final @Nullable String command;
    private final int columns;
    private final int rows;
    private final @Nullable Integer exitCode;

    private Transcript(Builder builder) {
        this.name = builder.name;
        this.events = List.copyOf(builder.events);
        this.command = builder.command;
        this.columns = builder.columns;
        this.rows = builder.rows;
        this.exitCode = builder.exitCode;
    }

    /**
     * Returns a builder.
     *
     * @param name what the transcript is called in test reports
     * @return a new builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Returns the transcript of a tool that printed to standard output or a terminal, without timing.
     *
     * @param name what the transcript is called in test reports
     * @param output the raw bytes
     * @return a new transcript
     */
    public static Transcript of(String name, byte[] output) {
        return builder(name)
                .event(new Event(Duration.ZERO, Channel.OUTPUT, output))
                .build();
    }

    /**
     * Reads a file: an asciicast if its name ends with {@code .cast}, raw bytes otherwise.
     *
     * @param file the file, at most 64 MiB
     * @return a transcript, called as the file without its suffix
     * @throws IOException if the file cannot be read, is too large, or is no asciicast where it should be one
     */
    public static Transcript read(Path file) throws IOException {
        if (Files.size(file) > FILE_LIMIT) {
            throw new IOException(file + " is larger than " + FILE_LIMIT + " bytes");
        }
        return parse(fileName(file), Files.readAllBytes(file));
    }

    /** Reads the content of a file. */
    static Transcript parse(String fileName, byte[] content) throws IOException {
        String name = fileName.replaceFirst("(?<=.)\\.[^.]*$", "");
        if (!isCast(fileName)) {
            return of(name, content);
        }
        try {
            return Asciicast.read(name, new String(content, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(fileName + " is no asciicast: " + e.getMessage(), e);
        }
    }

    private static boolean isCast(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".cast");
    }

    private static String fileName(Path file) {
        return Objects.requireNonNull(file.getFileName(), "file name").toString();
    }

    /**
     * Writes a file: an asciicast if its name ends with {@code .cast}, else the raw bytes of the output followed by
     * those of standard error.
     *
     * @param file where to write; replaced if it exists
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        if (isCast(fileName(file))) {
            Files.writeString(file, toCast());
        } else {
            Files.write(file, bytes(Channel.OUTPUT, Channel.ERROR));
        }
    }

    /**
     * Returns the transcript as an asciicast, version 2. Bytes that are not UTF-8 become {@code U+FFFD}.
     *
     * @return newline-delimited JSON
     */
    public String toCast() {
        return Asciicast.write(this);
    }

    /**
     * Returns what the transcript is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns what passed.
     *
     * @return an unmodifiable list in the order of time
     */
    public List<Event> events() {
        return events;
    }

    /**
     * Returns the command line that was recorded.
     *
     * @return a text for people, or empty if unknown
     */
    public Optional<String> command() {
        return Optional.ofNullable(command);
    }

    /**
     * Returns the size of the terminal.
     *
     * @return the size, or empty if the tool ran with pipes or nothing is known
     */
    public Optional<TerminalSize> terminal() {
        return columns > 0 ? Optional.of(new TerminalSize(columns, rows)) : Optional.empty();
    }

    /**
     * Returns how the tool ended.
     *
     * @return the exit code, or empty if unknown
     */
    public OptionalInt exitCode() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /**
     * Returns how long the transcript lasts.
     *
     * @return the time of the last event, zero if there is none
     */
    public Duration duration() {
        return events.isEmpty() ? Duration.ZERO : events.get(events.size() - 1).at();
    }

    /**
     * Returns everything that was printed to standard output or the terminal.
     *
     * @return raw bytes, possibly none
     */
    public byte[] output() {
        return bytes(Channel.OUTPUT);
    }

    /**
     * Returns everything that was printed to standard error.
     *
     * @return raw bytes, possibly none
     */
    public byte[] error() {
        return bytes(Channel.ERROR);
    }

    /**
     * Returns what a person would have seen, as {@link ProcessResult#text()} does.
     *
     * @return the text, with {@code \n} between lines
     */
    public String text() {
        return ProcessResult.builder(ProcessResult.Ending.SATISFIED)
                .standardOutput(output())
                .standardError(error())
                .build()
                .text();
    }

    /** Returns the name, which is what parameterised tests show. */
    @Override
    public String toString() {
        return name;
    }

    private byte[] bytes(Channel... wanted) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Channel channel : wanted) {
            for (Event event : events) {
                if (event.channel == channel) {
                    all.writeBytes(event.bytes);
                }
            }
        }
        return all.toByteArray();
    }

    /**
     * Where something passed.
     *
     * @since 0.1.0
     */
    public enum Channel {
        /** From the tool: standard output, or the terminal's one stream. */
        OUTPUT,
        /** From the tool: standard error. */
        ERROR,
        /** To the tool: standard input, or the keyboard. */
        INPUT
    }

    /**
     * One piece of what passed. Immutable.
     *
     * @since 0.1.0
     */
    public static final class Event {

        private final Duration at;
        private final Channel channel;
        private final byte[] bytes;

        /**
         * Makes an event.
         *
         * @param at how long after the start, from zero up
         * @param channel where it passed
         * @param bytes what passed, cut anywhere
         * @throws IllegalArgumentException if the time is negative
         */
        public Event(Duration at, Channel channel, byte[] bytes) {
            if (at.isNegative()) {
                throw new IllegalArgumentException("an event must not come before the start: " + at);
            }
            this.at = at;
            this.channel = Objects.requireNonNull(channel, "channel");
            this.bytes = bytes.clone();
        }

        /**
         * Returns when it passed.
         *
         * @return the time since the start, from zero up
         */
        public Duration at() {
            return at;
        }

        /**
         * Returns where it passed.
         *
         * @return the channel
         */
        public Channel channel() {
            return channel;
        }

        /**
         * Returns what passed.
         *
         * @return a copy of the bytes, cut anywhere
         */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Event that
                    && at.equals(that.at)
                    && channel == that.channel
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Objects.hash(at, channel, Arrays.hashCode(bytes));
        }

        @Override
        public String toString() {
            return "Event[" + at + ", " + channel + ", " + bytes.length + " bytes]";
        }
    }

    /**
     * Collects the parts of a {@link Transcript}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String name;
        private final List<Event> events = new ArrayList<>();
        private @Nullable String command;
        private int columns;
        private int rows;
        private @Nullable Integer exitCode;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * Adds an event.
         *
         * @param event what passed, not earlier than the event before
         * @return this builder
         * @throws IllegalArgumentException if the event is earlier than the one before
         */
        public Builder event(Event event) {
            if (!events.isEmpty()
                    && event.at().compareTo(events.get(events.size() - 1).at()) < 0) {
                throw new IllegalArgumentException("events must come in the order of time: " + event);
            }
            events.add(event);
            return this;
        }

        /**
         * Sets the command line that was recorded.
         *
         * @param line a text for people
         * @return this builder
         */
        public Builder command(String line) {
            this.command = Objects.requireNonNull(line, "command");
            return this;
        }

        /**
         * Sets the size of the terminal.
         *
         * @param size the size
         * @return this builder
         */
        public Builder terminal(TerminalSize size) {
            return terminal(size.columns(), size.rows());
        }

        /** Without the type of core, so that a replayed tool runs without core on its path. */
        Builder terminal(int columnCount, int rowCount) {
            this.columns = columnCount;
            this.rows = rowCount;
            return this;
        }

        /**
         * Sets how the tool ended.
         *
         * @param code the exit code
         * @return this builder
         */
        public Builder exitCode(int code) {
            this.exitCode = code;
            return this;
        }

        /**
         * Returns the transcript.
         *
         * @return a new transcript with what was set so far
         */
        public Transcript build() {
            return new Transcript(this);
        }
    }
}
