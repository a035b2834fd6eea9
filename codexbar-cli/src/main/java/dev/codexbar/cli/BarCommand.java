package dev.codexbar.cli;

import dev.codexbar.cli.bar.BarFormat;
import dev.codexbar.cli.bar.BarItem;
import dev.codexbar.cli.bar.BarLevel;
import dev.codexbar.cli.bar.BarReading;
import dev.codexbar.cli.text.WindowWords;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.StoredUsage;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageStore;
import dev.codexbar.monitor.UsageView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * The lines of status bars: one for {@code usage}, and for {@code watch} one for each change and each minute. There is
 * always a line, and it says by itself whether it is old or a failure, because a bar shows nothing else: neither
 * standard error nor an exit code.
 */
final class BarCommand {

    /** An older answer than this is not worth showing beside a failure. */
    private static final Duration LONGEST_AGE = Duration.ofHours(24);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Host host;
    private final Settings settings;
    private final BarSettings bar;

    private boolean isFirst = true;

    /** Whether the last attempt to replace the file failed, which is reported once. */
    private boolean isFailing;

    /** What is shown where there is no provider to ask. */
    private Optional<BarReading> nothingToAsk = Optional.empty();

    BarCommand(Host host, Settings settings, BarSettings bar) {
        this.host = host;
        this.settings = settings;
        this.bar = bar;
    }

    int run() throws CommandLineException, InterruptedException {
        try {
            return showUsage();
        } catch (CommandLineException fault) {
            show(wrongArguments(host, fault));
            throw fault;
        } catch (UncheckedIOException fault) {
            throw fault; // the file of --output, which can show nothing
        } catch (RuntimeException fault) {
            show(BarReading.message(BarLevel.ERROR, "internal error", Lines.fault(fault)));
            throw fault;
        }
    }

    /** Shows in a bar that its command line cannot be understood; standard error, which no bar shows, says it, too. */
    static void complain(Host host, BarFormat format, CommandLineException fault) {
        byte[] line = format.write(wrongArguments(host, fault), false).getBytes(StandardCharsets.UTF_8);
        host.out().write(line, 0, line.length);
        host.out().flush();
    }

    private static BarReading wrongArguments(Host host, CommandLineException fault) {
        return BarReading.message(
                BarLevel.ERROR, "wrong arguments", Lines.masked(fault.sentence(), host.environment()));
    }

    /** Reading what other runs left, and the zone of dates, take a third of a line that needs no tool. */
    private ZoneId load() throws IOException {
        Optional<? extends UsageStore> store =
                settings.demo() ? Optional.empty() : host.store().get();
        if (store.isPresent()) {
            List<StoredUsage> unused = store.get().load();
        }
        return host.zone().get();
    }

    private int showUsage() throws CommandLineException, InterruptedException {
        WarmUp.start(this::load);
        UsageProviders providers;
        try {
            providers = Selection.of(host, settings);
        } catch (ConfigFile.UnusableException fault) {
            String sentence = Lines.masked(fault.sentence(), host.environment());
            host.err().println(Application.PREFIX + sentence);
            show(BarReading.message(BarLevel.ERROR, "configuration", sentence));
            return ExitCode.OK.number();
        }
        for (UsageProviders.Failure failure : providers.failures()) {
            host.err().println(Application.PREFIX + Lines.notLoaded(failure, host.environment()));
        }
        if (providers.all().isEmpty()) {
            nothingToAsk = Optional.of(nothingToAsk(providers));
        }
        return settings.watch() ? watch(providers) : once(providers);
    }

    /** All are switched off, which is a choice and no error; or else none could be loaded. */
    private BarReading nothingToAsk(UsageProviders providers) {
        if (!host.providers().all().all().isEmpty()) {
            return BarReading.message(BarLevel.UNKNOWN, "all providers off", Selection.EVERY_PROVIDER_IS_OFF);
        }
        String failures =
                providers.failures().stream().map(Lines::problem).collect(Collectors.joining("; ", "Not loaded: ", ""));
        return BarReading.message(BarLevel.ERROR, "no provider loaded", Lines.masked(failures, host.environment()));
    }

    private int once(UsageProviders providers) throws InterruptedException {
        List<UsageResult> results = UsageCommand.shared(
                        providers, host, settings, provider -> settings.maxAge().orElse(BarSettings.maxAge(provider)))
                .fetchAll(settings.request());
        // What could not be loaded comes last; it has no name for a bar, and is on standard error.
        show(reading(
                results.stream().limit(providers.all().size()).map(this::item).toList()));
        return ExitCode.OK.number();
    }

    /** A failure stands beside the last answer, if there is one of today in the store. */
    private BarItem item(UsageResult result) {
        Optional<UsageSnapshot> last = result.snapshot();
        if (last.isEmpty() && !settings.demo()) {
            last = stored(result.providerId());
        }
        return new BarItem(
                result.providerId(),
                result.displayName(),
                last,
                result.failure(),
                last.map(UsageSnapshot::updatedAt),
                false);
    }

