package dev.codexbar.cli;

import dev.codexbar.core.UsageProviders;
import java.util.List;
import java.util.Optional;

/** Where the providers come from. */
@FunctionalInterface
interface ProviderSource {

    /** Loads all providers. */
    UsageProviders all();

    /**
     * Loads providers without the others.
     *
     * @param ids the ids of the providers
     * @return these providers, or empty if it takes all providers to know which have these ids
     */
    default Optional<UsageProviders> some(List<String> ids) {
        return Optional.empty();
    }
}
