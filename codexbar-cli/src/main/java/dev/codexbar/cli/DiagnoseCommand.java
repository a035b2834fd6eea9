package dev.codexbar.cli;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.HomePaths;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ExecutableFinder;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code codexbar diagnose}: what a person attaches to a question. Every line is masked, and the home folder, which is
 * named after the person, is written as {@code ~}.
 */
final class DiagnoseCommand {

    private final Host host;
    private final Settings settings;
    private final HomePaths home;
    private final StringBuilder text = new StringBuilder();

    DiagnoseCommand(Host host, Settings settings) {
        this.home = HomePaths.of(host.environment());
        this.host = host;
        this.settings = settings;
    }

    int run() throws CommandLineException, ConfigFile.UnusableException, InterruptedException {
        line("", "CodexBar", CodexBarVersion.full());
        line("", "Java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
        line(
                "",
                "System",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        line(
                "",
                "Terminal",
                host.terminal().interactive()
                        ? host.terminal().columns() + " columns, "
                                + (host.terminal().unicode() ? "Unicode" : "ASCII")
                        : "none");
        for (UsageProviders.Failure failure : host.providers().get().failures()) {
            line("", "Not loaded", failure.toString());
        }
        UsageProviders providers = Selection.of(host, settings);
        List<UsageResult> results = new ArrayList<>();
        for (ProviderDescriptor descriptor : providers.descriptors()) {
            results.add(diagnose(providers.only(descriptor.id()), descriptor));
        }
        Application.print(host, text.toString());
        return ExitCode.of(results);
    }

    /** One provider after the other, so that its time is its own. */
    private UsageResult diagnose(UsageProviders one, ProviderDescriptor descriptor) throws InterruptedException {
        text.append('\n');
        line(
                "",
                "Provider",
                descriptor.id() + " (" + one.all().get(0).getClass().getName() + ")");
        descriptor.cliName().ifPresent(this::lookedFor);
        long start = System.nanoTime();
        UsageResult result = one.fetchAll(settings.request()).get(0);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        attempts(result);
        result.snapshot().ifPresent(this::answer);
        result.failure().ifPresent(this::failure);
        line("  ", "Took", millis(time));
        return result;
    }

    private void lookedFor(String program) {
        ExecutableFinder finder =
                ExecutableFinder.builder().environment(host.environment()).build();
        line(
                "  ",
                "Looked for",
                program + " on PATH, " + finder.folders().size() + " folders: "
                        + finder.folders().stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)));
        Optional<Path> found = finder.find(program);
        line("  ", "Found", found.map(Path::toString).orElse("nothing there (a provider may know further places)"));
    }

    private void attempts(UsageResult result) {
        List<FetchAttempt> attempts = result.snapshot()
                .map(UsageSnapshot::attempts)
                .or(() -> result.failure().map(UsageException::attempts))
                .orElse(List.of());
        for (FetchAttempt attempt : attempts) {
            String outcome = attempt.reason().map(Enum::name).orElse("incomplete");
            line(
                    "  ",
                    "Tried",
                    attempt.strategy() + " for " + millis(attempt.duration()) + ": " + outcome + ", "
                            + attempt.message());
        }
    }

    private void answer(UsageSnapshot snapshot) {
        line("  ", "Answered by", snapshot.strategy().orElse("its only strategy"));
        snapshot.toolVersion().ifPresent(version -> line("  ", "Version", version));
        // The string of a snapshot is masked by contract.
        line("  ", "Answer", snapshot.toString());
    }

    private void failure(UsageException failure) {
        line("  ", "Failed", failure.reason() + ", " + failure.getMessage());
        failure.nextStep().ifPresent(step -> line("  ", "Next step", step));
    }

    private void line(String indent, String name, String value) {
        text.append(indent)
                .append(Lines.pad(name + ":", 13))
                .append(Lines.masked(home.mask(Lines.whole(value))))
                .append('\n');
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
