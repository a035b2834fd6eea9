package dev.codexbar.cli;

import dev.codexbar.core.HomePaths;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.transcript.TranscriptRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code codexbar record}: asks the real tools once and keeps what they printed, masked, for a bug report. A report of
 * what was looked for and found stands beside the recordings, because a tool that prints nothing leaves none.
 */
final class RecordCommand {

    static final String REPORT = "report.txt";

    private static final String DEFAULT_FOLDER = "codexbar-recording-";

    /** Shorter names occur within other words. */
    private static final int SHORTEST_NAME = 3;

    private final Host host;
    private final Settings settings;
    private final Recordable recordable;

    /** Makes providers whose programs can be recorded. */
    @FunctionalInterface
    interface Recordable {

        /**
         * Makes a provider.
         *
         * @param id the id of the provider
         * @param runner what it runs its programs with
         * @return the provider, or empty if one of this id takes no runner
         */
        Optional<UsageProvider> with(String id, ProcessRunner runner);
    }

    RecordCommand(Host host, Settings settings, Recordable recordable) {
        this.host = host;
        this.settings = settings;
        this.recordable = recordable;
    }

    int run() throws CommandLineException, ConfigFile.UnusableException, InterruptedException {
        Path folder = settings.out().orElseGet(this::datedFolder);
        TranscriptRecorder recorder = TranscriptRecorder.recording(InstalledProviders.runner(), folder)
                .hiding(HomePaths.of(host.environment()).texts().toArray(String[]::new))
                .hiding(hostNames().toArray(String[]::new));
        Diagnosis diagnosis = new Diagnosis(host);
        diagnosis.system();
        UsageProviders providers = Selection.of(host, settings);
        diagnosis.notLoaded(host.providers(), providers);
        List<UsageResult> results = new ArrayList<>();
        for (UsageProvider provider : providers.all()) {
            results.add(record(provider, recorder, diagnosis));
        }
        List<Path> files = new ArrayList<>(recorder.files());
        files.add(write(folder, withoutHostNames(diagnosis.text())));
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(Lines.clean(file.toString())).append('\n');
        }
        text.append("Identity is masked as far as it was recognised; look through the files before you share them.\n");
        Application.print(host, text.toString());
        List<UsageResult> decisive = UsageCommand.decisive(results, settings);
        for (UsageResult result : decisive) {
            result.failure()
                    .ifPresent(failure -> host.err()
                            .println(Application.PREFIX + result.displayName() + ": "
                                    + Lines.clean(String.valueOf(failure.getMessage()))));
        }
        return ExitCode.of(decisive);
    }

    private UsageResult record(UsageProvider provider, TranscriptRecorder recorder, Diagnosis diagnosis)
            throws InterruptedException {
        ProviderDescriptor descriptor = provider.descriptor();
        String id = descriptor.id();
        Optional<UsageProvider> recorded = recordable.with(id, recorder);
        int before = recorder.files().size();
        UsageResult result =
                diagnosis.ask(UsageProviders.of(recorded.orElse(provider)), descriptor, settings.request());
        List<Path> files = recorder.files();
        for (Path file : files.subList(before, files.size())) {
            diagnosis.row(id, "Recorded", String.valueOf(file.getFileName()));
        }
        if (files.size() == before) {
            diagnosis.row(
                    id,
                    "Recorded",
                    recorded.isPresent() ? "nothing was printed" : "nothing; this provider starts its programs itself");
        }
        return result;
    }

    private Path write(Path folder, String report) {
        Path file = folder.resolve(REPORT);
        try {
            FileReplacement.writeWithFolders(file, report.strip() + "\n");
        } catch (IOException fault) {
            throw new UncheckedIOException(file + " cannot be written.", fault);
        }
        return file;
    }

    private String withoutHostNames(String text) {
        String masked = text;
        for (String name : hostNames()) {
            masked = masked.replace(name, "***");
        }
        return masked;
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
