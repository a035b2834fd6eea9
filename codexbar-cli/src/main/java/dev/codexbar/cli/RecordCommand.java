package dev.codexbar.cli;

import dev.codexbar.core.HomePaths;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.transcript.TranscriptRecorder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code codexbar record}: asks the real tool once and keeps what it printed, masked, for a bug report. */
final class RecordCommand {

    private static final String DEFAULT_FOLDER = "codexbar-recording-";

    /** Shorter names occur within other words. */
    private static final int SHORTEST_NAME = 3;

    private final Host host;
    private final Settings settings;
    private final Function<ProcessRunner, UsageProvider> provider;

    /**
     * Makes the command.
     *
     * @param provider makes the provider that runs its programs with a given runner
     */
    RecordCommand(Host host, Settings settings, Function<ProcessRunner, UsageProvider> provider) {
        this.host = host;
        this.settings = settings;
        this.provider = provider;
    }

    int run() throws InterruptedException {
        TranscriptRecorder recorder = TranscriptRecorder.recording(
                        ProcessRunners.load(), settings.out().orElseGet(this::datedFolder))
                .hiding(HomePaths.of(host.environment()).texts().toArray(String[]::new))
                .hiding(hostNames().toArray(String[]::new));
        List<UsageResult> results = UsageProviders.of(provider.apply(recorder)).fetchAll(settings.request());
        results.stream()
                .flatMap(result -> result.failure().stream())
                .forEach(failure -> host.err().println(Lines.clean(String.valueOf(failure.getMessage()))));
        StringBuilder text = new StringBuilder();
        for (Path file : recorder.files()) {
            text.append(Lines.clean(file.toString())).append('\n');
        }
        if (text.length() > 0) {
            text.append(
                    "Identity is masked as far as it was recognised; look through the files before you share them.\n");
        }
        Application.print(host, text.toString());
        return ExitCode.of(results);
    }

    /** A folder of this day and second, so that recordings of two days do not mix. */
    private Path datedFolder() {
        LocalDateTime now =
                LocalDateTime.ofInstant(host.clock().instant(), host.zone().get());
        return Path.of(DEFAULT_FOLDER
                + DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT).format(now));
    }

    /** What the systems call the machine, which often is the name of a person or of a company. */
    private List<String> hostNames() {
        return Stream.of("HOSTNAME", "HOST", "COMPUTERNAME")
                .map(name -> host.environment().getOrDefault(name, "").strip())
                .filter(name -> name.length() >= SHORTEST_NAME && !name.equals("localhost"))
                .distinct()
                .toList();
    }
}