    private Optional<UsageSnapshot> stored(String providerId) {
        Instant oldest = host.clock().instant().minus(LONGEST_AGE);
        try {
            UsageStore store = host.store().get().orElse(null);
            List<StoredUsage> kept = store == null ? List.of() : store.load();
            return kept.stream()
                    .filter(entry -> entry.providerId().equals(providerId))
                    .map(StoredUsage::snapshot)
                    .flatMap(snapshot -> Optional.ofNullable(snapshot).stream())
                    .filter(snapshot -> snapshot.updatedAt().isAfter(oldest))
                    .findFirst();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty(); // a store never stands between a person and a line
        }
    }

    private int watch(UsageProviders providers) throws InterruptedException {
        try (UsageMonitor monitor = monitor(providers)) {
            try {
                return watch(monitor);
            } finally {
                // First of all: the end of the monitor may take longer than a signal leaves.
                showEnd();
            }
        }
    }

    private int watch(UsageMonitor monitor) throws InterruptedException {
        Semaphore changes = new Semaphore(0);
        monitor.addListener(change -> changes.release());
        monitor.start();
        String before = "";
        Instant nextMinute = Instant.MIN;
        while (true) {
            Instant now = host.clock().instant();
            String line =
                    line(reading(monitor.views().stream().map(BarCommand::item).toList()));
            // A bar that has gone is noticed only by writing to it: once a minute, even if nothing has changed.
            if (!line.equals(before) || isOver(Duration.between(now, nextMinute))) {
                print(line);
                before = line;
                nextMinute = now.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE);
                if (host.out().checkError()) {
                    return ExitCode.FAILURE.number();
                }
            }
            host.pause().of(Duration.between(now, nextMinute), changes);
        }
    }

    /** A file is believed until it is replaced. An interrupt would close the file before it is written. */
    private void showEnd() {
        if (bar.output().isEmpty() || isFirst) {
            return;
        }
        boolean isInterrupted = Thread.interrupted();
        try {
            show(BarReading.message(BarLevel.UNKNOWN, "not running", "`codexbar watch` has ended."));
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether a minute is over; after the clock was set back, more than one would be left. */
    private static boolean isOver(Duration left) {
        return left.isNegative() || left.isZero() || left.compareTo(MINUTE) > 0;
    }

    private UsageMonitor monitor(UsageProviders providers) {
        Duration interval =
                settings.interval().compareTo(WatchCommand.SHORTEST) < 0 ? WatchCommand.SHORTEST : settings.interval();
        UsageMonitor.Builder builder = CommandMonitor.builder(providers, host).interval(interval);
        settings.timeout().ifPresent(builder::timeLimit);
        if (!settings.demo()) {
            // Several bars make one fetch, and the first line has the numbers of the run before.
            host.store().get().ifPresent(builder::store);
        }
        return builder.build();
    }

    private static BarItem item(UsageView view) {
        return new BarItem(
                view.providerId(),
                view.descriptor().displayName(),
                view.snapshot(),
                view.failure(),
                view.measuredAt(),
                view.state() == UsageView.State.STALE);
    }

    private BarReading reading(List<BarItem> items) {
        if (nothingToAsk.isPresent()) {
            return nothingToAsk.get();
        }
        List<BarItem> shown = items;
        if (settings.providers().isEmpty()) {
            shown = items.stream().filter(item -> !isNotInstalled(item)).toList();
            if (shown.isEmpty()) {
                return BarReading.message(
                        BarLevel.ERROR, "no tool found", "None of the tools that can be asked is installed.");
            }
        }
        WindowWords words = new WindowWords(host.clock().instant(), host.zone().get());
        return BarReading.of(shown, words, bar.template(), host.terminal().unicode());
    }

    private static boolean isNotInstalled(BarItem item) {
        return item.snapshot().isEmpty()
                && item.failure()
                        .filter(failure -> failure.reason() == UsageException.Reason.NOT_INSTALLED)
                        .isPresent();
    }

    private String line(BarReading reading) {
        return bar.format().write(reading, bar.color());
    }

    private void show(BarReading reading) {
        print(line(reading));
    }

    /** In UTF-8, whatever the locale of the session: bars run without a terminal, and expect it. */
    private void print(String line) {
        if (bar.output().isPresent()) {
            replace(bar.output().get(), line);
            isFirst = false;
            return;
        }
        byte[] bytes = ((isFirst ? "" : bar.format().separator()) + line).getBytes(StandardCharsets.UTF_8);
        isFirst = false;
        host.out().write(bytes, 0, bytes.length);
        host.out().flush();
    }

    /** A path that is wrong from the start ends the command; a disk that is full for an hour does not. */
    private void replace(Path file, String line) {
        try {
            FileReplacement.write(file, line);
            isFailing = false;
        } catch (ClosedByInterruptException end) {
            // The command is to end; the thread stays interrupted, and so the next pause ends it.
        } catch (IOException fault) {
            String sentence = fault instanceof FileReplacement.UnusablePathException
                    ? String.valueOf(fault.getMessage())
                    : file + " cannot be written.";
            if (isFirst) {
                throw new UncheckedIOException(sentence, fault);
            }
            if (!isFailing) {
                host.err().println(Application.PREFIX + Lines.masked(sentence, host.environment()));
            }
            isFailing = true;
        }
    }
}
