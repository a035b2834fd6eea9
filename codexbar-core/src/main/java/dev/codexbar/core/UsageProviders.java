package dev.codexbar.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The providers that are there. Immutable and thread-safe.
 *
 * <p>No provider can break the registry: whatever is wrong with one becomes a {@link Failure} that names it, and the
 * others load. The order is by id, never by class path.
 *
 * @since 0.1.0
 */
public final class UsageProviders {

    private record Entry(String id, UsageProvider provider) {}

    private final List<Entry> entries;
    private final List<Failure> failures;

    private UsageProviders(List<LoadedProvider> candidates, List<Failure> faults) {
        List<Failure> failed = new ArrayList<>(faults);
        List<Entry> good = new ArrayList<>();
        // By class name, so that of two providers with one id the same one wins on every class path.
        List<LoadedProvider> ordered = new ArrayList<>(candidates);
        // Plain lambdas: those of Comparator are serializable, which no class-data archive holds.
        ordered.sort((one, other) -> one.className().compareTo(other.className()));
        for (LoadedProvider candidate : ordered) {
            String id;
            try {
                id = candidate.id();
            } catch (RuntimeException | LinkageError fault) {
                failed.add(new Failure(candidate.className(), LoadedProvider.reason("descriptor()", fault), fault));
                continue;
            }
            Optional<Entry> taken =
                    good.stream().filter(entry -> entry.id().equals(id)).findFirst();
            if (taken.isEmpty()) {
                good.add(new Entry(id, candidate.provider()));
            } else {
                failed.add(new Failure(
                        candidate.className(),
                        "its id \"" + id + "\" is taken by "
                                + taken.get().provider().getClass().getName(),
                        null));
            }
        }
        good.sort((one, other) -> one.id().compareTo(other.id()));
        if (failed.size() > 1) {
            failed.sort(Comparator.comparing(Failure::provider).thenComparing(Failure::reason));
        }
        this.entries = List.copyOf(good);
        this.failures = List.copyOf(failed);
    }

    /**
     * Finds the providers that the class loader of this library sees.
     *
     * @return the providers; never fails for a provider's fault
     */
    public static UsageProviders load() {
        ClassLoader loader = UsageProviders.class.getClassLoader();
        return load(loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    /**
     * Finds the providers that a class loader sees, by {@link java.util.ServiceLoader}.
     *
     * @param loader the loader
     * @return the providers; never fails for a provider's fault
     */
    public static UsageProviders load(ClassLoader loader) {
        ProviderDiscovery discovery = ProviderDiscovery.in(Objects.requireNonNull(loader, "loader"));
        return new UsageProviders(discovery.candidates(), discovery.failures());
    }

    /**
     * Returns a registry of the given providers, for hosts that configure them by hand.
     *
     * @param providers the providers
     * @return the providers, checked like those that are found
     */
    public static UsageProviders of(UsageProvider... providers) {
        List<LoadedProvider> candidates = new ArrayList<>();
        for (UsageProvider provider : providers) {
            candidates.add(new LoadedProvider(Objects.requireNonNull(provider, "provider")));
        }
        return new UsageProviders(candidates, List.of());
    }

    /**
     * Returns all providers.
     *
     * @return an unmodifiable list in the order of the ids, possibly empty
     */
    public List<UsageProvider> all() {
        return entries.stream().map(Entry::provider).toList();
    }

    /**
     * Returns the provider with an id.
     *
     * @param id the id
     * @return the provider, or empty if there is none with this id
     */
    public Optional<UsageProvider> find(String id) {
        Objects.requireNonNull(id, "id");
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .map(Entry::provider)
                .findFirst();
    }

    /**
     * Returns what could not be loaded.
     *
     * @return an unmodifiable list in the order of the class names, empty if all is well
     */
    public List<Failure> failures() {
        return failures;
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsageProviders")
                .field("ids", entries.stream().map(Entry::id).toList())
                .field("failures", failures)
                .toString();
    }

    /**
     * A provider that could not be loaded.
     *
     * @param provider the name of the provider's class, or of the service file if no class can be named
     * @param reason what is wrong, for people
     * @param cause what was thrown, or {@code null} if nothing was
     * @since 0.1.0
     */
    public record Failure(
            String provider, String reason, @Nullable Throwable cause) {

        /**
         * Checks the parts.
         *
         * @param provider the name of the provider's class, or of the service file if no class can be named
         * @param reason what is wrong, for people
         * @param cause what was thrown, or {@code null} if nothing was
         */
        public Failure {
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String toString() {
            return provider + ": " + reason;
        }
    }
}
