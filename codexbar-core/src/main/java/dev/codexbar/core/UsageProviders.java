package dev.codexbar.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The providers that are available. Thread-safe.
 *
 * <p>No provider can break the registry: whatever is wrong with one becomes a {@link Failure} that names it, and the
 * others load. The order is by id, never by class path.
 *
 * @since 0.1.0
 */
public final class UsageProviders {

    private final List<LoadedProvider> providers;
    private final List<Failure> failures;

    private UsageProviders(List<LoadedProvider> providers, List<Failure> failures) {
        this.providers = List.copyOf(providers);
        this.failures = List.copyOf(failures);
    }

    /** Returns the providers in the order of their ids; of two with one id, the second becomes a failure. */
    private static UsageProviders register(List<LoadedProvider> loaded, List<Failure> faults) {
        List<Failure> failed = new ArrayList<>(faults);
        List<LoadedProvider> good = new ArrayList<>();
        // By class name, so that of two providers with one id the same one wins on every class path.
        List<LoadedProvider> ordered = new ArrayList<>(loaded);
        // A plain lambda: those of Comparator are serializable, which no class-data archive holds.
        ordered.sort((one, other) -> one.className().compareTo(other.className()));
        for (LoadedProvider provider : ordered) {
            Optional<LoadedProvider> taken = find(good, provider.id());
            if (taken.isEmpty()) {
                good.add(provider);
            } else {
                failed.add(Failure.taken(provider, taken.get()));
            }
        }
        Collections.sort(good);
        if (failed.size() > 1) {
            failed.sort(Comparator.comparing(Failure::provider).thenComparing(Failure::reason));
        }
        return new UsageProviders(good, failed);
    }

