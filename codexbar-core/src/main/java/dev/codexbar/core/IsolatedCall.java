package dev.codexbar.core;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of a provider on a daemon thread of its own, so that it may throw anything and may never return without
 * harm to the caller or to other providers.
 *
 * <p>Not a {@link java.util.concurrent.FutureTask}: its {@code get} wraps what was thrown and calls {@code toString} of
 * it, which is code of the provider as well.
 *
 * @param <T> what the code returns
 */
final class IsolatedCall<T> {

    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable T value;
    private @Nullable Throwable thrown;

    private IsolatedCall(String threadName, Callable<T> code) {
        // Without inheritable thread locals: an abandoned thread would hold those of the caller for ever.
        this.thread = new Thread(null, () -> run(code), threadName, 0, false);
        thread.setDaemon(true);
        // From JDK 19 on, such a thread has the system class loader, which knows no classes of a web application.
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    /**
     * Starts a call.
     *
     * @param code never returns {@code null}
     * @throws OutOfMemoryError if the system has no thread left
     */
    static <T> IsolatedCall<T> start(String threadName, Callable<T> code) {
        IsolatedCall<T> call = new IsolatedCall<>(threadName, code);
        call.thread.start();
        return call;
    }

    private void run(Callable<T> code) {
        try {
            value = code.call();
        } catch (Throwable fault) {
            thrown = fault;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Waits for the end of the call.
     *
     * @param deadline a value of {@link System#nanoTime()}
     * @return whether the call has ended
     * @throws InterruptedException if the waiting thread is interrupted; the call goes on
     */
    boolean awaitUntil(long deadline) throws InterruptedException {
        return ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Waits like {@link #awaitUntil} and puts off an interrupt of the waiting thread until the end. */
    boolean awaitUninterruptiblyUntil(long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return awaitUntil(deadline);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether the code sleeps or waits, so that more processor time would not help it. */
    boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** Returns what the code threw, or empty if it returned. The call must have ended. */
    Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }

    /** Returns what the code returned. The call must have ended without throwing. */
    T value() {
        return Objects.requireNonNull(value);
    }

    void interrupt() {
        thread.interrupt();
    }

    Thread thread() {
        return thread;
    }
}
