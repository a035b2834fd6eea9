package dev.codexbar.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Makes providers and asks for their descriptors, all at once and isolated from each other. A provider that throws,
 * returns {@code null} or does not return in time becomes a failure.
 */
final class ProviderLoading {

    /**
     * Constructors and descriptors do no work, so this leaves room for a slow disk; a hanging one delays all others.
     */
    private static final Duration TIME_LIMIT = Duration.ofMillis(1500);

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

        UsageProviders.Failure late() {
            return new UsageProviders.Failure(
                    className, step + " did not return within " + Checks.inWords(TIME_LIMIT), null);
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
        long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
        for (Started provider : started) {
            IsolatedCall<LoadedProvider> call = provider.call();
            if (!call.awaitUninterruptiblyUntil(deadline)) {
                call.interrupt();
                failures.add(provider.construction().late());
            } else if (call.thrown().isPresent()) {
                failures.add(provider.construction().failed(call.thrown().get()));
            } else {
                loaded.add(call.value());
            }
        }
        started.clear();
    }

    List<LoadedProvider> loaded() {
        return loaded;
    }

    List<UsageProviders.Failure> failures() {
        return failures;
    }
}
