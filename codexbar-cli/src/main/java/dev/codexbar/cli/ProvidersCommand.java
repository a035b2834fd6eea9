package dev.codexbar.cli;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.json.UsageJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code codexbar providers} and {@code codexbar config providers}: the providers, also those that are switched off.
 */
final class ProvidersCommand {

    private final Host host;
    private final Settings settings;

    ProvidersCommand(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    int run() throws ConfigFile.UnusableException {
        UsageProviders providers = Selection.all(host);
        List<ProviderDescriptor> descriptors = providers.descriptors();
        Set<String> disabled = ConfigFile.read(host.environment()).disabled();
        if (settings.json()) {
            UsageJson form = settings.pretty() ? UsageJson.pretty() : UsageJson.compact();
            Application.printJson(host, form.writeProviders(descriptors, disabled));
        } else {
            StringBuilder text = new StringBuilder();
            for (ProviderDescriptor provider : descriptors) {
                text.append(line(provider, providers, disabled.contains(provider.id())));
            }
            Application.print(host, text.toString());
        }
        for (UsageProviders.Failure failure : providers.failures()) {
            host.err().println(Application.PREFIX + Lines.notLoaded(failure, host.environment()));
        }
        return ExitCode.OK.number();
    }

    private static String line(ProviderDescriptor provider, UsageProviders providers, boolean isDisabled) {
        StringBuilder line = new StringBuilder(provider.id())
                .append("  ")
                .append(Lines.clean(provider.displayName()))
                .append(isDisabled ? " (off)" : "");
        // The provider's own sentence, also for one in a jar: what it says is up to its author.
        provider.access()
                .or(() -> provider.cliName().map(name -> "Runs " + name + "."))
                .ifPresent(sentence -> line.append("  ").append(Lines.clean(sentence)));
        Optional<Path> jar = providers.find(provider.id()).flatMap(ProviderJars::jarOf);
        jar.ifPresent(file -> line.append("  from ").append(Lines.clean(file.toString())));
        return line.append('\n').toString();
    }
}
