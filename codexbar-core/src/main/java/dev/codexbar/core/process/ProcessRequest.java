package dev.codexbar.core.process;

import dev.codexbar.core.terminal.TerminalSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to run, and within which limits. Immutable; no shell is involved.
 *
 * @since 0.1.0
 */
public final class ProcessRequest {

    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);
    private static final int DEFAULT_OUTPUT_LIMIT = 4 << 20;

    private final String executable;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Set<String> removedEnvironment;
    private final @Nullable Path workingDirectory;
    private final @Nullable TerminalSize terminal;
    private final byte[] standardInput;
    private final Duration timeLimit;
    private final @Nullable Duration idleLimit;
    private final @Nullable Duration closeInputFirst;
    private final int outputLimit;
    private final @Nullable Predicate<? super String> stopWhen;
    private final @Nullable ProcessDialogue dialogue;

    private ProcessRequest(Builder builder) {
        this.executable = builder.executable;
        this.arguments = builder.arguments;
        this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
        this.removedEnvironment = Collections.unmodifiableSet(new LinkedHashSet<>(builder.removedEnvironment));
        this.workingDirectory = builder.workingDirectory;
        this.terminal = builder.terminal;
        this.standardInput = builder.standardInput;
        this.timeLimit = builder.timeLimit;
        this.idleLimit = builder.idleLimit;
        this.closeInputFirst = builder.closeInputFirst;
        this.outputLimit = builder.outputLimit;
        this.stopWhen = builder.stopWhen;
        this.dialogue = builder.dialogue;
    }

    /**
     * Returns a builder.
     *
     * @param executable a path, or a bare name that is looked up on PATH (never in the current directory); not empty
     * @param arguments the arguments, as the program shall see them
     * @return a new builder
     * @throws IllegalArgumentException if the executable is empty, or a text holds a NUL character
     */
    public static Builder builder(String executable, String... arguments) {
        return new Builder(executable, List.of(arguments));
    }

    /**
     * Returns a builder.
     *
     * @param executable a path, or a bare name that is looked up on PATH (never in the current directory); not empty
     * @param arguments the arguments, as the program shall see them
     * @return a new builder
     * @throws IllegalArgumentException if the executable is empty, or a text holds a NUL character
     */
    public static Builder builder(String executable, List<String> arguments) {
        return new Builder(executable, arguments);
    }

    /**
     * Returns a builder.
     *
     * @param executable the program; a relative path is taken from the current directory of this JVM
     * @param arguments the arguments, as the program shall see them
     * @return a new builder
     * @throws IllegalArgumentException if a text holds a NUL character
     */
    public static Builder builder(Path executable, String... arguments) {
        // Absolute, so that a path of one name is not mistaken for a name to look up.
        return new Builder(executable.toAbsolutePath().toString(), List.of(arguments));
    }

    /**
     * Returns the program.
     *
     * @return a path, or a bare name that is looked up on PATH
     */
    public String executable() {
        return executable;
    }

    /**
     * Returns the arguments.
     *
     * @return an unmodifiable list, possibly empty
     */
    public List<String> arguments() {
        return arguments;
    }

    /**
     * Returns the environment variables that are added to those of this JVM, or replace them.
     *
     * @return an unmodifiable map, possibly empty
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Returns the environment variables of this JVM that the program shall not see.
     *
     * @return an unmodifiable set, possibly empty
     */
    public Set<String> removedEnvironment() {
        return removedEnvironment;
    }

    /**
     * Returns where the program starts.
     *
     * @return a directory, or empty for the current directory of this JVM
     */
    public Optional<Path> workingDirectory() {
        return Optional.ofNullable(workingDirectory);
    }

    /**
     * Returns the terminal that the program runs in.
     *
     * @return the size of the terminal, or empty if the program gets pipes
     */
    public Optional<TerminalSize> terminal() {
        return Optional.ofNullable(terminal);
    }

    /**
     * Returns what the program reads first. With pipes, its input ends after it, unless there is a dialogue or the
     * input is {@linkplain #closeInputFirst() closed when the run is to end}.
     *
     * @return a copy of the bytes, possibly empty
     */
    public byte[] standardInput() {
        return standardInput.clone();
    }

    /**
     * Returns how long the program may run.
     *
     * @return the limit from the call to the end of the program, longer than zero; 10 seconds unless set
     */
    public Duration timeLimit() {
        return timeLimit;
    }

    /**
     * Returns how long the program may print nothing after its first output.
     *
     * @return the limit, counted from the latest byte of output, or empty if there is none
     */
    public Optional<Duration> idleLimit() {
        return Optional.ofNullable(idleLimit);
    }

    /**
     * Returns how long the program may take to exit after its input was closed and before it gets a signal.
     *
     * @return the grace period of {@link Builder#closeInputFirst(Duration)}, or empty if signals come at once
     */
    public Optional<Duration> closeInputFirst() {
        return Optional.ofNullable(closeInputFirst);
    }

    /** Whether the input stays open after what the program reads first. */
    boolean keepsInputOpen() {
        return terminal != null || dialogue != null || closeInputFirst != null;
    }

    /**
     * Returns how much the program may print, standard output and standard error together.
     *
     * @return bytes, from 1 up; 4 MiB unless set
     */
    public int outputLimit() {
        return outputLimit;
    }

    /**
     * Returns the condition for a complete answer.
     *
     * @return a pure predicate over {@linkplain ProcessResult#text() the text so far}, or empty if only the end of the
     *     program counts
     */
    public Optional<Predicate<? super String>> stopWhen() {
        return Optional.ofNullable(stopWhen);
    }

    /**
     * Returns the dialogue with the program.
     *
     * @return the dialogue, or empty if there is none
     */
    public Optional<ProcessDialogue> dialogue() {
        return Optional.ofNullable(dialogue);
    }

    /**
     * Returns a builder that holds everything this request holds.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return toBuilder(executable);
    }

    /** Everything this request holds, but for another program. */
    Builder toBuilder(String otherExecutable) {
        Builder builder = new Builder(otherExecutable, arguments);
        builder.environment.putAll(environment);
        builder.removedEnvironment.addAll(removedEnvironment);
        builder.workingDirectory = workingDirectory;
        builder.terminal = terminal;
        builder.standardInput = standardInput;
        builder.timeLimit = timeLimit;
        builder.idleLimit = idleLimit;
        builder.closeInputFirst = closeInputFirst;
        builder.outputLimit = outputLimit;
        builder.stopWhen = stopWhen;
        builder.dialogue = dialogue;
        return builder;
    }

    /**
     * Returns a description for logs. Of the command line it shows the name of the program, its subcommand and the
     * names of its options; other arguments are {@code …}, and folders and the environment are left out, because they
     * may hold names, addresses and secrets.
     */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder("ProcessRequest[").append(CommandMask.fileName(executable));
        for (int i = 0; i < arguments.size(); i++) {
            shown.append(' ').append(CommandMask.mask(arguments.get(i), i == 0));
        }
        return shown.append(terminal == null ? ", pipes" : ", terminal " + terminal.columns() + "×" + terminal.rows())
                .append(", timeLimit=")
                .append(timeLimit)
                .append(']')
                .toString();
    }

    /** Loaded only when a request is shown. */
    private static final class CommandMask {

        private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z-]{0,30}");
        private static final Pattern OPTION = Pattern.compile("(--?[A-Za-z][A-Za-z-]{0,30}=?)(.*)", Pattern.DOTALL);

        static String fileName(String path) {
            return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        }

        static String mask(String argument, boolean mayBeSubcommand) {
            if (mayBeSubcommand && WORD.matcher(argument).matches()) {
                return argument;
            }
            Matcher option = OPTION.matcher(argument);
            if (!option.matches()) {
                return "…";
            }
            return option.group(2).isEmpty() ? option.group(1) : option.group(1) + "…";
        }
    }

    /**
     * Collects the parts of a {@link ProcessRequest}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String executable;
        private final List<String> arguments;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Set<String> removedEnvironment = new LinkedHashSet<>();
        private @Nullable Path workingDirectory;
        private @Nullable TerminalSize terminal;
        private byte[] standardInput = {};
        private Duration timeLimit = DEFAULT_TIME_LIMIT;
        private @Nullable Duration idleLimit;
        private @Nullable Duration closeInputFirst;
        private int outputLimit = DEFAULT_OUTPUT_LIMIT;
        private @Nullable Predicate<? super String> stopWhen;
        private @Nullable ProcessDialogue dialogue;

        private Builder(String executable, List<String> arguments) {
            if (executable.isEmpty()) {
                throw new IllegalArgumentException("executable must not be empty");
            }
            this.executable = withoutNul(executable, "executable");
            List<String> checked = new ArrayList<>();
            for (String argument : arguments) {
                checked.add(withoutNul(argument, "argument"));
            }
            this.arguments = List.copyOf(checked);
        }

        /**
         * Sets an environment variable.
         *
         * @param name the name, not empty, without {@code =}
         * @param value the value
         * @return this builder
         * @throws IllegalArgumentException if the name has another shape or a text holds a NUL character
         */
        public Builder environment(String name, String value) {
            checkVariable(name);
            environment.put(name, withoutNul(value, name));
            removedEnvironment.remove(name);
            return this;
        }

        /**
         * Hides an environment variable of this JVM from the program.
         *
         * @param name the name, not empty, without {@code =}
         * @return this builder
         * @throws IllegalArgumentException if the name has another shape
         */
        public Builder withoutEnvironment(String name) {
            checkVariable(name);
            environment.remove(name);
            removedEnvironment.add(name);
            return this;
        }

        /**
         * Sets where the program starts.
         *
         * @param directory an existing directory
         * @return this builder
         */
        public Builder workingDirectory(Path directory) {
            this.workingDirectory = Objects.requireNonNull(directory, "workingDirectory");
            return this;
        }

        /**
         * Runs the program in a pseudo-terminal: its standard input, output and error are one terminal.
         *
         * @param size the size of the terminal, right from the first look of the program
         * @return this builder
         */
        public Builder terminal(TerminalSize size) {
            this.terminal = Objects.requireNonNull(size, "terminal");
            return this;
        }

        /**
         * Runs the program with pipes. This is the default.
         *
         * @return this builder
         */
        public Builder pipes() {
            this.terminal = null;
            return this;
        }

        /**
         * Sets what the program reads first. Without this and without a dialogue, a program with pipes finds its input
         * at its end at once.
         *
         * @param bytes the input
         * @return this builder
         */
        public Builder standardInput(byte[] bytes) {
            this.standardInput = bytes.clone();
            return this;
        }

        /**
         * Sets how long the program may run.
         *
         * @param limit longer than zero
         * @return this builder
         * @throws IllegalArgumentException if the limit is zero or negative
         */
        public Builder timeLimit(Duration limit) {
            this.timeLimit = positive(limit, "timeLimit");
            return this;
        }

        /**
         * Sets how long the program may print nothing after its first output.
         *
         * @param limit longer than zero
         * @return this builder
         * @throws IllegalArgumentException if the limit is zero or negative
         */
        public Builder idleLimit(Duration limit) {
            this.idleLimit = positive(limit, "idleLimit");
            return this;
        }

        /**
         * Ends the program gently, for tools that a signal at the wrong moment harms: its input is closed first, and a
         * signal is sent only if it has not exited within a grace period. However the run is to end (answer, limit,
         * fault, interrupt or shutdown of this JVM), a program that reads end of file can finish what it is doing.
         *
         * <ul>
         *   <li>The input stays open until then, also without a dialogue. With pipes it is closed; a terminal gets the
         *       EOT character (Ctrl-D), which programs in line mode read as end of file.
         *   <li>The grace period is part of the {@linkplain #timeLimit(Duration) time limit}, which holds as ever: the
         *       limit is reached, and the input closed, that much earlier, so that signals come at the time limit. Of a
         *       short time limit the grace period takes half at most.
         *   <li>After the time limit or the idle limit, output is still read in the grace period, and handed to
         *       {@link #stopWhen} and to the dialogue, whose replies are dropped. An answer that becomes complete makes
         *       the run {@link ProcessResult.Ending#SATISFIED}; otherwise the ending is that of the limit, also if the
         *       program exits.
         *   <li>After an answer, the run takes as long as the program needs to exit, at most the grace period.
         *   <li>After an interrupt, {@link InterruptedException} is thrown once the program has exited, at most the
         *       grace period later. A further interrupt does not shorten it.
         *   <li>Then, as without a gentle end, the program and what it started get TERM, and KILL soon after.
         * </ul>
         *
         * @param grace how long the program may take to exit after its input was closed, longer than zero
         * @return this builder
         * @throws IllegalArgumentException if the grace period is zero or negative
         */
        public Builder closeInputFirst(Duration grace) {
            this.closeInputFirst = positive(grace, "closeInputFirst");
            return this;
        }

        /**
         * Sets how much the program may print.
         *
         * @param bytes from 1 up
         * @return this builder
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder outputLimit(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("outputLimit must be at least 1 byte: " + bytes);
            }
            this.outputLimit = bytes;
            return this;
        }

        /**
         * Ends the run as soon as a text is complete.
         *
         * @param complete a pure predicate over {@linkplain ProcessResult#text() the text so far}; may be asked any
         *     number of times, from any thread
         * @return this builder
         */
        public Builder stopWhen(Predicate<? super String> complete) {
            this.stopWhen = Objects.requireNonNull(complete, "stopWhen");
            return this;
        }

        /**
         * Sets the dialogue with the program. A request with a dialogue is good for one run.
         *
         * @param partner reads what the program prints, and replies
         * @return this builder
         */
        public Builder dialogue(ProcessDialogue partner) {
            this.dialogue = Objects.requireNonNull(partner, "dialogue");
            return this;
        }

        /**
         * Returns the request.
         *
         * @return a new request with what was set so far
         */
        public ProcessRequest build() {
            return new ProcessRequest(this);
        }

        private static void checkVariable(String name) {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("no name of an environment variable: \"" + name + "\"");
            }
            withoutNul(name, "environment");
        }

        private static String withoutNul(String text, String name) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        name + " must not hold a NUL character: \"" + text.replace('\0', '\u2400') + "\"");
            }
            return text;
        }

        private static Duration positive(Duration value, String name) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be longer than zero: " + value);
            }
            return value;
        }
    }
}
