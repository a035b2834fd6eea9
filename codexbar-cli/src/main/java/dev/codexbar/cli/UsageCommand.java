package dev.codexbar.cli;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.SharedUsageProvider;
import dev.codexbar.monitor.UsageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code codexbar usage}. */
final class UsageCommand {

    private final Host host;
    private final Settings settings;

    UsageCommand(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    int run() throws CommandLineException, ConfigFile.UnusableException, InterruptedException {
        if (settings.bar().isPresent()) {
            return new BarCommand(host, settings, settings.bar().get()).run();
        }
        UsageProviders providers = Selection.of(host, settings);
        if (settings.maxAge().isPresent()) {
            Duration longestAge = settings.maxAge().get();
            providers = shared(providers, host, settings, descriptor -> longestAge);
        }
        if (settings.watch() && !settings.json() && host.terminal().isScreen(host.environment())) {
            return new WatchCommand(host, settings, providers).run();
        }
        int code = once(providers);
        while (settings.watch()) {
            if (host.out().checkError()) {
                return ExitCode.FAILURE.number(); // the reader has closed the pipe, as after `| head -1`
            }
            host.pause().of(interval(providers));
            code = once(providers);
        }
        return code;
    }

    /**
     * Lets the providers share their answers with other runs; the replayed tool never does.
     *
     * @param longestAge how old an answer, or a failure, of a provider may be
     */
    static UsageProviders shared(
            UsageProviders providers, Host host, Settings settings, Function<ProviderDescriptor, Duration> longestAge) {
        if (settings.demo()) {
            return providers;
        }
        UsageStore store = host.store().get().orElse(null);
        if (store == null) {
            return providers;
        }
        UsageProvider[] sharing = providers.descriptors().stream()
                .map(provider -> SharedUsageProvider.of(
                        new IsolatedProvider(providers, provider), store, longestAge.apply(provider), host.clock()))
                .toArray(UsageProvider[]::new);
        List<String> ids =
                providers.descriptors().stream().map(ProviderDescriptor::id).toList();
        // What is left without them is what could not be loaded, which is to be reported as ever.
        return UsageProviders.of(sharing).with(providers.without(ids));
    }

    /** As all providers are asked together, the one that demands the longest interval decides. */
    private Duration interval(UsageProviders providers) {
        Stream<Duration> demanded = providers.descriptors().stream()
                .map(ProviderDescriptor::minimumInterval)
                .flatMap(Optional::stream);
        return Stream.concat(Stream.of(settings.interval(), WatchCommand.SHORTEST), demanded)
                .max(Comparator.naturalOrder())
                .orElse(WatchCommand.SHORTEST);
    }

    private int once(UsageProviders providers) throws InterruptedException {
        List<UsageResult> results;
        if (settings.json()) {
            UsageJson form = settings.pretty() ? UsageJson.pretty() : UsageJson.compact();
            WarmUp.start(() -> form.write(List.of()));
            results = fetch(providers);
            List<UsageReport> reports = results.stream().map(this::report).toList();
            Application.printJson(host, form.withPaceAt(host.clock().instant()).write(reports));
        } else {
            WarmUp.start(host.zone()::get);
            results = fetch(providers);
            show(results);
        }
        return ExitCode.of(decisive(results, settings));
    }

    private List<UsageResult> fetch(UsageProviders providers) throws InterruptedException {
        List<UsageResult> results;
        WaitingLine.Started line = WaitingLine.start(host, providers);
        try {
            results = providers.fetchAll(settings.request());
        } finally {
            line.close();
        }
        return settings.hideIdentity()
                ? results.stream().map(HiddenIdentity::in).toList()
                : results;
    }

    /**
     * The results that decide how it went. Where every provider is asked and at least one tool is there, those that are
     * not installed are no failure.
     */
    static List<UsageResult> decisive(List<UsageResult> results, Settings settings) {
        List<UsageResult> installed =
                results.stream().filter(result -> !isNotInstalled(result)).toList();
        return settings.providers().isEmpty() && !installed.isEmpty() ? installed : results;
    }

    private static boolean isNotInstalled(UsageResult result) {
        return result.failure()
                .filter(failure -> failure.reason() == UsageException.Reason.NOT_INSTALLED)
                .isPresent();
    }

    /** A failure names the source that was asked for, as no source answered. */
    private UsageReport report(UsageResult result) {
        UsageReport report = UsageReport.of(result);
        return result.failure().isPresent() ? report.withSource(settings.source()) : report;
    }

    /** Answers go to standard output and failures to standard error, in one piece each. */
    private void show(List<UsageResult> results) {
        UsageText text = new UsageText(
                host.clock().instant(), host.zone().get(), host.terminal().columns(), style(), settings.showEmail());
        StringBuilder answers = new StringBuilder();
        StringBuilder failures = new StringBuilder();
        List<UsageResult> shown = decisive(results, settings);
        List<String> notInstalled = new ArrayList<>();
        for (UsageResult result : results) {
            String name = result.displayName();
            if (!shown.contains(result)) {
                notInstalled.add(name);
                continue;
            }
            boolean mayBeOld = settings.maxAge().isPresent();
            result.snapshot().ifPresent(snapshot -> answers.append(text.answer(name, snapshot, mayBeOld)));
            result.failure().ifPresent(failure -> failures.append(text.failure(name, failure)));
        }
        // Where nothing answers, standard output stays empty.
        (answers.isEmpty() ? failures : answers).append(text.notInstalled(notInstalled));
        Application.print(host, answers.toString());
        host.err().print(failures);
        host.err().flush();
    }

    private Style style() {
        return new Style(settings.color(), host.terminal().unicode());
    }
}
