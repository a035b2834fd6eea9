package dev.codexbar.cli;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import java.util.List;

/** {@code codexbar usage}. */
final class UsageCommand {

    /** Erases the screen and goes to its top, but leaves what has scrolled away. */
    private static final String NEW_SCREEN = "\u001b[H\u001b[2J";

    private final Host host;
    private final Settings settings;

    UsageCommand(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    int run() throws CommandLineException, InterruptedException {
        List<UsageProvider> providers = Selection.of(host, settings);
        int code = once(providers);
        while (settings.watch().isPresent()) {
            if (host.out().checkError()) {
                return Application.FAILURE; // nobody reads any more, as after `| head -1`
            }
            host.pause().of(settings.watch().get());
            code = once(providers);
        }
        return code;
    }

    private int once(List<UsageProvider> providers) throws InterruptedException {
        List<UsageReport> reports;
        if (settings.json()) {
            UsageJson form = settings.pretty() ? UsageJson.pretty() : UsageJson.compact();
            // Its classes are loaded while the tools work.
            reports = asRequested(Fetching.all(providers, settings.request(), () -> form.write(List.of())));
            Application.printJson(host, form.withPaceAt(host.clock().instant()).write(reports));
        } else {
            reports = asRequested(Fetching.all(providers, settings.request()));
            show(providers, reports);
        }
        return reports.stream()
                .mapToInt(UsageReport::code)
                .filter(code -> code != Application.OK)
                .findFirst()
                .orElse(Application.OK);
    }

    /** A failure names how the client wanted to ask, as nothing answered. */
    private List<UsageReport> asRequested(List<UsageReport> reports) {
        return reports.stream()
                .map(report -> report.failure()
                        .map(failure -> UsageReport.failed(report.providerId(), settings.source(), failure))
                        .orElse(report))
                .toList();
    }

    /** Answers go to standard output and failures to standard error, in one piece each. */
    private void show(List<UsageProvider> providers, List<UsageReport> reports) {
        UsageText text = new UsageText(
                host.clock().instant(), host.zone().get(), host.terminal().columns(), style());
        StringBuilder answers = new StringBuilder();
        StringBuilder failures = new StringBuilder();
        for (int i = 0; i < reports.size(); i++) {
            ProviderDescriptor provider = providers.get(i).descriptor();
            UsageReport report = reports.get(i);
            report.snapshot().ifPresent(snapshot -> answers.append(text.answer(provider, snapshot)));
            report.failure().ifPresent(failure -> failures.append(text.failure(provider, failure)));
        }
        if (settings.watch().isPresent() && host.terminal().interactive()) {
            answers.insert(0, NEW_SCREEN);
        }
        Application.print(host, answers.toString());
        host.err().print(failures);
        host.err().flush();
    }

    private Style style() {
        return new Style(settings.color(), host.terminal().unicode());
    }
}
