package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import dev.codexbar.transcript.Replay;
import dev.codexbar.transcript.ReplayCli;
import dev.codexbar.transcript.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@code kiro-cli} that is a replay, in a temporary folder. Everything else is real: the provider, the
 * pseudo-terminal and the process in it.
 */
final class Demo implements AutoCloseable {

    private static final String VERSION = "kiro-cli 2.11.0\n";

    private static final String NO_FOLDER = "The demo needs a temporary folder that can be written to.";

    private static final String WHOAMI = "Logged in with Builder ID\n\nEmail: person@example.com\n";

    /** The report in the layout of this version, colours included. The reset is always ahead. */
    private static final String REPORT = """

            \u001b[1mEstimated Usage\u001b[0m | resets on %s | \u001b[38;5;141mKIRO PRO+\u001b[0m

            \u001b[1m🎁 Bonus credits:\u001b[0m \u001b[1m122.54/500\u001b[0m credits used, expires in \u001b[1m29\u001b[0m days

            \u001b[1mCredits\u001b[0m (1572.06 of 2000 covered in plan)
            \u001b[38;5;141m%s\u001b[38;5;244m%s\u001b[0m 78%%

            Overages: \u001b[1mDisabled\u001b[0m

            To manage your plan or configure overages navigate to \u001b[38;5;141mhttps://app.kiro.dev/account/usage\u001b[0m

            Tip: to see context window usage, run \u001b[38;5;141m/context\u001b[0m

            \u001b[1G\u001b[0m\u001b[0m\u001b[?25h""";

    private final Path folder;
    private final Path cli;
    private final Clock clock;

    private Demo(Path folder, Path cli, Clock clock) {
        this.folder = folder;
        this.cli = cli;
        this.clock = clock;
    }

    static Demo install(Clock clock) {
        Path folder;
        try {
            folder = Files.createTempDirectory("codexbar-demo");
        } catch (IOException fault) {
            throw new UncheckedIOException(NO_FOLDER, fault);
        }
        try {
            return new Demo(folder, installTool(folder, clock), clock);
        } catch (IOException fault) {
            delete(folder);
            throw new UncheckedIOException(NO_FOLDER, fault);
        }
    }

    /** Installs the replayed tool alone. */
    static Path installTool(Path folder, Clock clock) throws IOException {
        return ReplayCli.builder("kiro-cli")
                .on(Replay.prints(VERSION), "--version")
                .on(Replay.prints(WHOAMI), "whoami")
                .on(Replay.of(Transcript.of("demo", report(clock))).atOnce().onlyInTerminal(), "chat")
                .install(folder);
    }

    private static byte[] report(Clock clock) {
        LocalDate reset = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusMonths(1)
                .withDayOfMonth(1);
        return REPORT.formatted(reset, "█".repeat(62), "█".repeat(18)).getBytes(StandardCharsets.UTF_8);
    }

    UsageProvider provider() {
        return builder().build();
    }

    UsageProvider provider(ProcessRunner runner) {
        return builder().runner(runner).build();
    }

    private KiroUsageProvider.Builder builder() {
        return KiroUsageProvider.builder().executable(cli).clock(clock);
    }

    @Override
    public void close() {
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException leftToTheSystem) {
            // The answer was printed, which is what was asked for.
        }
    }
}
