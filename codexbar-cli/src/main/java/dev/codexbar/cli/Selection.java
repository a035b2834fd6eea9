package dev.codexbar.cli;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import java.util.stream.Collectors;

/** The providers to ask. */
final class Selection {

    private Selection() {}

    static UsageProviders of(Host host, Settings settings) throws CommandLineException {
        UsageProviders providers = host.providers().get();
        if (settings.provider().isEmpty()) {
            if (providers.all().isEmpty() && providers.failures().isEmpty()) {
                throw CommandLineException.wrong("Error: there is no provider.");
            }
            return providers;
        }
        String id = settings.provider().get();
        if (providers.find(id).isEmpty()) {
            throw unknown(id, providers);
        }
        return providers.only(id);
    }

    private static CommandLineException unknown(String id, UsageProviders providers) {
        String known =
                providers.descriptors().stream().map(ProviderDescriptor::id).collect(Collectors.joining(", "));
        String broken = providers.failures().stream()
                .map(failure -> " Not loaded: " + failure)
                .collect(Collectors.joining());
        return CommandLineException.wrong("Error: there is no provider \"" + id + "\"; there is: "
                + (known.isEmpty() ? "none" : known) + "." + broken);
    }
}
