package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import java.util.List;
import java.util.stream.Collectors;

/** Whom to ask. */
final class Selection {

    private Selection() {}

    static List<UsageProvider> of(Host host, Settings settings) throws CommandLineException {
        UsageProviders providers = host.providers().get();
        if (settings.provider().isEmpty()) {
            if (providers.all().isEmpty()) {
                throw CommandLineException.wrong("Error: there is no provider.");
            }
            return providers.all();
        }
        String id = settings.provider().get();
        return providers.find(id).map(List::of).orElseThrow(() -> unknown(id, providers));
    }

    private static CommandLineException unknown(String id, UsageProviders providers) {
        String known = providers.all().stream()
                .map(provider -> provider.descriptor().id())
                .collect(Collectors.joining(", "));
        return CommandLineException.wrong(
                "Error: there is no provider \"" + id + "\"; there is: " + (known.isEmpty() ? "none" : known) + ".");
    }
}
