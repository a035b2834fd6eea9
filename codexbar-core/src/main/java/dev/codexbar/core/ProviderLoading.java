package dev.codexbar.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Makes providers and asks for their descriptors, all at once and isolated from each other. A provider that throws,
 * returns {@code null} or does not return in time becomes a failure.
 */
final class ProviderLoading {

    /** Constructors and descriptors do no work, so one that sleeps or waits after this time hangs. */
    private static final Duration TIME_LIMIT = Duration.ofMillis(1500);

    /** For one that is still busy then: on an overloaded machine, loading a class may take long. */
    private static final Duration BUSY_TIME_LIMIT = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private record Started(Construction construction, IsolatedCall<LoadedProvider> call) {}

    private final List<Started> started = new ArrayList<>();
    private final List<LoadedProvider> loaded = new ArrayList<>();
    private final List<UsageProviders.Failure> failures = new ArrayList<>();

    /** The making of one provider, on a thread of its own. */
    private static final class Construction implements Callable<LoadedProvider> {

        private final String className;
        private final Supplier<? extends UsageProvider> constructor;
        private volatile String step = "constructor";

        Construction(String className, Supplier<? extends UsageProvider> constructor) {
            this.className = className;
            this.constructor = constructor;
        }

        @Override
        public LoadedProvider call() {
            UsageProvider provider = constructor.get();
            step = "descriptor()";
            ProviderDescriptor descriptor = provider.descriptor();
            if (descriptor == null) {
                throw new IllegalStateException("returned null");
            }
            return new LoadedProvider(provider, descriptor);
        }

        UsageProviders.Failure failed(Throwable fault) {
            return new UsageProviders.Failure(className, ProviderFaults.describe(step + " failed", fault), fault);
        }

        UsageProviders.Failure late(Duration limit) {
            return new UsageProviders.Failure(
                    className, step + " did not return within " + Checks.inWords(limit), null);
        }
    }

    /** Begins to make a provider. */
    void start(String className, Supplier<? extends UsageProvider> constructor) {
        Construction construction = new Construction(className, constructor);
        try {
            started.add(new Started(construction, IsolatedCall.start("codexbar-load " + className, construction)));
        } catch (OutOfMemoryError noThread) {
            failures.add(construction.failed(noThread));
        }
    }

    /** Waits until every provider is loaded or has failed. */
    void finish() {
        long start = System.nanoTime();
        for (Started provider : started) {
            IsolatedCall<LoadedProvider> call = provider.call();
            Optional<Duration> exceeded = await(call, start);
            if (exceeded.isPresent()) {
                call.interrupt();
                failures.add(provider.construction().late(exceeded.get()));
            } else if (call.thrown().isPresent()) {
                failures.add(provider.construction().failed(call.thrown().get()));
            } else {
                loaded.add(call.value());
            }
        }
        started.clear();
    }

    /** Returns which limit a call exceeded, or empty if it has ended. */
    private static Optional<Duration> await(IsolatedCall<?> call, long start) {
        if (call.awaitUninterruptiblyUntil(start + TIME_LIMIT.toNanos())) {
            return Optional.empty();
        }
        while (System.nanoTime() - start < BUSY_TIME_LIMIT.toNanos()) {
            boolean waits = call.isWaiting();
            if (call.awaitUninterruptiblyUntil(System.nanoTime() + (waits ? 0 : PAUSE.toNanos()))) {
                return Optional.empty();
            }
            if (waits) {
                return Optional.of(TIME_LIMIT);
            }
        }
        return Optional.of(BUSY_TIME_LIMIT);
    }

    List<LoadedProvider> loaded() {
        return loaded;
    }

    List<UsageProviders.Failure> failures() {
        return failures;
    }
}
