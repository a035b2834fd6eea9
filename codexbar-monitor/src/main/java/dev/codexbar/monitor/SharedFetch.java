package dev.codexbar.monitor;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a provider, unless another process does so at this moment or did so lately. */
final class SharedFetch {

    /** How often to look whether the other process is done. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    private final UsageStore store;
    private final Clock clock;
    private final MonitorThreads threads;

    SharedFetch(UsageStore store, MonitorThreads threads) {
        this.store = store;
        this.clock = threads.clock();
        this.threads = threads;
    }

    /**
     * Returns the answer of another process if there is one that is good enough, and asks the provider otherwise. That
     * a tool is not installed is never taken from another process.
     *
     * <p>Waits for another process for half of the time at most: one that was stopped must not silence all others.
     *
     * @param isGoodEnough whether what is in the store will do
     */
    UsageSnapshot fetch(UsageProvider provider, FetchRequest request, Predicate<StoredUsage> isGoodEnough)
            throws UsageException, InterruptedException {
        String id = provider.descriptor().id();
        long began = threads.nanoTime();
        long patience = Times.nanos(request.timeLimit().orElse(DEFAULT_LIMIT)) / 2;
        while (true) {
            StoredUsage stored = stored(id);
            if (stored != null && !isNotInstalled(stored) && isGoodEnough.test(stored)) {
                return answerOf(provider, stored);
            }
            Optional<UsageStore.Lock> lock;
            try {
                lock = store.tryLock(id);
            } catch (IOException | RuntimeException fault) {
                MonitorLog.log(
                        Level.DEBUG, "The usage of " + id + " is not shared, because " + store + " fails.", fault);
                return provider.fetch(request);
            }
            long waited = threads.nanoTime() - began;
            if (lock.isPresent()) {
                try {
                    // The one before may have ended between the look and the lock.
                    StoredUsage latest = stored(id);
                    return latest != null && !isNotInstalled(latest) && isGoodEnough.test(latest)
                            ? answerOf(provider, latest)
                            : ask(provider, remaining(request, waited), latest);
                } finally {
                    lock.get().close();
                }
            }
            if (waited >= patience) {
                return ask(provider, remaining(request, waited), stored);
            }
            threads.sleep(PAUSE);
        }
    }

    /** A look for a program costs nothing, and one that was just installed is to be seen at once. */
    private static boolean isNotInstalled(StoredUsage stored) {
        UsageException failure = stored.failure();
        return failure != null && failure.reason() == UsageException.Reason.NOT_INSTALLED;
    }

    private static FetchRequest remaining(FetchRequest request, long waited) {
        return request.timeLimit()
                .map(limit -> limit.minusNanos(waited))
                .filter(rest -> !rest.isNegative() && !rest.isZero())
                .map(FetchRequest::of)
                .orElse(request);
    }

    private UsageSnapshot ask(UsageProvider provider, FetchRequest request, @Nullable StoredUsage before)
            throws UsageException, InterruptedException {
        String id = provider.descriptor().id();
        Duration limit = request.timeLimit().orElse(DEFAULT_LIMIT);
        long began = threads.nanoTime();
        try {
            UsageSnapshot snapshot = provider.fetch(request);
            if (snapshot != null && snapshot.providerId().equals(id)) {
                save(StoredUsage.after(before, id, clock.instant(), snapshot, null));
            }
            return snapshot;
        } catch (UsageException failure) {
            StoredUsage after = StoredUsage.after(before, id, clock.instant(), null, failure);
            if (before == null || !isNotInstalled(before) || !isNotInstalled(after)) {
                save(after);
            }
            throw failure;
        } catch (InterruptedException interrupted) {
            // By its host if it is late: else each process would wait for it in turn. Earlier, it says nothing of the
            // provider.
            if (threads.nanoTime() - began >= Times.nanos(limit)) {
                UsageException late = Failures.timedOut(provider.descriptor(), limit);
                save(StoredUsage.after(before, id, clock.instant(), null, late));
            }
            throw interrupted;
        }
    }

    /** Returns what was learned elsewhere; a pause that the service asked for ends when it ended there. */
    private UsageSnapshot answerOf(UsageProvider provider, StoredUsage stored) throws UsageException {
        UsageException failure = stored.failure();
        if (failure == null) {
            return Snapshots.withTitlesOf(provider.descriptor(), Objects.requireNonNull(stored.snapshot()));
        }
        Optional<Instant> retryAt = stored.retryAt();
        if (retryAt.isEmpty()) {
            throw failure;
        }
        UsageException.Builder same = UsageException.builder(failure.reason(), String.valueOf(failure.getMessage()))
                .attempts(failure.attempts());
        failure.nextStep().ifPresent(same::nextStep);
        Duration rest = Duration.between(clock.instant(), retryAt.get());
        if (!rest.isNegative() && !rest.isZero()) {
            same.retryAfter(rest);
        }
        throw same.build();
    }

    private @Nullable StoredUsage stored(String id) {
        try {
            for (StoredUsage entry : store.load()) {
                if (entry.providerId().equals(id)) {
                    return entry;
                }
            }
        } catch (IOException | RuntimeException fault) {
            MonitorLog.log(Level.DEBUG, "Nothing is known about " + id + ", because " + store + " fails.", fault);
        }
        return null;
    }

    private void save(StoredUsage entry) {
        try {
            store.save(entry);
        } catch (IOException | RuntimeException fault) {
            MonitorLog.log(
                    Level.DEBUG, "The usage of " + entry.providerId() + " is not shared: " + store + " fails.", fault);
        }
    }

    /** Whether a pause that a service asked for, of whichever process, is not over. */
    static boolean isPaused(StoredUsage stored, Instant now) {
        return stored.retryAt().filter(now::isBefore).isPresent();
    }
}
