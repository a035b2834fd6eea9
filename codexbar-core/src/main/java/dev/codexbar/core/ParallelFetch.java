package dev.codexbar.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks several providers at once, each on a daemon thread of its own. Whatever one of them does, the results of the
 * others stand and the call ends in time.
 */
final class ParallelFetch {

    /** How long a fetch may take if the request sets no limit. */
    static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(30);

    /** What a provider may need after its time limit to end what it started and to return by itself. */
    private static final Duration GRACE = Duration.ofMillis(1200);

    /** What a provider may need after an interrupt to end what it started. */
    private static final Duration TIDY_UP = Duration.ofMillis(800);

    /** Keeps sums of nanoseconds from overflowing. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final String REPORT = "Report this to the author of the provider.";

    private final FetchRequest request;
    private final Duration timeLimit;
    private final List<Asked> asked = new ArrayList<>();

    private ParallelFetch(FetchRequest request) {
        this.request = request;
        this.timeLimit = request.timeLimit().orElse(DEFAULT_TIME_LIMIT);
    }

    /** Returns a result for each provider, in their order. */
    static List<UsageResult> of(List<LoadedProvider> providers, FetchRequest request) throws InterruptedException {
        return new ParallelFetch(request).run(providers);
    }

    private List<UsageResult> run(List<LoadedProvider> providers) throws InterruptedException {
        long start = System.nanoTime();
        Duration patience = timeLimit.compareTo(LONGEST) < 0 ? timeLimit : LONGEST;
        for (LoadedProvider provider : providers) {
            Asked one = new Asked(provider);
            one.start();
            asked.add(one);
        }
        try {
            awaitAll(start + patience.plus(GRACE).toNanos());
        } finally {
            // After the limit, or because the caller was interrupted.
            interruptAndAwait();
        }
        return asked.stream().map(Asked::result).toList();
    }

    private void awaitAll(long deadline) throws InterruptedException {
        for (Asked one : asked) {
            one.awaitUntil(deadline);
        }
    }

    private void interruptAndAwait() throws InterruptedException {
        boolean late = false;
        for (Asked one : asked) {
            late |= one.interruptIfLate();
        }
        if (!late) {
            return;
        }
        try {
            awaitAll(System.nanoTime() + TIDY_UP.toNanos());
        } finally {
            // Even if the caller is interrupted and no result is asked for: else each fetch would add a hanging thread.
            asked.forEach(Asked::abandonIfHanging);
        }
    }

    /** One provider and the thread on which it is asked. */
    private final class Asked {

        private final LoadedProvider provider;
        private final ProviderDescriptor descriptor;
        private @Nullable IsolatedCall<UsageResult> call;
        private @Nullable Throwable startFault;
        private volatile boolean interrupted;

        Asked(LoadedProvider provider) {
            this.provider = provider;
            this.descriptor = provider.descriptor();
        }

        void start() {
            if (provider.isHanging()) {
                return;
            }
            try {
                call = IsolatedCall.start("codexbar-fetch " + descriptor.id(), this::ask);
            } catch (OutOfMemoryError noThread) {
                startFault = noThread;
            }
        }

        /** Runs on the thread of the provider. */
        private UsageResult ask() {
            try {
                UsageSnapshot snapshot = provider.provider().fetch(request);
                if (snapshot == null) {
                    return faulty("returned no snapshot");
                }
                if (!snapshot.providerId().equals(descriptor.id())) {
                    return faulty("returned a snapshot of another provider, \"" + snapshot.providerId() + "\"");
                }
                return UsageResult.of(descriptor, snapshot);
            } catch (UsageException failure) {
                return UsageResult.failed(descriptor, failure);
            } catch (InterruptedException end) {
                return interrupted ? timedOut("") : faulty("ended itself as if it had been interrupted");
            } catch (Throwable fault) {
                return broken(fault);
            }
        }

        void awaitUntil(long deadline) throws InterruptedException {
            if (call != null) {
                call.awaitUntil(deadline);
            }
        }

        boolean interruptIfLate() {
            if (call == null || call.isEnded()) {
                return false;
            }
            interrupted = true;
            call.interrupt();
            return true;
        }

        void abandonIfHanging() {
            if (call != null && !call.isEnded()) {
                provider.abandon(call.thread());
            }
        }

        UsageResult result() {
            if (call == null) {
                return startFault == null
                        ? failed(
                                UsageException.Reason.TIMED_OUT,
                                named() + " still hangs in an earlier fetch that did not end when it was interrupted.",
                                REPORT)
                        : broken(startFault);
            }
            if (!call.isEnded()) {
                return timedOut(" and did not end when it was interrupted, so its thread was abandoned");
            }
            return call.thrown().map(this::broken).orElseGet(call::value);
        }

        private UsageResult timedOut(String remark) {
            return failed(
                    UsageException.Reason.TIMED_OUT,
                    descriptor.displayName() + " did not answer within " + Checks.inWords(timeLimit) + remark + ".",
                    "Try again, or allow more time.");
        }

        private UsageResult broken(Throwable fault) {
            return UsageResult.failed(
                    descriptor,
                    UsageException.builder(
                                    UsageException.Reason.FAILED,
                                    ProviderFaults.describe(named() + " failed unexpectedly", fault))
                            .nextStep(REPORT)
                            .cause(ProviderFaults.harmlessCopy(fault))
                            .build());
        }

        private UsageResult faulty(String predicate) {
            return failed(UsageException.Reason.FAILED, named() + " " + predicate + ".", REPORT);
        }

        private UsageResult failed(UsageException.Reason reason, String sentence, String nextStep) {
            return UsageResult.failed(descriptor, new UsageException(reason, sentence, nextStep));
        }

        /** With the class, as it tells which library the provider comes from. */
        private String named() {
            return descriptor.displayName() + " (" + provider.className() + ")";
        }
    }
}
