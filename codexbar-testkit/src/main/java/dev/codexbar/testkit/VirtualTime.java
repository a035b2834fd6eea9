package dev.codexbar.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when a test says so, with the clock, the timers and the threads that live in it: a day takes
 * seconds, and takes the same course each time.
 *
 * <pre>{@code
 * try (VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-31T10:00:00Z"))) {
 *     ScheduledExecutorService timer = time.newTimer("timer");
 *     timer.schedule(this::refresh, 5, TimeUnit.MINUTES);
 *     time.advance(Duration.ofMinutes(5));
 * }
 * }</pre>
 *
 * <p>One task runs at a time, until it ends or {@linkplain #sleep sleeps}; what is due in the same instant runs in the
 * order in which it was planned. Tasks must not wait in real time for something that another task does: such a wait
 * fails the test after 30 seconds and shows where. Thread-safe.
 *
 * @since 0.1.0
 */
public final class VirtualTime implements AutoCloseable {

    /** Only a task that waits in real time takes this long for one step. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration CHECK = Duration.ofMillis(1);

    /** What happens at an instant: a timer is due, or a sleeper wakes. */
    private record Event(long at, long order, Runnable action, BooleanSupplier isCancelled)
            implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    /** What can run now: a task, or a worker that goes on after a sleep. */
    private record Step(@Nullable Runnable task, @Nullable Worker sleeper) {}

    private final Object lock = new Object();
    private final Semaphore driver = new Semaphore(0);
    private final Instant start;

    // Guarded by the lock.
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Step> ready = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<VirtualExecutor> executors = new ArrayList<>();
    private @Nullable Worker running;
    private BooleanSupplier until = () -> false;
    private Duration jumped = Duration.ZERO;
    private long nanos;
    private long target;
    private long order;
    private long steps;
    private boolean closed;

    private VirtualTime(Instant start) {
        this.start = Objects.requireNonNull(start, "start");
    }

    /**
     * Returns a time that stands still.
     *
     * @param instant what its clock shows
     * @return a new time
     */
    public static VirtualTime startingAt(Instant instant) {
        return new VirtualTime(instant);
    }

    /**
     * Returns the clock of the wall: the one that {@link #jump} sets.
     *
     * @return a clock in UTC
     */
    public Clock clock() {
        return new WallClock(ZoneOffset.UTC);
    }

    /**
     * Returns the instant that the clock of the wall shows.
     *
     * @return the instant
     */
    public Instant now() {
        synchronized (lock) {
            return start.plusNanos(nanos).plus(jumped);
        }
    }

    /**
     * Returns the time that has passed, in the manner of {@link System#nanoTime()}: {@link #jump} does not change it.
     *
     * @return nanoseconds since the start
     */
    public long nanoTime() {
        synchronized (lock) {
            return nanos;
        }
    }

    /**
     * Lets time pass, and runs everything that is due meanwhile. Called by the test, not by a task.
     *
     * @param duration how long, from zero up
     * @throws AssertionError if a task waits in real time
     */
    public void advance(Duration duration) {
        drive(duration, () -> false);
    }

    /**
     * Sets the clock of the wall while no other time passes: what a machine that slept sees on Linux, where timers and
     * {@link System#nanoTime()} stand still during sleep.
     *
     * @param duration how far, backwards if negative
     */
    public void jump(Duration duration) {
        synchronized (lock) {
            jumped = jumped.plus(duration);
        }
    }

    /**
     * Waits, in this time. A task lets the others run meanwhile; the test lets time pass.
     *
     * @param duration how long, from zero up
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.currentThread() instanceof Worker worker && worker.time() == this) {
            worker.doze(duration.toNanos());
        } else {
            advance(duration);
        }
    }

    /**
     * Returns a timer whose tasks run one after the other.
     *
     * @param name what it is called in messages
     * @return a new executor
     */
    public ScheduledExecutorService newTimer(String name) {
        return register(new VirtualExecutor(name, 1));
    }

    /**
     * Returns an executor with a thread for each task.
     *
     * @param name what it is called in messages
     * @return a new executor
     */
    public ExecutorService newThreads(String name) {
        return register(new VirtualExecutor(name, Integer.MAX_VALUE));
    }

    private VirtualExecutor register(VirtualExecutor executor) {
        synchronized (lock) {
            executors.add(executor);
        }
        return executor;
    }

    /**
     * Returns what is not over yet.
     *
     * @return the names of the executors that run a task, have one to run, or were never shut down after they had one
     */
    public List<String> unfinished() {
        synchronized (lock) {
            return executors.stream()
                    .filter(executor -> executor.wasUsed && !executor.isOver())
                    .map(executor -> executor.name)
                    .toList();
        }
    }

    /** Ends the threads. Tasks that sleep are interrupted and may end. */
    @Override
    public void close() {
        List<Worker> all;
        synchronized (lock) {
            closed = true;
            all = List.copyOf(workers);
        }
        all.forEach(Worker::interrupt);
        all.forEach(worker -> worker.turn.release());
    }

    private void drive(Duration duration, BooleanSupplier stop) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time only goes forward: " + duration);
        }
        if (Thread.currentThread() instanceof Worker) {
            throw new IllegalStateException("a task must sleep() instead of letting time pass");
        }
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("this time is over");
            }
            target = nanos + duration.toNanos();
            until = stop;
            passOn();
        }
        awaitDriver();
    }

    private void awaitDriver() {
        long before = -1;
        try {
            while (!driver.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                synchronized (lock) {
                    Worker stuck = running;
                    if (steps == before && stuck != null) {
                        throw new AssertionError(
                                "a task waits in real time instead of in virtual time: " + Leftovers.describe(stuck));
                    }
                    before = steps;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while virtual time passed", interrupted);
        }
    }

    /** Lets another worker go on. Holds the lock. */
    private void passOn() {
        Worker next = idle.poll();
        if (next == null) {
            next = new Worker(workers.size() + 1);
            workers.add(next);
            next.start();
        }
        running = next;
        next.turn.release();
    }

    /** Returns the next step, or null if the time of the test has come. Holds the lock. */
    private @Nullable Step next() {
        while (!until.getAsBoolean()) {
            Step step = ready.poll();
            if (step != null) {
                steps++;
                return step;
            }
            Event event = events.peek();
            if (event == null || event.at() > target) {
                nanos = Math.max(nanos, target);
                return null;
            }
            events.remove();
            if (!event.isCancelled().getAsBoolean()) {
                nanos = Math.max(nanos, event.at());
                event.action().run();
            }
        }
        return null;
    }

    private void at(long delay, Runnable action, BooleanSupplier isCancelled) {
        long instant = delay > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + Math.max(0, delay);
        events.add(new Event(instant, order++, action, isCancelled));
    }

    /** A thread that runs tasks while it is its turn. */
    private final class Worker extends Thread {

        final Semaphore turn = new Semaphore(0);

        /** Counts sleeps, so that an alarm wakes the sleep it was set for only. */
        private long sleeps;

        private boolean asleep;

        Worker(int number) {
            super(null, null, "virtual-time-" + number, 0, false);
            setDaemon(true);
        }

        VirtualTime time() {
            return VirtualTime.this;
        }

        @Override
        public void run() {
            do {
                turn.acquireUninterruptibly();
            } while (!isClosed() && work());
        }

        private boolean isClosed() {
            synchronized (lock) {
                return closed;
            }
        }

        /** Runs what can run until it is another one's turn. Returns whether there may be another turn for this one. */
        private boolean work() {
            while (true) {
                Runnable task;
                synchronized (lock) {
                    if (closed) {
                        return false;
                    }
                    Step step = next();
                    if (step == null) {
                        running = null;
                        idle.push(this);
                        driver.release();
                        return true;
                    }
                    Worker sleeper = step.sleeper();
                    if (sleeper != null) {
                        idle.push(this);
                        running = sleeper;
                        sleeper.turn.release();
                        return true;
                    }
                    task = Objects.requireNonNull(step.task());
                }
                task.run();
                // What a task left must not meet the next one.
                Thread.interrupted();
            }
        }

        void doze(long duration) throws InterruptedException {
            synchronized (lock) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted before the sleep");
                }
                long mine = ++sleeps;
                asleep = true;
                at(duration, () -> wake(mine), () -> !asleep || sleeps != mine);
                passOn();
            }
            turn.acquireUninterruptibly();
            synchronized (lock) {
                if (Thread.interrupted() || closed) {
                    throw new InterruptedException("interrupted in its sleep");
                }
            }
        }

        private void wake(long sleep) {
            if (asleep && sleeps == sleep) {
                asleep = false;
                ready.add(new Step(null, this));
            }
        }

        @Override
        public void interrupt() {
            synchronized (lock) {
                super.interrupt();
                wake(sleeps);
            }
        }
    }

    private final class WallClock extends Clock {

        private final ZoneId zone;

        WallClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new WallClock(Objects.requireNonNull(other, "zone"));
        }

        @Override
        public Instant instant() {
            return now();
        }
    }

    /** An executor whose tasks run in this time. */
    private final class VirtualExecutor extends AbstractExecutorService implements ScheduledExecutorService {

        private final String name;
        private final int mostAtOnce;

        // Guarded by the lock of the time.
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private final List<Runnable> active = new ArrayList<>();
        private final List<Worker> threads = new ArrayList<>();
        private boolean wasUsed;
        private boolean shutdown;

        VirtualExecutor(String name, int mostAtOnce) {
            this.name = Objects.requireNonNull(name, "name");
            this.mostAtOnce = mostAtOnce;
        }

        boolean isOver() {
            return shutdown && active.isEmpty() && waiting.isEmpty();
        }

        @Override
        public void execute(Runnable task) {
            Objects.requireNonNull(task, "task");
            synchronized (lock) {
                if (shutdown) {
                    throw new RejectedExecutionException(name + " is shut down");
                }
                enqueue(task);
            }
        }

        private void enqueue(Runnable task) {
            wasUsed = true;
            if (active.size() < mostAtOnce) {
                active.add(task);
                ready.add(new Step(() -> run(task), null));
            } else {
                waiting.add(task);
            }
        }

        private void run(Runnable task) {
            Worker worker = (Worker) Thread.currentThread();
            synchronized (lock) {
                threads.add(worker);
            }
            try {
                task.run();
            } catch (RuntimeException | Error fault) {
                // As in a thread pool: the thread is lost, not the pool.
                worker.getUncaughtExceptionHandler().uncaughtException(worker, fault);
            } finally {
                synchronized (lock) {
                    threads.remove(worker);
                    active.remove(task);
                    Runnable next = waiting.poll();
                    if (next != null) {
                        enqueue(next);
                    }
                }
            }
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return plan(new Timed<>(this, Executors.callable(command), 0, false), unit.toNanos(delay));
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
            return plan(new Timed<>(this, callable, 0, false), unit.toNanos(delay));
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
            return plan(
                    new Timed<>(this, Executors.callable(command), unit.toNanos(period), true),
                    unit.toNanos(initialDelay));
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                Runnable command, long initialDelay, long delay, TimeUnit unit) {
            return plan(
                    new Timed<>(this, Executors.callable(command), unit.toNanos(delay), false),
                    unit.toNanos(initialDelay));
        }

        private <V> Timed<V> plan(Timed<V> task, long delay) {
            synchronized (lock) {
                if (shutdown) {
                    throw new RejectedExecutionException(name + " is shut down");
                }
                wasUsed = true;
                task.planIn(delay);
            }
            return task;
        }

        @Override
        public void shutdown() {
            synchronized (lock) {
                shutdown = true;
            }
        }

        @Override
        public List<Runnable> shutdownNow() {
            List<Worker> busy;
            List<Runnable> never;
            synchronized (lock) {
                shutdown = true;
                never = List.copyOf(waiting);
                waiting.clear();
                busy = List.copyOf(threads);
            }
            busy.forEach(Thread::interrupt);
            return never;
        }

        @Override
        public boolean isShutdown() {
            synchronized (lock) {
                return shutdown;
            }
        }

        @Override
        public boolean isTerminated() {
            synchronized (lock) {
                return isOver();
            }
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            long patience = unit.toNanos(timeout);
            if (Thread.currentThread() instanceof Worker worker) {
                for (long waited = 0; !isTerminated() && waited < patience; waited += CHECK.toNanos()) {
                    worker.doze(CHECK.toNanos());
                }
            } else if (!isTerminated()) {
                drive(Duration.ofNanos(patience), this::isOver);
            }
            return isTerminated();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A task that is due at an instant, once or again and again. */
    private final class Timed<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {

        private final VirtualExecutor executor;
        private final long period;
        private final boolean fixedRate;
        private long due;

        Timed(VirtualExecutor executor, Callable<V> work, long period, boolean fixedRate) {
            super(work);
            this.executor = executor;
            this.period = period;
            this.fixedRate = fixedRate;
        }

        void planIn(long delay) {
            // In the past if a fixed rate is late, so that the next ones catch up as the JDK's do.
            due = nanos + delay;
            // Like the JDK's: what is not due yet when the timer is shut down never runs.
            at(delay, () -> executor.enqueue(this), () -> isCancelled() || executor.shutdown);
        }

        @Override
        public void run() {
            if (!isPeriodic()) {
                super.run();
            } else if (runAndReset()) {
                synchronized (lock) {
                    planIn(fixedRate ? due + period - nanos : period);
                }
            }
        }

        @Override
        public boolean isPeriodic() {
            return period != 0;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            synchronized (lock) {
                return unit.convert(due - nanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
