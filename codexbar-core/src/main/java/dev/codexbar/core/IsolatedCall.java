package dev.codexbar.core;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs code of a provider on a daemon thread of its own, so that it may throw anything and may never return without
 * harm to the caller or to other providers.
 *
 * @param <T> what the code returns
 */
final class IsolatedCall<T> {

    private final FutureTask<T> task;
    private final Thread thread;

    private IsolatedCall(String threadName, Callable<T> code) {
        this.task = new FutureTask<>(code);
        this.thread = new Thread(task, threadName);
        thread.setDaemon(true);
    }

    /**
     * Starts a call.
     *
     * @throws OutOfMemoryError if the system has no thread left
     */
    static <T> IsolatedCall<T> start(String threadName, Callable<T> code) {
        IsolatedCall<T> call = new IsolatedCall<>(threadName, code);
        call.thread.start();
        return call;
    }

    /**
     * Waits for the end of the call.
     *
     * @param deadline a value of {@link System#nanoTime()}
     * @return whether the call has ended
     * @throws InterruptedException if the waiting thread is interrupted; the call goes on
     */
    boolean awaitUntil(long deadline) throws InterruptedException {
        try {
            task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException ended) {
            return true;
        } catch (TimeoutException late) {
            return task.isDone();
        }
        return true;
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

    boolean isDone() {
        return task.isDone();
    }

    /**
     * Returns what the code returned. The call must have ended.
     *
     * @throws ExecutionException if the code threw something, which is the cause
     */
    T value() throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
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

    /** Returns what the code threw. */
    static Throwable thrownBy(ExecutionException wrapper) {
        return Objects.requireNonNullElse(wrapper.getCause(), wrapper);
    }

    void interrupt() {
        thread.interrupt();
    }

    Thread thread() {
        return thread;
    }
}
