package dev.codexbar.testkit;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own, so that one that never comes back fails its rule and not the whole suite.
 *
 * @param <T> what the call returns
 */
final class Attempt<T> {

    private final Callable<? extends T> call;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "codexbar-contract-attempt");
    private final long started;

    private volatile @Nullable T value;
    private volatile @Nullable Throwable thrown;
    private volatile long endedAt;

    private Attempt(Callable<? extends T> call) {
        this.call = call;
        this.started = System.nanoTime();
    }

    static <T> Attempt<T> start(Callable<? extends T> call) {
        Attempt<T> attempt = new Attempt<>(call);
        attempt.thread.setDaemon(true);
        attempt.thread.start();
        return attempt;
    }

    /** Runs a call to its end, or gives it up when the time is over. */
    static <T> Attempt<T> of(Callable<? extends T> call, Duration limit) throws InterruptedException {
        Attempt<T> attempt = start(call);
        attempt.await(limit);
        return attempt;
    }

    private void run() {
        try {
            value = call.call();
        } catch (Throwable any) {
            thrown = any;
        } finally {
            endedAt = System.nanoTime();
            ended.countDown();
        }
    }

    /** Returns whether the call came back in time. */
    boolean await(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns whether the call came back. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns how long the call took, or has taken so far. */
    Duration duration() {
        return Duration.ofNanos((hasEnded() ? endedAt : System.nanoTime()) - started);
    }

    Optional<T> value() {
        return Optional.ofNullable(value);
    }

    Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }

    /** Describes the outcome of the call in a sentence. */
    String outcome() {
        Throwable failure = thrown;
        if (!hasEnded()) {
            return "it has not come back after " + seconds(duration()) + ": " + Leftovers.describe(thread);
        }
        return "after " + seconds(duration()) + " it " + (failure == null ? "returned " + value : "threw " + failure);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }
}