    private static Optional<LoadedProvider> find(List<LoadedProvider> providers, String id) {
        for (LoadedProvider provider : providers) {
            if (provider.id().equals(id)) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }

    /**
     * Loads the providers that are visible to the class loader of this library.
     *
     * @return the providers; a fault of a provider becomes a {@link Failure}
     */
    public static UsageProviders load() {
        ClassLoader loader = UsageProviders.class.getClassLoader();
        return load(loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    /**
     * Loads the providers that are visible to a class loader, by {@link java.util.ServiceLoader}.
     *
     * <p>Constructors and {@link UsageProvider#descriptor()} run on daemon threads of their own, each at most once. One
     * that sleeps or waits after 1.5 seconds, or is still busy after 5 seconds, is interrupted and becomes a
     * {@link Failure}, whatever it does afterwards.
     *
     * @param loader the loader
     * @return the providers; a fault of a provider becomes a {@link Failure}
     */
    public static UsageProviders load(ClassLoader loader) {
        ProviderDiscovery discovery = ProviderDiscovery.in(Objects.requireNonNull(loader, "loader"));
        return register(discovery.loaded(), discovery.failures());
    }

    /**
     * Returns a registry of the given providers, for hosts that configure them by hand.
     *
     * @param providers the providers
     * @return the providers, checked like those that are found
     */
    public static UsageProviders of(UsageProvider... providers) {
        ProviderLoading loading = new ProviderLoading();
        for (UsageProvider provider : providers) {
            loading.start(
                    Objects.requireNonNull(provider, "provider").getClass().getName(), () -> provider);
        }
        loading.finish();
        return register(loading.loaded(), loading.failures());
    }

    /**
     * Returns a registry of some of these providers only, such as those that a person chose. What could not be loaded
     * is no part of it.
     *
     * @param ids the ids of the providers
     * @return the providers with these ids, in the order of the ids
     * @throws IllegalArgumentException if there is no provider with one of the ids
     */
    public UsageProviders only(String... ids) {
        List<LoadedProvider> chosen = new ArrayList<>();
        for (String id : ids) {
            LoadedProvider provider = find(providers, Objects.requireNonNull(id, "id"))
                    .orElseThrow(() -> new IllegalArgumentException("there is no provider \"" + id + "\""));
            if (!chosen.contains(provider)) {
                chosen.add(provider);
            }
        }
        Collections.sort(chosen);
        return new UsageProviders(chosen, List.of());
    }

    /**
     * Returns a registry without some of these providers, such as those that a person switched off. What could not be
     * loaded stays a part of it.
     *
     * @param ids the ids of the providers; one that is not here is ignored
     * @return the other providers
     */
    public UsageProviders without(Collection<String> ids) {
        if (ids.isEmpty()) {
            return this;
        }
        return new UsageProviders(
                providers.stream()
                        .filter(provider -> !ids.contains(provider.id()))
                        .toList(),
                failures);
    }

    /**
     * Returns a registry of these providers and of others, such as those of a folder for plug-ins.
     *
     * @param others the others; one whose id is taken by a provider of this registry becomes a {@link Failure}
     * @return all of them, in the order of the ids
     */
    public UsageProviders with(UsageProviders others) {
        List<LoadedProvider> all = new ArrayList<>(providers);
        List<Failure> failed = new ArrayList<>(failures);
        failed.addAll(others.failures);
        for (LoadedProvider other : others.providers) {
            Optional<LoadedProvider> taken = find(providers, other.id());
            if (taken.isEmpty()) {
                all.add(other);
            } else {
                failed.add(Failure.taken(other, taken.get()));
            }
        }
        Collections.sort(all);
        return new UsageProviders(all, failed);
    }

    /**
     * Returns all providers.
     *
     * @return an unmodifiable list in the order of the ids, possibly empty
     */
    public List<UsageProvider> all() {
        List<UsageProvider> all = new ArrayList<>();
        for (LoadedProvider provider : providers) {
            all.add(provider.provider());
        }
        return List.copyOf(all);
    }

    /**
     * Returns the descriptors of all providers, as each provider gave it when it was loaded.
     *
     * @return an unmodifiable list in the order of the ids, possibly empty
     */
    public List<ProviderDescriptor> descriptors() {
        List<ProviderDescriptor> all = new ArrayList<>();
        for (LoadedProvider provider : providers) {
            all.add(provider.descriptor());
        }
        return List.copyOf(all);
    }

    /**
     * Returns the provider with an id.
     *
     * @param id the id
     * @return the provider, or empty if there is none with this id
     */
    public Optional<UsageProvider> find(String id) {
        return find(providers, Objects.requireNonNull(id, "id")).map(LoadedProvider::provider);
    }

    /**
     * Asks all providers at once and waits for the last one.
     *
     * <p>Each provider is asked on a daemon thread of its own, so none can slow down or break another:
     *
     * <ul>
     *   <li>Whatever a provider throws becomes a failure in its result. That includes every {@link Error}, even an
     *       {@link OutOfMemoryError} or {@link StackOverflowError}: it ended the thread of that provider only. JVM
     *       options such as {@code -XX:+ExitOnOutOfMemoryError} are not affected.
     *   <li>So does {@code null} in place of a snapshot, and a snapshot of another provider.
     *   <li>A provider that exceeds the time limit of the request (30 seconds if the request sets none, which a
     *       provider's own limit may undercut) is interrupted 1.2 seconds later and abandoned after 0.8 seconds more. A
     *       provider whose abandoned fetch still runs is not asked again and fails at once.
     * </ul>
     *
     * @param request what to ask of each provider, and by when
     * @return an unmodifiable list with a result for each provider in the order of the ids, followed by a failure for
     *     each provider that could not be loaded
     * @throws InterruptedException if the calling thread is interrupted; the providers are interrupted as well and have
     *     0.8 seconds to end what they started
     */
    public List<UsageResult> fetchAll(FetchRequest request) throws InterruptedException {
        List<UsageResult> results =
                new ArrayList<>(ParallelFetch.of(providers, Objects.requireNonNull(request, "request")));
        failures.forEach(failure -> results.add(failure.toResult()));
        return List.copyOf(results);
    }

    /**
     * Returns the providers that could not be loaded.
     *
     * @return an unmodifiable list in the order of the class names, empty if all were loaded
     */
    public List<Failure> failures() {
        return failures;
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsageProviders")
                .field("ids", providers.stream().map(LoadedProvider::id).toList())
                .field("failures", failures)
                .toString();
    }

    /**
     * A provider that could not be loaded.
     *
     * @param provider the name of the provider's class, or of the service file if no class can be named
     * @param reason what is wrong, for people; it may hold the paths of jars with the names of home folders, which only
     *     {@link #toString()} masks
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

        static Failure taken(LoadedProvider second, LoadedProvider first) {
            String reason = "its id \"" + second.id() + "\" is taken by " + first.className();
            return new Failure(second.className(), reason + places(second.place(), first.place()), null);
        }

        /** Names what a person can remove: two jars of one author may even hold classes of the same name. */
        private static String places(Optional<String> second, Optional<String> first) {
            if (second.isPresent() && second.equals(first)) {
                return "; both are in " + second.get();
            }
            return first.map(place -> " in " + place).orElse("")
                    + second.map(place -> "; this one is in " + place).orElse("");
        }

        UsageResult toResult() {
            return UsageResult.failed(
                    Slug.of(provider),
                    UsageException.builder(
                                    UsageException.Reason.FAILED,
                                    "A provider could not be loaded. " + provider + ": " + reason)
                            .nextStep("Update or remove the library that contains it.")
                            .build());
        }

        /** Returns the provider and the reason; identity is masked. */
        @Override
        public String toString() {
            return Checks.sentence(provider + ": " + reason, "failure");
        }
    }
}
