package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A start that cannot be interrupted: it runs on a thread of its own and is waited for within a limit.
 *
 * @param start makes what is wanted
 * @param disposal what happens to it if it comes too late
 * @param <T> what is wanted
 */
record BoundedStart<T>(Callable<? extends T> start, Consumer<? super T> disposal) {

    /** After an interrupt: a program that starts in this time can be ended properly. */
    private static final Duration AFTER_INTERRUPT = Duration.ofMillis(500);

    /**
     * Starts and waits.
     *
     * @throws ProcessStartException if nothing came within the limit
     * @throws InterruptedIOException if nothing came and the thread was interrupted; its interrupt status is set, as it
     *     is if something came all the same
     * @throws ExecutionException with what the start failed with
     */
    T await(Duration limit) throws IOException, ExecutionException {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread starter = new Thread(null, () -> run(outcome), "codexbar-start", 0, false);
        starter.setDaemon(true);
        starter.start();
        try {
            return await(outcome, limit, tooLate(limit));
        } catch (InterruptedException interrupt) {
            return awaitAfterInterrupt(outcome, AFTER_INTERRUPT.compareTo(limit) < 0 ? AFTER_INTERRUPT : limit);
        }
    }

    private static <T> T awaitAfterInterrupt(CompletableFuture<T> outcome, Duration limit)
            throws IOException, ExecutionException {
        try {
            return await(outcome, limit, interrupted());
        } catch (InterruptedException again) {
            return resultOr(outcome, interrupted());
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(CompletableFuture<T> outcome, Duration limit, IOException otherwise)
            throws IOException, ExecutionException, InterruptedException {
        try {
            outcome.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException seenBelow) {
            // The result is taken, or replaced, in one place.
        }
        return resultOr(outcome, otherwise);
    }

    /** Takes the result, or gives up: what is started later is disposed of. */
    private static <T> T resultOr(CompletableFuture<T> outcome, IOException otherwise)
            throws IOException, ExecutionException {
        outcome.completeExceptionally(otherwise);
        try {
            return outcome.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException typed) {
                throw typed;
            }
            throw new ExecutionException(failed.getCause());
        }
    }

    private void run(CompletableFuture<T> outcome) {
        try {
            T result = start.call();
            if (!outcome.complete(result)) {
                disposal.accept(result);
            }
        } catch (Throwable failure) {
            outcome.completeExceptionally(failure);
        }
    }

    private static IOException interrupted() {
        return new InterruptedIOException("interrupted while a terminal was made");
    }

    private static IOException tooLate(Duration limit) {
        return new ProcessStartException(Reason.FAILED, "no terminal was made within " + limit, null);
    }
}
