package dev.codexbar.cli;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks providers, each on a thread of its own, so that none can slow or break another. */
final class Fetching {

    /** How long a provider may take that was given no limit; its own limit should end it long before. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What a provider may need after its limit to end what it started. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** What a provider may need after an interrupt to delete what it made: the JVM ends its thread without a word. */
    private static final Duration FAREWELL = Duration.ofMillis(800);

    private Fetching() {}

    /**
     * Asks all of them at once and waits for the last.
     *
     * @return a report for each, in the order of the providers
     * @throws InterruptedException if this thread was interrupted; the providers were interrupted, too
     */
    static List<UsageReport> all(List<UsageProvider> providers, FetchRequest request) throws InterruptedException {
        return all(providers, request, () -> {});
    }

    /**
     * Asks all of them at once, does something else, and waits for the last.
     *
     * @param meanwhile what this thread does while the providers work; quick
     */
    static List<UsageReport> all(List<UsageProvider> providers, FetchRequest request, Runnable meanwhile)
            throws InterruptedException {
        long deadline = System.nanoTime()
                + request.timeLimit().orElse(PATIENCE).plus(GRACE).toNanos();
        List<FutureTask<UsageReport>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (UsageProvider provider : providers) {
            FutureTask<UsageReport> task = new FutureTask<>(() -> report(provider, request));
            Thread thread = new Thread(task, "codexbar " + provider.descriptor().id());
            thread.setDaemon(true);
            thread.start();
            tasks.add(task);
            threads.add(thread);
        }
        try {
            meanwhile.run();
            List<UsageReport> reports = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                reports.add(await(tasks.get(i), providers.get(i).descriptor(), deadline));
            }
            return reports;
        } finally {
            dismiss(tasks, threads);
        }
    }

    /** Interrupts those who are still at work, and waits a little until they have tidied up. */
    private static void dismiss(List<FutureTask<UsageReport>> tasks, List<Thread> threads) throws InterruptedException {
        tasks.forEach(task -> task.cancel(true));
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        for (int i = 0; i < tasks.size(); i++) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (tasks.get(i).isCancelled() && left > 0) {
                threads.get(i).join(left);
            }
        }
    }

    private static UsageReport await(FutureTask<UsageReport> task, ProviderDescriptor provider, long deadline)
            throws InterruptedException {
        try {
            return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            task.cancel(true);
            return failed(provider, UsageException.Reason.TIMED_OUT, "did not answer in time.");
        } catch (ExecutionException fault) {
            if (fault.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(fault.getCause());
        }
    }

    private static UsageReport report(UsageProvider provider, FetchRequest request) {
        ProviderDescriptor descriptor = provider.descriptor();
        try {
            UsageSnapshot snapshot = provider.fetch(request);
            if (snapshot == null) {
                return failed(descriptor, UsageException.Reason.FAILED, "answered nothing at all.");
            }
            return UsageReport.of(descriptor, snapshot);
        } catch (UsageException failure) {
            return UsageReport.failed(descriptor.id(), failure);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return failed(descriptor, UsageException.Reason.FAILED, "was interrupted.");
        } catch (Exception | LinkageError | AssertionError | StackOverflowError fault) {
            // Exception, not RuntimeException: other languages and tricks with generics throw checked ones undeclared.
            return failed(descriptor, UsageException.Reason.FAILED, "broke down: " + Lines.fault(fault));
        }
    }

    private static UsageReport failed(ProviderDescriptor provider, UsageException.Reason reason, String predicate) {
        return UsageReport.failed(
                provider.id(),
                UsageException.builder(reason, provider.displayName() + " " + predicate)
                        .build());
    }
}
