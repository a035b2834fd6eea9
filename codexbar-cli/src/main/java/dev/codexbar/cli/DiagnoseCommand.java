package dev.codexbar.cli;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import java.util.ArrayList;
import java.util.List;

/** {@code codexbar diagnose}: what a person attaches to a question. */
final class DiagnoseCommand {

    private final Host host;
    private final Settings settings;

    DiagnoseCommand(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    int run() throws CommandLineException, ConfigFile.UnusableException, InterruptedException {
        Diagnosis diagnosis = new Diagnosis(host);
        diagnosis.system();
        diagnosis.notLoaded(host.providers(), host.providers().all());
        UsageProviders providers = Selection.of(host, settings);
        List<UsageResult> results = new ArrayList<>();
        for (ProviderDescriptor descriptor : providers.descriptors()) {
            results.add(diagnosis.ask(providers.only(descriptor.id()), descriptor, settings.request()));
        }
        if (settings.json()) {
            Application.printJson(host, diagnosis.json(settings.pretty()));
        } else {
            Application.print(host, diagnosis.text());
        }
        return ExitCode.of(results);
    }
}
