package dev.codexbar.transcript;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link ReplayCli} does for one command line. Immutable: each method returns a changed copy.
 *
 * <p>It prints its transcript in the time the transcript took, then does what else is set, and ends.
 *
 * @since 0.1.0
 */
public final class Replay {

    /** What a replay does beside printing its transcript; the lower-case name stands in the script. */
    enum Setting {
        /** The exit code. */
        EXIT,
        /** {@code terminal} or {@code pipes}: prints nothing elsewhere. */
        ONLY,
        /** Everything goes to standard error. */
        ERROR,
        /** How many times faster than recorded; 0 for at once. */
        SPEED,
        /** How many bytes to print after the transcript. */
        FLOOD,
        /** How many milliseconds to live on after everything was printed. */
        LINGER,
        /** Ignores the signals that ask a program to end. */
        STUBBORN,
        /** Starts a child that holds the output and lives on. */
        FORK
    }

    /** Longer than any test waits, and yet nothing that is forgotten runs for ever. */
    static final Duration HANGING = Duration.ofMinutes(10);

    private final Transcript transcript;
    private final Map<Setting, String> settings;

    private Replay(Transcript transcript, Map<Setting, String> settings) {
        this.transcript = transcript;
        this.settings = Collections.unmodifiableMap(settings);
    }

    /**
     * Returns a replay of a transcript. Where the transcript has input, it waits until it has read as many lines.
     *
     * @param transcript what to print; its exit code is used, 0 if it has none
     * @return a new replay
     */
    public static Replay of(Transcript transcript) {
        return new Replay(Objects.requireNonNull(transcript, "transcript"), Map.of())
                .thenExits(transcript.exitCode().orElse(0));
    }

    /** Restores what {@link #transcript()} and {@link #settings()} returned. */
    static Replay restore(Transcript transcript, Map<Setting, String> settings) {
        return new Replay(transcript, settings);
    }

    /**
     * Returns a replay that prints to standard output and ends with exit code 0.
     *
     * @param text what to print, as UTF-8
     * @return a new replay
     */
    public static Replay prints(String text) {
        return of(Transcript.of("text", text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns a replay that prints nothing and ends.
     *
     * @param code the exit code, from 0 to 255
     * @return a new replay
     */
    public static Replay exits(int code) {
        return prints("").thenExits(code);
    }

    /**
     * Returns a replay that prints nothing and lives on until it is killed (10 minutes at most).
     *
     * @return a new replay
     */
    public static Replay hangs() {
        return prints("").thenHangs();
    }

    /**
     * Sets how it ends.
     *
     * @param code the exit code, from 0 to 255
     * @return a changed copy
     */
    public Replay thenExits(int code) {
        return with(Setting.EXIT, Integer.toString(code));
    }

    /**
     * Lets it live on after everything was printed, until it is killed (10 minutes at most).
     *
     * @return a changed copy
     */
    public Replay thenHangs() {
        return thenLingers(HANGING);
    }

    /**
     * Lets it live on for a while after everything was printed.
     *
     * @param time from zero up
     * @return a changed copy
     */
    public Replay thenLingers(Duration time) {
        return with(Setting.LINGER, Long.toString(time.toMillis()));
    }

    /**
     * Lets it print meaningless lines after its transcript.
     *
     * @param bytes how many bytes; {@link Long#MAX_VALUE} for no end
     * @return a changed copy
     */
    public Replay thenFloods(long bytes) {
        return with(Setting.FLOOD, Long.toString(bytes));
    }

    /**
     * Lets it print everything to standard error.
     *
     * @return a changed copy
     */
    public Replay toError() {
        return with(Setting.ERROR, "");
    }

    /**
     * Lets it print nothing where it has no terminal, as some tools do.
     *
     * @return a changed copy
     */
    public Replay onlyInTerminal() {
        return with(Setting.ONLY, "terminal");
    }

    /**
     * Lets it print nothing where it has a terminal.
     *
     * @return a changed copy
     */
    public Replay onlyInPipes() {
        return with(Setting.ONLY, "pipes");
    }

    /**
     * Lets it print everything at once instead of in the time the transcript took.
     *
     * @return a changed copy
     */
    public Replay atOnce() {
        return with(Setting.SPEED, "0");
    }

    /**
     * Lets it print faster or slower than the transcript.
     *
     * @param factor how many times faster, over 0
     * @return a changed copy
     * @throws IllegalArgumentException if the number is not positive
     */
    public Replay atSpeed(double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("speed must be over 0: " + factor);
        }
        return with(Setting.SPEED, Double.toString(factor));
    }

    /**
     * Lets it ignore the signals that ask a program to end (HUP, INT, TERM), where the system has them.
     *
     * @return a changed copy
     */
    public Replay ignoringSignals() {
        return with(Setting.STUBBORN, "");
    }

    /**
     * Lets it start a child that inherits its output and lives on for 10 minutes.
     *
     * @return a changed copy
     */
    public Replay forkingChild() {
        return with(Setting.FORK, "");
    }

    Transcript transcript() {
        return transcript;
    }

    Map<Setting, String> settings() {
        return settings;
    }

    /** The transcript as one list, for a program that looks at one event after the other. */
    List<Transcript.Event> events() {
        return transcript.events();
    }

    private Replay with(Setting setting, String value) {
        Map<Setting, String> changed = new LinkedHashMap<>(settings);
        changed.put(setting, value);
        return new Replay(transcript, changed);
    }
}
