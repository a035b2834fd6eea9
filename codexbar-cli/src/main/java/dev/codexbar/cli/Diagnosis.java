package dev.codexbar.cli;

import dev.codexbar.cli.text.JsonText;
import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.HomePaths;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.ProviderProgram;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.UserFolders;
import dev.codexbar.core.process.ExecutableFinder;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was looked for, found and tried, in rows. Every row is masked, and the home folder, which is named after the
 * person, is written as {@code ~}.
 */
final class Diagnosis {

    private final Host host;
    private final HomePaths home;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A line, masked.
     *
     * @param provider the id of the provider, or empty for a row about the command
     * @param name what it is
     * @param value what was found
     */
    private record Row(String provider, String name, String value) {}

    Diagnosis(Host host) {
        this.home = HomePaths.of(host.environment());
        this.host = host;
    }

    /** Adds rows about the command and the machine. */
    void system() {
        row("", "CodexBar", CodexBarVersion.full());
        row("", "Java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
        row(
                "",
                "System",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        row(
                "",
                "Terminal",
                host.terminal().interactive()
                        ? host.terminal().columns() + " columns, "
                                + (host.terminal().unicode() ? "Unicode" : "ASCII")
                        : "none");
    }

    /** Adds rows about what could not be loaded: the places of the source, and providers. */
    void notLoaded(ProviderSource source, UsageProviders providers) {
        source.problems().forEach(problem -> row("", "Not loaded", problem));
        for (UsageProviders.Failure failure : providers.failures()) {
            row("", "Not loaded", Lines.problem(failure));
        }
    }

    /** The rows for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Row row : rows) {
            boolean isFirst = !row.provider().equals(before);
            before = row.provider();
            text.append(isFirst ? "\n" : "")
                    .append(isFirst || row.provider().isEmpty() ? "" : "  ")
                    .append(Lines.pad(row.name() + ":", 13))
                    .append(row.value())
                    .append('\n');
        }
        return text.toString();
    }

    /** The rows for programs. */
    String json(boolean pretty) {
        List<Object> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> members = new LinkedHashMap<>();
            if (!row.provider().isEmpty()) {
                members.put("provider", row.provider());
            }
            members.put("name", row.name());
            members.put("value", row.value());
            list.add(members);
        }
        return JsonText.of(list, pretty);
    }

    /** Asks one provider, alone, so that its time is its own, and adds rows about that. */
    UsageResult ask(UsageProviders one, ProviderDescriptor descriptor, FetchRequest request)
            throws InterruptedException {
        String id = descriptor.id();
        row(id, "Provider", descriptor.id() + " (" + one.all().get(0).getClass().getName() + ")");
        descriptor.access().ifPresent(sentence -> row(id, "Asks", sentence));
        programs(descriptor).forEach(program -> lookedFor(id, program));
        long start = System.nanoTime();
        UsageResult result = one.fetchAll(request).get(0);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        attempts(id, result);
        result.snapshot().ifPresent(snapshot -> answer(id, snapshot));
        result.failure().ifPresent(failure -> failure(id, failure));
        row(id, "Took", millis(time));
        return result;
    }

    /** A provider may name its program only. */
    private static List<ProviderProgram> programs(ProviderDescriptor descriptor) {
        return descriptor.programs().isEmpty()
                ? descriptor.cliName().stream()
                        .map(name -> new ProviderProgram(name, Optional.empty(), List.of()))
                        .toList()
                : descriptor.programs();
    }

    private void lookedFor(String id, ProviderProgram program) {
        ExecutableFinder.Builder finder = ExecutableFinder.builder().environment(host.environment());
        String variable = program.variable().orElse("");
        String override = host.environment().getOrDefault(variable, "");
        if (!override.isBlank()) {
            row(id, "Looked for", program.name() + " at " + variable + " alone");
            boolean isFound = path(override)
                    .flatMap(path -> finder.override(path).build().find(program.name()))
                    .isPresent();
            row(id, "Found", override + (isFound ? "" : " is not an executable file"));
            return;
        }
        List<Path> folders = finder.build().folders();
        row(
                id,
                "Looked for",
                program.name() + (variable.isEmpty() ? "" : " at " + variable + ", which is not set,") + " on PATH, "
                        + folders.size() + (folders.size() == 1 ? " folder: " : " folders: ")
                        + folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))
                        + (program.places().isEmpty() ? "" : ", and in " + String.join(", ", program.places())));
        String missing = program.places().isEmpty() ? "nothing there (a provider may know further places)" : "nothing";
        row(
                id,
                "Found",
                finder.places(
                                program.places(),
                                UserFolders.of(host.environment()).home().orElse(null))
                        .build()
                        .find(program.name())
                        .map(Path::toString)
                        .orElse(missing));
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private void attempts(String id, UsageResult result) {
        List<FetchAttempt> attempts = result.snapshot()
                .map(UsageSnapshot::attempts)
                .or(() -> result.failure().map(UsageException::attempts))
                .orElse(List.of());
        for (FetchAttempt attempt : attempts) {
            String outcome = attempt.reason().map(Enum::name).orElse("incomplete");
            row(
                    id,
                    "Tried",
                    attempt.strategy() + " for " + millis(attempt.duration()) + ": " + outcome + ", "
                            + attempt.message());
        }
    }

    private void answer(String id, UsageSnapshot snapshot) {
        row(id, "Answered by", snapshot.strategy().orElse("its only strategy"));
        snapshot.toolVersion().ifPresent(version -> row(id, "Version", version));
        // The string of a snapshot is masked by contract.
        row(id, "Answer", snapshot.toString());
    }

    private void failure(String id, UsageException failure) {
        row(id, "Failed", failure.reason() + ", " + failure.getMessage());
        failure.nextStep().ifPresent(step -> row(id, "Next step", step));
    }

    /** Adds a row; an empty provider stands for the command. */
    void row(String provider, String name, String value) {
        rows.add(new Row(provider, name, Lines.masked(home.mask(Lines.whole(value)))));
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
