package dev.codexbar.transcript;

import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.transcript.Transcript.Channel;
import dev.codexbar.transcript.Transcript.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A runner that writes down what passes between another runner and its programs, one asciicast for each run. Give it to
 * a provider instead of the real runner, and attach the files to a bug report: they become tests.
 *
 * <p>E-mail addresses, tokens, account numbers and resource names are masked as {@link IdentityMask} does, before
 * anything reaches the disk, also where they are cut into pieces or coloured. Read the files all the same before you
 * give them away.
 *
 * <p>Every run is recorded, however it ends; one that did not start is not. With a terminal or a dialogue each piece
 * has its time. With mere pipes everything stands at the end of the run, because the runner delivers it then.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TranscriptRecorder implements ProcessRunner {

    private final ProcessRunner runner;
    private final Path folder;
    private final List<String> secrets;
    private final List<Path> files = new ArrayList<>();

    private TranscriptRecorder(ProcessRunner runner, Path folder, List<String> secrets) {
        this.runner = runner;
        this.folder = folder;
        this.secrets = secrets;
    }

    /**
     * Returns a recorder.
     *
     * @param runner who runs the programs
     * @param folder where the files are written to; made if it does not exist
     * @return a new recorder
     */
    public static TranscriptRecorder recording(ProcessRunner runner, Path folder) {
        return new TranscriptRecorder(
                Objects.requireNonNull(runner, "runner"), Objects.requireNonNull(folder, "folder"), List.of());
    }

    /**
     * Returns a recorder that masks further texts, such as the name of the user.
     *
     * @param texts what must not be readable in a recording, not blank
     * @return a new recorder with the same runner and folder
     * @throws IllegalArgumentException if a text is blank
     */
    public TranscriptRecorder hiding(String... texts) {
        List<String> more = new ArrayList<>(secrets);
        for (String text : texts) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("a text to hide must not be blank");
            }
            more.add(text);
        }
        return new TranscriptRecorder(runner, folder, List.copyOf(more));
    }

    /**
     * Returns what was written.
     *
     * @return the files in the order in which the runs ended
     */
    public List<Path> files() {
        synchronized (files) {
            return List.copyOf(files);
        }
    }

    @Override
    public void warmUp() {
        runner.warmUp();
    }

    /**
     * Runs a program and records what passes.
     *
     * @throws IOException also if the recording cannot be written
     */
    @Override
    public ProcessResult run(ProcessRequest request) throws IOException, InterruptedException {
        Tap tap = new Tap(request);
        // A dialogue keeps the input of pipes open, so it must not be brought where there was none.
        boolean canListen = request.terminal().isPresent() || request.dialogue().isPresent();
        ProcessResult result;
        try {
            result = runner.run(canListen ? request.toBuilder().dialogue(tap).build() : request);
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            try {
                write(request, tap.interrupted());
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        write(request, tap.ended(result));
        return result;
    }

    private void write(ProcessRequest request, Transcript.Builder events) throws IOException {
        TranscriptMask mask = new TranscriptMask(secrets);
        Path program = Path.of(request.executable()).getFileName();
        String command = program + (request.arguments().isEmpty() ? "" : " " + String.join(" ", request.arguments()));
        request.terminal().ifPresent(events::terminal);
        Transcript masked = mask.mask(events.command(mask.mask(command)).build());
        if (masked.events().isEmpty() && masked.exitCode().isEmpty()) {
            return;
        }
        Files.createDirectories(folder);
        synchronized (files) {
            Path file = unusedFile(mask.mask(command));
            Path draft = Files.createTempFile(folder, "recording", ".part");
            try {
                Files.writeString(draft, masked.toCast());
                files.add(Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE));
            } finally {
                Files.deleteIfExists(draft);
            }
        }
    }

    private Path unusedFile(String command) {
        String name =
                command.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String shortened = name.length() <= 40 ? name : name.substring(0, 40);
        for (int number = files.size() + 1; ; number++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "%03d-%s.cast", number, shortened));
            if (!Files.exists(file)) {
                return file;
            }
        }
    }

    /** Listens in as a dialogue, for one that may be there or not. */
    private static final class Tap implements ProcessDialogue {

        private final @Nullable ProcessDialogue partner;
        private final long started = System.nanoTime();
        private final List<Event> events = new ArrayList<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        Tap(ProcessRequest request) {
            this.partner = request.dialogue().orElse(null);
            note(Duration.ZERO, Channel.INPUT, request.standardInput());
        }

        @Override
        public byte[] reply(byte[] output) {
            Duration at = Duration.ofNanos(System.nanoTime() - started);
            note(at, Channel.OUTPUT, output);
            received.writeBytes(output);
            if (partner == null) {
                return new byte[0];
            }
            byte[] reply = partner.reply(output);
            note(at, Channel.INPUT, reply);
            return reply;
        }

        @Override
        public boolean isComplete() {
            return partner != null && partner.isComplete();
        }

        @Override
        public Optional<Duration> askAgainAfter() {
            return partner == null ? Optional.empty() : partner.askAgainAfter();
        }

        Transcript.Builder interrupted() {
            Transcript.Builder transcript = Transcript.builder("recording");
            events.forEach(transcript::event);
            return transcript;
        }

        /** The result has all that was printed, also what arrived after the dialogue had ended. */
        Transcript.Builder ended(ProcessResult result) {
            Duration last = events.isEmpty()
                    ? Duration.ZERO
                    : events.get(events.size() - 1).at();
            Duration end = result.duration().compareTo(last) > 0 ? result.duration() : last;
            byte[] output = result.standardOutput();
            int known = Math.min(received.size(), output.length);
            note(end, Channel.OUTPUT, Arrays.copyOfRange(output, known, output.length));
            note(end, Channel.ERROR, result.standardError());
            Transcript.Builder transcript = interrupted();
            result.exitCode().ifPresent(transcript::exitCode);
            return transcript;
        }

        private void note(Duration at, Channel channel, byte[] bytes) {
            if (bytes.length > 0) {
                events.add(new Event(at, channel, bytes));
            }
        }
    }
}
