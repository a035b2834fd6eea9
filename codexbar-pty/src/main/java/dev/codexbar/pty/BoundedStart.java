package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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
        Duration left = limit;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome.get(TimeUnit.NANOSECONDS.convert(left), TimeUnit.NANOSECONDS);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                    left = AFTER_INTERRUPT.compareTo(limit) < 0 ? AFTER_INTERRUPT : limit;
                } catch (TimeoutException late) {
                    // From here on it is disposed of; if it came this very moment, the loop has it.
                    outcome.completeExceptionally(interrupted ? interrupt() : tooLate(limit, late));
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException typed) {
                throw typed;
            }
            throw failed;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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

    private static IOException interrupt() {
        return new InterruptedIOException("interrupted while a terminal was made");
    }

    private static IOException tooLate(Duration limit, TimeoutException late) {
        return new ProcessStartException(Reason.FAILED, "no terminal came to be within " + limit, late);
    }
}
