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
     * Returns what is wrong with the places that providers of others are loaded from.
     *
     * @return a sentence for each place, with its path, or nothing if all are in order
     */
    default List<String> problems() {
        return List.of();
    }

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
