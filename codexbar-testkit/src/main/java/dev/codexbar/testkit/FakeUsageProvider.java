package dev.codexbar.testkit;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A provider with scripted answers, for tests of hosts such as dashboards, status bars and build tools.
 *
 * <pre>{@code
 * FakeUsageProvider provider = new FakeUsageProvider("fake")
 *         .thenFails(new UsageException(Reason.NOT_LOGGED_IN, "Not signed in.", "Sign in."))
 *         .thenAnswers(snapshot);
 * UsageProviders providers = UsageProviders.of(provider);
 * }</pre>
 *
 * <p>Each fetch takes the next answer, and the last one is repeated. Without any, each fetch returns a snapshot whose
 * primary window is 25 % used. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeUsageProvider implements UsageProvider {

    /** How long a hanging fetch takes if the request sets no limit. */
    private static final Duration OWN_LIMIT = Duration.ofSeconds(10);

    @FunctionalInterface
    private interface Answer {
        UsageSnapshot to(FetchRequest request) throws UsageException, InterruptedException;
    }

    private final ProviderDescriptor descriptor;
    private final Object lock = new Object();
    private final List<Answer> answers = new ArrayList<>();
    private final List<FetchRequest> requests = new ArrayList<>();
    private int next;

    /**
     * Makes a provider.
     *
     * @param id the id, 1 to 64 lower-case letters, digits and hyphens; it is the display name as well
     * @throws IllegalArgumentException if the id has another shape
     */
    public FakeUsageProvider(String id) {
        this(ProviderDescriptor.builder(id, id).build());
    }

    /**
     * Makes a provider.
     *
     * @param descriptor its description
     */
    public FakeUsageProvider(ProviderDescriptor descriptor) {
        this.descriptor = Objects.requireNonNull(descriptor, "descriptor");
    }

    /**
     * Adds an answer.
     *
     * @param snapshot the answer
     * @return this provider
     */
    public FakeUsageProvider thenAnswers(UsageSnapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        return then(request -> snapshot);
    }

    /**
     * Adds a failure.
     *
     * @param failure what the fetch throws
     * @return this provider
     */
    public FakeUsageProvider thenFails(UsageException failure) {
        Objects.requireNonNull(failure, "failure");
        return then(request -> {
            throw failure;
        });
    }

    /**
     * Adds a failure that violates the contract of providers, for tests of how a host isolates them.
     *
     * @param fault what the fetch throws: an unchecked exception, an error, or a checked exception that the method does
     *     not declare
     * @return this provider
     */
    public FakeUsageProvider thenBreaks(Throwable fault) {
        Objects.requireNonNull(fault, "fault");
        return then(request -> {
            FakeUsageProvider.<RuntimeException>throwUndeclared(fault);
            throw new AssertionError("unreachable");
        });
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUndeclared(Throwable fault) throws T {
        throw (T) fault;
    }

    /**
     * Adds a fetch that hangs until it is interrupted, or until its time limit has passed (10 seconds if the request
     * sets none) and it fails with {@link UsageException.Reason#TIMED_OUT}.
     *
     * @return this provider
     */
    public FakeUsageProvider thenHangs() {
        return then(request -> {
            Duration limit = request.timeLimit().orElse(OWN_LIMIT);
            TimeUnit.NANOSECONDS.sleep(limit.toNanos());
            throw new UsageException(
                    UsageException.Reason.TIMED_OUT, "The fake did not answer within " + limit + ".", "Try again.");
        });
    }

    /**
     * Returns the requests of all fetches so far.
     *
     * @return the requests in order
     */
    public List<FetchRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Answer answer;
        synchronized (lock) {
            requests.add(Objects.requireNonNull(request, "request"));
            answer = answers.isEmpty() ? this::quarter : answers.get(next);
            next = Math.min(next + 1, Math.max(0, answers.size() - 1));
        }
        return answer.to(request);
    }

    private UsageSnapshot quarter(FetchRequest request) {
        return UsageSnapshot.builder(descriptor.id(), Clock.systemUTC().instant())
                .primary("Usage", RateWindow.of(25))
                .build();
    }

    private FakeUsageProvider then(Answer answer) {
        synchronized (lock) {
            answers.add(answer);
        }
        return this;
    }
}
