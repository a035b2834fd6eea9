package dev.codexbar.cli;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The providers that a command line names. */
final class Selection {

    /** What a person reads who switched off all there is. */
    static final String EVERY_PROVIDER_IS_OFF =
            "Every provider is switched off. `codexbar config enable ID` switches one on.";

    private Selection() {}

    static UsageProviders of(Host host, Settings settings) throws CommandLineException, ConfigFile.UnusableException {
        if (settings.providers().isEmpty()) {
            UsageProviders providers = all(host);
            if (providers.all().isEmpty() && providers.failures().isEmpty()) {
                throw CommandLineException.wrong("There is no provider.");
            }
            // The replayed tool is no tool of the person, so no configuration is about it.
            return settings.disabled() || settings.demo() ? providers : enabled(host, providers);
        }
        return named(host, settings.providers());
    }

    /** All providers; what is wrong with jars of others is reported on standard error. */
    static UsageProviders all(Host host) {
        for (String problem : host.providers().problems()) {
            host.err().println(Application.PREFIX + Lines.masked(problem, host.environment()));
        }
        return host.providers().all();
    }

    private static UsageProviders enabled(Host host, UsageProviders providers) throws ConfigFile.UnusableException {
        UsageProviders enabled =
                providers.without(ConfigFile.read(host.environment()).disabled());
        if (enabled.all().isEmpty() && !providers.all().isEmpty()) {
            host.err().println(Application.PREFIX + EVERY_PROVIDER_IS_OFF);
        }
        return enabled;
    }

    /** The providers with these ids or names of programs. */
    static UsageProviders named(Host host, List<String> given) throws CommandLineException {
        Optional<UsageProviders> alone = host.providers().some(given);
        if (alone.isPresent()) {
            return alone.get();
        }
        UsageProviders providers = all(host);
        List<String> ids = new ArrayList<>();
        for (String name : given) {
            ids.add(idOf(name, providers));
        }
        return providers.only(ids.toArray(new String[0]));
    }

    private static String idOf(String name, UsageProviders providers) throws CommandLineException {
        if (providers.find(name).isPresent()) {
            return name;
        }
        for (ProviderDescriptor descriptor : providers.descriptors()) {
            // The name of the program is accepted too, as the original does: kiro-cli means kiro.
            if (descriptor.cliName().filter(name::equalsIgnoreCase).isPresent()) {
                return descriptor.id();
            }
        }
        throw unknown(name, providers);
    }

    private static CommandLineException unknown(String name, UsageProviders providers) {
        List<String> ids = new ArrayList<>();
        for (ProviderDescriptor descriptor : providers.descriptors()) {
            ids.add(descriptor.id());
        }
        List<String> names = new ArrayList<>(ids);
        names.addAll(Help.titles());
        String broken = providers.failures().stream()
                .map(failure -> " Not loaded: " + Lines.problem(failure))
                .collect(Collectors.joining());
        return CommandLineException.unknownProvider(
                name,
                "There is no provider and no command \"" + name + "\"." + Suggestion.of(name, names) + " Providers: "
                        + (ids.isEmpty() ? "none" : String.join(", ", ids)) + "." + broken);
    }
}
