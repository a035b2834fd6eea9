package dev.codexbar.transcript;

import dev.codexbar.transcript.Replay.Setting;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that behaves like a command-line tool, from transcripts: tests run it instead of the tool or of shell
 * scripts, with pipes or in a real pseudo-terminal, on every system.
 *
 * <pre>{@code
 * Path cli = ReplayCli.builder("kiro-cli")
 *         .on(Replay.prints("kiro-cli 2.11.0\n"), "--version")
 *         .on(Replay.of(transcript).onlyInTerminal().thenHangs(), "chat")
 *         .install(temporaryFolder);
 * }</pre>
 *
 * <p>{@link Builder#install} writes a launcher, so that the tool has a name and is found on PATH. Without a launcher it
 * starts as {@code java -cp codexbar-testkit.jar dev.codexbar.transcript.ReplayCli FILE [argument…]} with a transcript
 * or the {@code script} that {@code install} wrote; it needs nothing but the JDK and this jar.
 *
 * @since 0.1.0
 */
public final class ReplayCli {

    /** The argument of {@code main}, instead of a file, for the child of a replay that forks. */
    static final String HOLD = "--hold";

    /** As in BSD's {@code sysexits.h}: the command line is not what the program expects. */
    static final int EXIT_USAGE = 64;

    private final Replay replay;
    private final boolean isTerminal;
    private final long started = System.nanoTime();
    private final OutputStream output = new FileOutputStream(FileDescriptor.out);
    private final OutputStream error = new FileOutputStream(FileDescriptor.err);

    private ReplayCli(Replay replay) {
        this.replay = replay;
        this.isTerminal = Terminals.isTerminal();
    }

    /**
     * Returns a builder.
     *
     * @param name what the tool is called, a file name without a folder or a suffix
     * @return a new builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Replays a transcript and ends this JVM.
     *
     * @param arguments the file with a transcript or a script, then the arguments of the tool
     * @throws IOException if a file cannot be read or the output cannot be written
     * @throws InterruptedException never in practice
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            complain("usage: ReplayCli FILE [argument...]");
        } else if (arguments[0].equals(HOLD)) {
            Thread.sleep(Replay.HANGING.toMillis());
        } else {
            List<String> given = Arrays.asList(arguments).subList(1, arguments.length);
            Optional<Replay> replay = ReplayScript.read(Path.of(arguments[0])).find(given);
            if (replay.isPresent()) {
                new ReplayCli(replay.get()).play();
            } else {
                complain("no replay is set for the arguments " + given);
            }
        }
    }

    private static void complain(String message) {
        System.err.println(message);
        Runtime.getRuntime().halt(EXIT_USAGE);
    }

    private void play() throws IOException, InterruptedException {
        if (setting(Setting.STUBBORN) != null) {
            Signals.ignore();
        }
        if (setting(Setting.FORK) != null) {
            JavaCommand.builder(JavaCommand.of(ReplayCli.class, HOLD))
                    .inheritIO()
                    .start();
        }
        String place = setting(Setting.ONLY);
        if (place == null || place.equals("terminal") == isTerminal) {
            playEvents();
            flood(number(Setting.FLOOD, 0));
        }
        Thread.sleep(number(Setting.LINGER, 0));
        // Nothing is buffered, and shutdown hooks would only take time.
        Runtime.getRuntime().halt((int) number(Setting.EXIT, 0));
    }

    private void playEvents() throws IOException, InterruptedException {
        boolean allToError = setting(Setting.ERROR) != null;
        double speed = Double.parseDouble(Objects.requireNonNullElse(setting(Setting.SPEED), "1"));
        for (Transcript.Event event : replay.events()) {
            if (speed > 0) {
                sleepUntil((long) (event.at().toNanos() / speed));
            }
            byte[] bytes = event.bytes();
            if (event.channel() == Transcript.Channel.INPUT) {
                awaitLines(bytes);
                continue;
            }
            boolean toError = allToError || event.channel() == Transcript.Channel.ERROR;
            (toError ? error : output).write(isTerminal && !JavaCommand.IS_WINDOWS ? forTerminal(bytes) : bytes);
        }
    }

    /**
     * The line discipline of a terminal sends CR LF for every LF, so what was recorded after it must go in without the
     * CR. One at the end of a piece stays: the next piece may begin with anything, and CR CR LF looks the same.
     */
    private static byte[] forTerminal(byte[] bytes) {
        byte[] shorter = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\r' || i + 1 == bytes.length || bytes[i + 1] != '\n') {
                shorter[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(shorter, length);
    }

    private static void awaitLines(byte[] expected) throws IOException {
        int lines = 0;
        for (byte b : expected) {
            lines += b == '\n' || b == '\r' ? 1 : 0;
        }
        while (lines > 0) {
            int b = System.in.read();
            if (b < 0) {
                return;
            }
            lines -= b == '\n' || b == '\r' ? 1 : 0;
        }
    }

    private void flood(long bytes) throws IOException {
        byte[] line = new byte[1024];
        Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';
        OutputStream stream = setting(Setting.ERROR) == null ? output : error;
        for (long left = bytes; left > 0; left -= line.length) {
            stream.write(line, 0, (int) Math.min(left, line.length));
        }
    }

    private void sleepUntil(long nanosFromStart) throws InterruptedException {
        long left = started + nanosFromStart - System.nanoTime();
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left).toMillis());
        }
    }

    private @Nullable String setting(Setting setting) {
        return replay.settings().get(setting);
    }

    private long number(Setting setting, long otherwise) {
        String value = setting(setting);
        return value == null ? otherwise : Long.parseLong(value);
    }

    /**
     * Collects what a {@link ReplayCli} does for which arguments. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String name;
        private final ReplayScript script = new ReplayScript();

        private Builder(String name) {
            if (name.isEmpty() || !Path.of(name).equals(Path.of(name).getFileName())) {
                throw new IllegalArgumentException("not the name of a program: \"" + name + "\"");
            }
            this.name = name;
        }

        /**
         * Sets what the tool does. What is set later wins over what was set earlier.
         *
         * @param replay what it does
         * @param leadingArguments the arguments it begins with; there may be more
         * @return this builder
         * @throws IllegalArgumentException if an argument holds a line break
         */
        public Builder on(Replay replay, String... leadingArguments) {
            script.add(List.of(leadingArguments), Objects.requireNonNull(replay, "replay"));
            return this;
        }

        /**
         * Writes the tool: a launcher with its name (and {@code .cmd} on Windows), and a folder with its transcripts.
         *
         * @param folder where to; made if it does not exist
         * @return the absolute path of the launcher
         * @throws IOException if a file cannot be written
         */
        public Path install(Path folder) throws IOException {
            Path absolute = folder.toAbsolutePath();
            Path files = absolute.resolve(name + ".replay");
            script.write(files);
            List<String> command = JavaCommand.of(
                    ReplayCli.class, files.resolve(ReplayScript.FILE).toString());
            return new Launcher(name, command).write(absolute);
        }
    }
}
