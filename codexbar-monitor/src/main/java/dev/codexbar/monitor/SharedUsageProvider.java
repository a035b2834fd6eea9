package dev.codexbar.monitor;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A provider that shares its answers with the other processes of the user, for a program that asks once and ends: a
 * status bar's command, say. Several that start at once make one fetch.
 *
 * <p>A fetch returns what any process learned no longer ago than the longest age, a failure too, and asks the provider
 * otherwise. A pause that the service asked for is kept, whichever process it was sent to. Thread-safe.
 *
 * @apiNote {@link UsageSnapshot#updatedAt()} is when the answer was measured.
 * @since 0.1.0
 */
public final class SharedUsageProvider implements UsageProvider {

    private final UsageProvider provider;
    private final SharedFetch shared;
    private final Duration longestAge;
    private final Clock clock;

    private SharedUsageProvider(UsageProvider provider, UsageStore store, Duration longestAge, Clock clock) {
        this.provider = Objects.requireNonNull(provider, "provider");
        this.shared = new SharedFetch(Objects.requireNonNull(store, "store"), SystemThreads.of(clock));
        this.longestAge = Checks.within(longestAge, Duration.ZERO, WatchSettings.LONGEST_AGE, "longestAge");
        this.clock = clock;
    }

    /**
     * Returns a provider that shares its answers.
     *
     * @param provider the provider to ask
     * @param store where the answers are shared
     * @param longestAge how old an answer may be, at most 24 hours; zero for one that is measured after the call began
     * @return a provider with the same descriptor
     * @throws IllegalArgumentException if the age is out of range
     */
    public static SharedUsageProvider of(UsageProvider provider, UsageStore store, Duration longestAge) {
        return of(provider, store, longestAge, Clock.systemUTC());
    }

    /**
     * Returns a provider that shares its answers, with a clock.
     *
     * @param provider the provider to ask
     * @param store where the answers are shared
     * @param longestAge how old an answer may be, at most 24 hours
     * @param clock measures the age
     * @return a provider with the same descriptor
     * @throws IllegalArgumentException if the age is out of range
     */
    public static SharedUsageProvider of(UsageProvider provider, UsageStore store, Duration longestAge, Clock clock) {
        return new SharedUsageProvider(provider, store, longestAge, Objects.requireNonNull(clock, "clock"));
    }

    @Override
    public ProviderDescriptor descriptor() {
        return provider.descriptor();
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Instant began = clock.instant();
        return shared.fetch(provider, request, stored -> {
            Instant now = clock.instant();
            if (SharedFetch.isPaused(stored, now)) {
                return true;
            }
            boolean meanwhile = !stored.endedAt().isBefore(began);
            boolean young = Duration.between(stored.measuredAt(), now).compareTo(longestAge) < 0;
            // After the clock was set back, an age says nothing.
            return (meanwhile || young) && !stored.endedAt().isAfter(now);
        });
    }

    @Override
    public String toString() {
        return "SharedUsageProvider[" + provider.descriptor().id() + "]";
    }
}
