package dev.codexbar.cli;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.DashboardJson;
import dev.codexbar.json.DashboardRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code codexbar dashboard}: the document of {@code /dashboard/v1/snapshot}, once. */
final class DashboardCommand {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final Host host;
    private final Settings settings;
    private final UsageProviders providers;
    private final boolean identityShown;
    private final Optional<Path> file;

    DashboardCommand(Host host, Settings settings, Arguments arguments, UsageProviders providers)
            throws CommandLineException {
        this.host = host;
        this.settings = settings;
        this.providers = providers;
        this.identityShown = ServeSettings.isIdentityShown(arguments, settings.hideIdentity());
        this.file = file(arguments);
    }

    private static Optional<Path> file(Arguments arguments) throws CommandLineException {
        String name = arguments.value(Option.OUTPUT).orElse("");
        try {
            Optional<Path> path = arguments.value(Option.OUTPUT).map(Path::of);
            if (path.isEmpty() || (!name.isBlank() && path.get().getFileName() != null)) {
                return path;
            }
        } catch (InvalidPathException malformed) {
            // Reported below.
        }
        throw CommandLineException.wrong(Option.OUTPUT.longName() + " must be the path of a file.");
    }

    int run() throws InterruptedException {
        if (file.isPresent()) {
            onFile(file.get(), FileReplacement::check);
        }
        List<UsageResult> results =
                providers.fetchAll(FetchRequest.of(settings.timeout().orElse(DEFAULT_TIMEOUT)));
        String document = document(results);
        if (file.isPresent()) {
            onFile(file.get(), path -> replace(path, document + "\n"));
        } else {
            Application.printJson(host, document);
        }
        for (UsageProviders.Failure failure : providers.failures()) {
            host.err().println(Application.PREFIX + Lines.notLoaded(failure, host.environment()));
        }
        boolean isAnswered =
                results.stream().anyMatch(result -> result.snapshot().isPresent());
        return isAnswered ? ExitCode.OK.number() : ExitCode.of(results);
    }

    private void replace(Path path, String contents) throws IOException {
        if (identityShown) {
            FileReplacement.write(path, contents);
        } else {
            FileReplacement.writeForAll(path, contents);
        }
    }

    /** What is done with a file. */
    @FunctionalInterface
    private interface FileAction {
        void apply(Path path) throws IOException;
    }

    /** Makes a sentence of what is wrong with a file. */
    private static void onFile(Path path, FileAction action) {
        try {
            action.apply(path);
        } catch (FileReplacement.UnusablePathException fault) {
            throw new UncheckedIOException(String.valueOf(fault.getMessage()), fault);
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot write " + path + ": " + Lines.fault(fault) + ".", fault);
        }
    }

    private String document(List<UsageResult> results) {
        List<DashboardRow> rows = new ArrayList<>();
        for (UsageResult result : results) {
            // What could not be loaded has no descriptor, and is reported on standard error.
            UsageResult shown = identityShown ? result : HiddenIdentity.in(result);
            shown.descriptor().map(provider -> row(provider, shown)).ifPresent(rows::add);
        }
        DashboardJson form = DashboardJson.of(CodexBarVersion.CONTRACT, Duration.ZERO);
        form = identityShown ? form.withIdentity() : form;
        form = settings.pretty() ? form.indented() : form;
        return form.write(rows, host.clock().instant());
    }

    private static DashboardRow row(ProviderDescriptor provider, UsageResult result) {
        return DashboardRow.builder(provider)
                .snapshot(result.snapshot().orElse(null))
                .measuredAt(result.snapshot().map(UsageSnapshot::updatedAt).orElse(null))
                .failure(result.failure().orElse(null))
                .build();
    }
}
