package dev.codexbar.monitor;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps asking providers, each at its own interval, and always knows how old the answers are.
 *
 * <pre>{@code
 * try (UsageMonitor monitor = UsageMonitor.builder(UsageProviders.load()).build()) {
 *     monitor.addListener(change -> show(change.after()));
 *     monitor.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>Reading ({@link #views()}, {@link #view}) never waits and never asks a provider. A provider that is slow, fails or
 * hangs delays no other: each has its own time limit and its own back-off, and its last answer stays, with the instant
 * it was measured at. What a monitor promises is listed in {@code docs/CONTRACT.md}.
 *
 * <p>Until {@link #start()} a monitor has no thread. After it there is one daemon thread for what is due later, the
 * threads of the fetches that run (virtual ones from JDK 21 on, unless {@linkplain Builder#virtualThreads switched
 * off}), and one for each listener that is being called. All threads end with {@link #close()}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class UsageMonitor implements AutoCloseable {

    /** First fetches are spread, so that the machine does not start all tools in one instant. */
    private static final Duration SPREAD = Duration.ofSeconds(2);

    private static final Duration MOST_SPREAD_EACH = Duration.ofMillis(250);

    /** A provider gets its own time limit, and this much to say so in its own words, before it is interrupted. */
    static final Duration OWN_ENDING = Duration.ofMillis(500);

    /** Virtual threads share few carriers, which a fetch that computes or blocks natively keeps from the others. */
    private static final Duration START_PATIENCE = Duration.ofMillis(250);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    /** After a sleep the network takes this long to come back. */
    private static final Duration AFTER_JUMP = Duration.ofSeconds(10);

    /** Failures that the network can cause prove nothing for this long after a jump. */
    private static final Duration EXCUSED_AFTER_JUMP = Duration.ofSeconds(60);

    private static final Duration EXCUSED_TIME_LIMIT = Duration.ofSeconds(8);
    private static final Duration EXCUSED_PAUSE = Duration.ofSeconds(5);

    /** Plans are in wall time, delays are not: a long delay is measured again on its way. */
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    private static final int LISTENER_QUEUE = 4096;
    private static final int SUBSCRIBER_QUEUE = 64;

    /** The monitor whose work the thread does, so that closing from a listener does not wait for itself. */
    private static final ThreadLocal<@Nullable UsageMonitor> INSIDE = new ThreadLocal<>();

    private enum Phase {
        NEW,
        RUNNING,
        SUSPENDED,
        CLOSED
    }

    private final Map<String, Watch> watches;
    private final RefreshPolicy policy;
    private final @Nullable UsageStore store;
    private final @Nullable SharedFetch shared;
    private final MonitorThreads threads;
    private final Clock clock;
    private final List<ChangeQueue> queues = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock, as are the watches and their flights.
    private Phase phase = Phase.NEW;
    private final FlightQueue flights;
    private final Duration firstFetchAfter;
    private final JumpDetector jumps;
    private Instant excusedUntil = Instant.MIN;
    private @Nullable Future<?> nextTick;
    private final List<Runnable> afterUnlock = new ArrayList<>();

    // Written once, under the lock, before anything can be due.
    private volatile @Nullable ScheduledExecutorService timer;
    private volatile @Nullable ExecutorService fetches;
    private volatile @Nullable ExecutorService platformFetches;
    private volatile @Nullable ExecutorService listening;

    private UsageMonitor(Builder builder) {
        this.policy = builder.policy;
        this.flights = new FlightQueue(builder.mostAtOnce);
        this.firstFetchAfter = builder.firstFetchAfter;
        this.store = builder.store;
        this.threads =
                builder.threads == null ? SystemThreads.of(builder.clock, builder.virtualThreads) : builder.threads;
        this.clock = threads.clock();
        this.shared = store == null ? null : new SharedFetch(store, threads);
        Instant now = clock.instant();
        this.jumps = new JumpDetector(now, threads.nanoTime());
        Map<String, Watch> all = new LinkedHashMap<>();
        List<UsageProvider> providers = builder.providers.all();
        for (int i = 0; i < providers.size(); i++) {
            UsageProvider provider = providers.get(i);
            ProviderDescriptor descriptor = builder.providers.descriptors().get(i);
            WatchSettings settings = builder.settings
                    .getOrDefault(descriptor.id(), WatchSettings.defaults())
                    .orElse(builder.defaults);
            all.put(
                    descriptor.id(),
                    new Watch(provider, descriptor, Timing.of(settings, descriptor), builder.historySize, now));
        }
        for (String id : builder.settings.keySet()) {
            if (!all.containsKey(id)) {
                throw new IllegalArgumentException(
                        "there are settings for \"" + id + "\", but no such provider; there are " + all.keySet());
            }
        }
        this.watches = Collections.unmodifiableMap(all);
    }

    /**
     * Returns a builder.
     *
     * @param providers the providers to watch
     * @return a new builder, with defaults
     */
    public static Builder builder(UsageProviders providers) {
        return new Builder(providers);
    }

    // ---- life

    /**
     * Starts asking. The first fetches begin at once, unless the builder {@linkplain Builder#firstFetchAfter(Duration)
     * says otherwise}, and are spread over two seconds at most. With a store, what an earlier run or another process
     * left is in the views when this method returns.
     *
     * @throws IllegalStateException if the monitor was started or closed before
     */
    public void start() {
        Map<String, StoredUsage> stored = stored();
        lock.lock();
        try {
            if (phase != Phase.NEW) {
                throw new IllegalStateException(
                        phase == Phase.CLOSED ? "the monitor is closed" : "the monitor is started already");
            }
            phase = Phase.RUNNING;
            if (watches.isEmpty()) {
                return;
            }
            timer = threads.newTimer();
            fetches = threads.newFetches();
            platformFetches = threads.newPlatformThreads("fetch");
            listening = threads.newPlatformThreads("listener");
            for (ChangeQueue queue : queues) {
                queue.begin();
            }
            Instant now = clock.instant();
            // What happened before the start does not matter.
            jumps.hasJumped(now, threads.nanoTime());
            nextTick = after(JumpDetector.TICK, this::tick);
            Duration step = spreadEach();
            int index = 0;
            for (Watch watch : watches.values()) {
                Instant first = now.plus(firstFetchAfter).plus(Times.times(step, index++));
                StoredUsage earlier = stored.get(watch.id());
                if (earlier != null) {
                    watch.restore(earlier, now);
                    first = Times.later(first, firstAfter(earlier, watch, now));
                }
                plan(watch, first);
                publish(watch, now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The time between the first fetches of two providers. */
    private Duration spreadEach() {
        return Times.shorter(Duration.ofNanos(SPREAD.toNanos() / Math.max(1, watches.size())), MOST_SPREAD_EACH);
    }

    /** What another process learned less than an interval ago need not be asked again yet. */
    private static Instant firstAfter(StoredUsage earlier, Watch watch, Instant now) {
        Instant measured = earlier.measuredAt();
        boolean young = earlier.failure() == null
                && !measured.isAfter(now)
                && Duration.between(measured, now).compareTo(watch.timing.interval()) < 0;
        return young ? measured.plus(watch.timing.interval()) : watch.pausedUntil;
    }

    private Map<String, StoredUsage> stored() {
        Map<String, StoredUsage> entries = new HashMap<>();
        if (store != null) {
            try {
                store.load().forEach(entry -> entries.put(entry.providerId(), entry));
            } catch (IOException | RuntimeException fault) {
                MonitorLog.log(Level.DEBUG, "Starting without earlier usage, because " + store + " fails.", fault);
            }
        }
        return entries;
    }

    /**
     * Stops asking until {@link #resume()}: while a screen is locked, say. A fetch that runs goes on, and
     * {@link #refresh(String)} still asks. Without effect unless the monitor runs.
     */
    public void suspend() {
        lock.lock();
        try {
            if (phase != Phase.RUNNING) {
                return;
            }
            phase = Phase.SUSPENDED;
            Instant now = clock.instant();
            for (Watch watch : watches.values()) {
                cancel(watch.plan);
                watch.plan = null;
                watch.plannedAt = null;
                publish(watch, now);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Goes on asking after {@link #suspend()}: at once, spread over two seconds, whatever is older than one interval.
     * Without effect unless the monitor is suspended.
     */
    public void resume() {
        lock.lock();
        try {
            if (phase != Phase.SUSPENDED) {
                return;
            }
            phase = Phase.RUNNING;
            Instant now = clock.instant();
            int index = 0;
            Duration step = spreadEach();
            for (Watch watch : watches.values()) {
                Instant soon = now.plus(Times.times(step, index++));
                Instant due =
                        watch.endedAt.equals(Instant.MIN) ? soon : Times.plus(watch.endedAt, watch.timing.interval());
                plan(watch, Times.later(Times.later(soon, due), watch.pausedUntil));
                publish(watch, now);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends everything: interrupts what runs, waits for it for two seconds at most, and logs a warning that names what
     * still runs; {@link #overdue()} names it too. Views can still be read. Does not wait when it is called by a
     * listener or a provider. May be called several times.
     */
    @Override
    public void close() {
        List<ExecutorService> executors = new ArrayList<>();
        List<Flight> abandoned = new ArrayList<>();
        lock.lock();
        try {
            if (phase == Phase.CLOSED) {
                return;
            }
            phase = Phase.CLOSED;
            Instant now = clock.instant();
            cancel(nextTick);
            flights.clear();
            for (Watch watch : watches.values()) {
                cancel(watch.plan);
                cancel(watch.transition);
                watch.plannedAt = null;
                Flight flight = watch.flight;
                if (flight != null) {
                    cancel(flight.deadline);
                    cancel(flight.startGuard);
                    if (!flight.claimed) {
                        flight.claimed = true;
                        watch.flight = null;
                    }
                    flight.interrupt();
                    abandoned.add(flight);
                }
                watch.view = watch.viewAt(now);
            }
            addIfStarted(executors, timer);
            addIfStarted(executors, fetches);
            addIfStarted(executors, platformFetches);
            addIfStarted(executors, listening);
        } finally {
            lock.unlock();
        }
        // Without the lock: what waits for a flight runs here.
        abandoned.forEach(flight -> flight.landed.complete(false));
        queues.forEach(ChangeQueue::complete);
        if (timer != null) {
            timer.shutdownNow();
        }
        executors.forEach(ExecutorService::shutdown);
        if (INSIDE.get() != this) {
            await(executors);
        }
        List<String> survivors = overdue();
        if (!survivors.isEmpty()) {
            MonitorLog.log(
                    Level.WARNING,
                    "The usage monitor is closed, but these providers ignore the interrupt of their fetch: "
                            + String.join(", ", survivors),
                    null);
        }
    }

    private static void addIfStarted(List<ExecutorService> executors, @Nullable ExecutorService executor) {
        if (executor != null) {
            executors.add(executor);
        }
    }

    private void await(List<ExecutorService> executors) {
        long deadline = threads.nanoTime() + CLOSE_PATIENCE.toNanos();
        try {
            for (ExecutorService executor : executors) {
                executor.awaitTermination(Math.max(0, deadline - threads.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- reading

    /**
     * Returns what is known about all providers at this instant, without waiting.
     *
     * @return an unmodifiable list in the order of the ids
     */
    public List<UsageView> views() {
        Instant now = clock.instant();
        return watches.values().stream().map(watch -> watch.view.at(now)).toList();
    }

    /**
     * Returns what is known about a provider at this instant, without waiting.
     *
     * @param providerId the id of the provider
     * @return the view, or empty if no provider has this id
     */
    public Optional<UsageView> view(String providerId) {
        Watch watch = watches.get(Objects.requireNonNull(providerId, "providerId"));
        return watch == null ? Optional.empty() : Optional.of(watch.view.at(clock.instant()));
    }

    /**
     * Returns the latest points of a window, for a sparkline. The history is in memory only and ends with the monitor;
     * it starts anew when the account changes.
     *
     * @param providerId the id of the provider
     * @param windowId the id of the window
     * @return an unmodifiable list, oldest first, possibly empty; equal percentages in a row are kept once an hour
     */
    public List<UsagePoint> history(String providerId, String windowId) {
        Objects.requireNonNull(windowId, "windowId");
        Watch watch = watches.get(Objects.requireNonNull(providerId, "providerId"));
        if (watch == null) {
            return List.of();
        }
        lock.lock();
        try {
            return watch.history(windowId);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the providers whose fetch ignores its interrupt: its time limit is over, or the monitor is closed, and it
     * still runs. Such a provider is not asked again until it has ended.
     *
     * @return an unmodifiable list of ids, in their order, possibly empty
     */
    public List<String> overdue() {
        lock.lock();
        try {
            return watches.values().stream()
                    .filter(watch -> watch.flight != null
                            && (watch.flight.stage == Flight.Stage.OVERDUE || phase == Phase.CLOSED))
                    .map(Watch::id)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    // ---- listening

    /**
     * Adds a listener. It gets every change from now on.
     *
     * @param listener the listener
     * @return removes the listener when it is closed; may be ignored
     */
    public Subscription addListener(UsageListener listener) {
        Objects.requireNonNull(listener, "listener");
        ChangeQueue queue = ChangeQueue.of(listener, this::deliver, LISTENER_QUEUE);
        add(queue);
        return () -> {
            queue.cancel();
            queues.remove(queue);
        };
    }

    /**
     * Returns the changes as a publisher. A subscriber that asks for less than there is gets one change per provider,
     * from the view it knows to the latest, once more than 64 wait. Closing the monitor completes the subscription.
     *
     * @return a publisher for any number of subscribers; each gets what changes from its subscription on
     */
    public Flow.Publisher<UsageChange> changes() {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            add(ChangeQueue.of(subscriber, this::deliver, SUBSCRIBER_QUEUE));
        };
    }

    /**
     * A listener that was added.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {

        /** Removes the listener. A call that has begun goes on; no other one follows. */
        @Override
        void close();
    }

    private void add(ChangeQueue queue) {
        boolean closed;
        lock.lock();
        try {
            queues.removeIf(ChangeQueue::hasEnded);
            closed = phase == Phase.CLOSED;
            if (!closed) {
                queues.add(queue);
                if (listening != null) {
                    queue.begin();
                }
            }
        } finally {
            lock.unlock();
        }
        if (closed) {
            queue.complete();
        }
    }

    private void deliver(Runnable calls) {
        ExecutorService executor = listening;
        if (executor == null || executor.isShutdown()) {
            // Never started or closed: there is no thread, and nothing to deliver but the end.
            calls.run();
            return;
        }
        try {
            executor.execute(() -> inside(calls));
        } catch (RejectedExecutionException closed) {
            calls.run();
        }
    }

    private void inside(Runnable work) {
        INSIDE.set(this);
        try {
            work.run();
        } finally {
            INSIDE.remove();
        }
    }

    // ---- refreshing

    /**
     * Asks a provider now, or joins the fetch that runs. Back-off is no obstacle, but a pause that the service asked
     * for is: the result says {@link RefreshResult.Outcome#RATE_LIMITED} then, and when the pause ends.
     *
     * @param providerId the id of the provider
     * @return completes when the fetch has ended, never exceptionally, on any thread: chain slow work with an executor
     *     of your own. Cancelling it ends nothing.
     * @throws IllegalArgumentException if no provider has this id
     * @throws IllegalStateException if the monitor is not started
     */
    public CompletableFuture<RefreshResult> refresh(String providerId) {
        Watch watch = watches.get(Objects.requireNonNull(providerId, "providerId"));
        if (watch == null) {
            throw new IllegalArgumentException(
                    "there is no provider \"" + providerId + "\"; there are " + watches.keySet());
        }
        lock.lock();
        try {
            if (phase == Phase.NEW) {
                throw new IllegalStateException("the monitor is not started");
            }
            Instant now = clock.instant();
            if (phase == Phase.CLOSED) {
                return result(RefreshResult.Outcome.UNAVAILABLE, watch, now);
            }
            noticeJump(now);
            Flight flight = watch.flight;
            if (flight == null) {
                if (now.isBefore(watch.pausedUntil)) {
                    skipped(watch, UsageListener.SkipCause.RATE_LIMITED);
                    return result(RefreshResult.Outcome.RATE_LIMITED, watch, now);
                }
                flight = take(watch, now);
            } else if (flight.stage == Flight.Stage.OVERDUE) {
                skipped(watch, UsageListener.SkipCause.IN_FLIGHT);
                return result(RefreshResult.Outcome.UNAVAILABLE, watch, now);
            }
            flight.onlyAfter = now;
            // A copy each: completing or cancelling one's own leaves the others alone.
            return flight.landed.thenApply(isNew -> outcome(watch, isNew));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks a provider now, but waits for a limited time only: if the fetch has not ended by then, the result says
     * {@link RefreshResult.Outcome#REFRESHING}, and the fetch goes on.
     *
     * @param providerId the id of the provider
     * @param patience how long until the result completes at the latest; longer than zero
     * @return completes when the fetch has ended or the patience is over, never exceptionally
     * @throws IllegalArgumentException if no provider has this id or the patience is not longer than zero
     * @throws IllegalStateException if the monitor is not started
     */
    public CompletableFuture<RefreshResult> refresh(String providerId, Duration patience) {
        Checks.positive(patience, "patience");
        CompletableFuture<RefreshResult> result = refresh(providerId);
        if (result.isDone()) {
            return result;
        }
        Watch watch = Objects.requireNonNull(watches.get(providerId));
        Future<?> alarm = after(
                patience,
                () -> afterUnlock(() -> result.complete(
                        new RefreshResult(RefreshResult.Outcome.REFRESHING, watch.view.at(clock.instant())))));
        return result.whenComplete((ignored, fault) -> cancel(alarm));
    }

    private static CompletableFuture<RefreshResult> result(RefreshResult.Outcome outcome, Watch watch, Instant now) {
        return CompletableFuture.completedFuture(new RefreshResult(outcome, watch.view.at(now)));
    }

    /** An old answer is never called a new one: it depends on the flight, not on what the view holds. */
    private RefreshResult outcome(Watch watch, boolean isNew) {
        UsageView view = watch.view.at(clock.instant());
        if (isNew) {
            return new RefreshResult(RefreshResult.Outcome.FRESH, view);
        }
        boolean limited = view.failure()
                .filter(failure -> failure.reason() == Reason.RATE_LIMITED)
                .isPresent();
        return new RefreshResult(
                limited ? RefreshResult.Outcome.RATE_LIMITED : RefreshResult.Outcome.UNAVAILABLE, view);
    }

    // ---- plans; everything from here on holds the lock, unless it says otherwise

    /** Plans the next attempt; never before a pause is over that the service asked for. */
    private void plan(Watch watch, Instant at) {
        cancel(watch.plan);
        watch.plan = null;
        if (phase != Phase.RUNNING) {
            watch.plannedAt = null;
            return;
        }
        watch.plannedAt = Times.later(at, watch.pausedUntil);
        arm(watch);
    }

    private void arm(Watch watch) {
        Instant at = Objects.requireNonNull(watch.plannedAt);
        watch.plan = after(delayTo(at), () -> due(watch));
    }

    private Duration delayTo(Instant at) {
        Duration delay = Duration.between(clock.instant(), at);
        return delay.isNegative() ? Duration.ZERO : Times.shorter(delay, LONGEST_DELAY);
    }

    private void due(Watch watch) {
        Instant now = clock.instant();
        noticeJump(now);
        Instant planned = watch.plannedAt;
        if (phase != Phase.RUNNING || planned == null) {
            return;
        }
        if (planned.isAfter(now)) {
            arm(watch);
            return;
        }
        Flight flight = watch.flight;
        if (flight == null) {
            take(watch, planned);
        } else if (flight.stage == Flight.Stage.OVERDUE) {
            // Asking again would be a second fetch at once.
            watch.stubborn = true;
            skipped(watch, UsageListener.SkipCause.IN_FLIGHT);
            plan(watch, now.plus(watch.timing.interval()));
            publish(watch, now);
        }
        // A fetch that waits or runs plans the next one when it ends.
    }

    private void tick() {
        noticeJump(clock.instant());
        nextTick = after(JumpDetector.TICK, this::tick);
    }

    /** Plans anew after a jump of the clock. */
    private void noticeJump(Instant now) {
        if (!jumps.hasJumped(now, threads.nanoTime())) {
            return;
        }
        MonitorLog.log(Level.DEBUG, "The clock has jumped to " + now + ": all plans are made anew.", null);
        excusedUntil = now.plus(EXCUSED_AFTER_JUMP);
        Duration step = spreadEach();
        int index = 0;
        for (Watch watch : watches.values()) {
            if (phase == Phase.RUNNING && watch.flight == null) {
                plan(watch, now.plus(AFTER_JUMP).plus(Times.times(step, index++)));
            }
            publish(watch, now);
        }
    }

    // ---- flights

    private Flight take(Watch watch, Instant plannedAt) {
        cancel(watch.plan);
        Flight flight = new Flight(watch, plannedAt, watch.endedAt);
        watch.flight = flight;
        flight.suspect = watch.suspect;
        flights.add(flight);
        publish(watch, clock.instant());
        dispatch();
        return flight;
    }

    private void dispatch() {
        for (Flight next = flights.take(); next != null; next = flights.take()) {
            launch(next);
        }
    }

    private void launch(Flight flight) {
        Instant now = clock.instant();
        Watch watch = flight.watch;
        flight.stage = Flight.Stage.RUNNING;
        flight.startedAt = now;
        flight.startedNanos = threads.nanoTime();
        flight.timeLimit = now.isBefore(excusedUntil)
                ? Times.shorter(watch.timing.timeLimit(), EXCUSED_TIME_LIMIT)
                : watch.timing.timeLimit();
        flight.deadline = after(flight.timeLimit.plus(OWN_ENDING), () -> timeIsOver(flight));
        ExecutorService platform = Objects.requireNonNull(platformFetches);
        if (watch.stubborn || !threads.sharesCarriers()) {
            execute(platform, flight);
        } else {
            execute(Objects.requireNonNull(fetches), flight);
            flight.startGuard = after(START_PATIENCE, () -> {
                if (flight.stage == Flight.Stage.RUNNING && !flight.claimed) {
                    execute(platform, flight);
                }
            });
        }
    }

    private void execute(ExecutorService executor, Flight flight) {
        try {
            executor.execute(() -> inside(() -> run(flight)));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            // The time limit ends the flight; there is nothing to interrupt.
            MonitorLog.log(Level.WARNING, "There is no thread to ask " + flight.watch.id(), noThread);
        }
    }

    /** Runs on the thread of the fetch, without the lock. */
    private void run(Flight flight) {
        lock.lock();
        try {
            if (flight.claimed) {
                return;
            }
            flight.claimed = true;
            flight.thread = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        UsageSnapshot snapshot = null;
        UsageException failure = null;
        try {
            snapshot = fetch(flight);
        } catch (UsageException noAnswer) {
            failure = noAnswer;
        } catch (InterruptedException interrupted) {
            failure = Failures.interrupted(flight.watch.descriptor);
        } catch (Throwable fault) {
            // Even an error of the JVM: it ends the fetch of this provider only, as in UsageProviders.fetchAll.
            failure = Failures.broken(flight.watch.descriptor, fault);
        } finally {
            land(flight, snapshot, failure);
        }
    }

    private UsageSnapshot fetch(Flight flight) throws UsageException, InterruptedException {
        Watch watch = flight.watch;
        FetchRequest request = FetchRequest.of(flight.timeLimit);
        return shared == null
                ? watch.provider.fetch(request)
                : shared.fetch(watch.provider, request, stored -> isGoodEnough(stored, flight));
    }

    /**
     * What another process learned since the last attempt of this one, and not before a refresh was requested. A
     * failure from before the first attempt does not count: a person may have solved it before starting this program.
     */
    private boolean isGoodEnough(StoredUsage stored, Flight flight) {
        Instant now = clock.instant();
        if (SharedFetch.isPaused(stored, now)) {
            return true;
        }
        boolean first = flight.previousEnd.equals(Instant.MIN);
        Instant since = first && stored.failure() != null ? flight.plannedAt : flight.previousEnd;
        return stored.endedAt().isAfter(since)
                && !stored.endedAt().isBefore(flight.onlyAfter)
                && !stored.endedAt().isAfter(now)
                && Duration.between(stored.measuredAt(), now).compareTo(flight.watch.timing.interval()) < 0;
    }

    /** Runs on the thread of the fetch, without the lock. */
    private void land(Flight flight, @Nullable UsageSnapshot snapshot, @Nullable UsageException failure) {
        Watch watch = flight.watch;
        boolean isNew = false;
        lock.lock();
        try {
            flight.thread = null;
            // An interrupt that came too late must not meet what this thread does next.
            Thread.interrupted();
            boolean late = flight.stage == Flight.Stage.OVERDUE;
            flight.stage = Flight.Stage.ENDED;
            watch.flight = null;
            Instant now = clock.instant();
            if (phase == Phase.CLOSED) {
                watch.view = watch.viewAt(now);
                return;
            }
            cancel(flight.deadline);
            cancel(flight.startGuard);
            noticeJump(now);
            if (late) {
                landLate(flight, snapshot, now);
            } else {
                flights.leave(flight);
                isNew = settle(flight, snapshot, failure, now);
            }
            dispatch();
        } finally {
            lock.unlock();
        }
        flight.landed.complete(isNew);
    }

    /** The time limit was published long ago; an answer is still worth having if it is newer. */
    private void landLate(Flight flight, @Nullable UsageSnapshot snapshot, Instant now) {
        Watch watch = flight.watch;
        Instant known = watch.measuredAt();
        if (snapshot != null
                && Failures.invalid(watch.descriptor, snapshot) == null
                && (known == null || snapshot.updatedAt().isAfter(known))) {
            watch.answered(snapshot, now);
            planAfter(flight, null, now);
        }
        publish(watch, now);
    }

    private void timeIsOver(Flight flight) {
        if (flight.stage != Flight.Stage.RUNNING || phase == Phase.CLOSED) {
            return;
        }
        Instant now = clock.instant();
        noticeJump(now);
        if (flight.claimed) {
            flight.stage = Flight.Stage.OVERDUE;
        } else {
            // There was no thread for it; one that still comes finds it claimed.
            flight.claimed = true;
            flight.stage = Flight.Stage.ENDED;
            flight.watch.flight = null;
        }
        flights.leave(flight);
        flight.interrupt();
        settle(flight, null, Failures.timedOut(flight.watch.descriptor, flight.timeLimit), now);
        dispatch();
        afterUnlock(() -> flight.landed.complete(false));
    }

    /** Takes the result of an attempt, and plans the next. Returns whether there is a new answer. */
    private boolean settle(
            Flight flight, @Nullable UsageSnapshot snapshot, @Nullable UsageException thrown, Instant now) {
        Watch watch = flight.watch;
        watch.endedAt = now;
        UsageException failure = thrown != null ? thrown : Failures.invalid(watch.descriptor, snapshot);
        boolean isNew = false;
        if (failure == null) {
            UsageSnapshot answer = Objects.requireNonNull(snapshot);
            watch.answered(answer, now);
            watch.suspect = false;
            // Snapshots have whole seconds.
            isNew = !answer.updatedAt().isBefore(flight.plannedAt.truncatedTo(ChronoUnit.SECONDS));
            planAfter(flight, null, now);
        } else if (flight.startedAt.isBefore(excusedUntil) && isExcusable(failure.reason())) {
            Duration minimum = watch.descriptor.minimumInterval().orElse(EXCUSED_PAUSE);
            plan(watch, now.plus(Times.longer(EXCUSED_PAUSE, minimum)));
        } else {
            watch.failed(failure, now);
            watch.suspect = failure.reason() == Reason.TIMED_OUT;
            planAfter(flight, failure, now);
        }
        publish(watch, now);
        Duration took = Duration.ofNanos(threads.nanoTime() - flight.startedNanos);
        FetchReport report = new FetchReport(watch.id(), took, failure == null ? null : failure.reason());
        queues.forEach(listener -> listener.fetched(report));
        return isNew;
    }

    /** Tells whether a failure may be due to a network that is not back yet. */
    private static boolean isExcusable(Reason reason) {
        return switch (reason) {
            case TIMED_OUT, UNAVAILABLE, FAILED, UNREADABLE -> true;
            default -> false;
        };
    }

    private void planAfter(Flight flight, @Nullable UsageException failure, Instant now) {
        Watch watch = flight.watch;
        Instant reset = failure == null ? watch.nextReset(now) : null;
        RefreshPolicy.Attempt attempt = new RefreshPolicy.Attempt(
                flight.plannedAt,
                now,
                watch.timing.interval(),
                watch.timing.shortestPause(),
                failure == null ? watch.measuredAt() : null,
                reset,
                failure,
                failure == null ? 0 : watch.failuresInARow,
                threads.random());
        Instant next = Times.later(next(attempt), now.plus(LEAST_PAUSE));
        if (failure != null && failure.reason() == Reason.RATE_LIMITED) {
            watch.pausedUntil = attempt.retryAt().orElse(next);
        }
        watch.willLookAfter(reset, next);
        plan(watch, next);
    }

    private Instant next(RefreshPolicy.Attempt attempt) {
        try {
            return Objects.requireNonNull(policy.next(attempt), "next");
        } catch (RuntimeException fault) {
            MonitorLog.log(Level.WARNING, "The refresh policy threw; the standard one stands in.", fault);
            return RefreshPolicy.standard().next(attempt);
        }
    }

    // ---- views

    private void publish(Watch watch, Instant now) {
        UsageView before = watch.view;
        UsageView after = watch.viewAt(now);
        watch.view = after;
        if (!after.saysTheSameAs(before)) {
            UsageChange change = new UsageChange(before, after);
            for (ChangeQueue queue : queues) {
                queue.change(change);
            }
        }
        Instant next = after.nextChange();
        if (!Objects.equals(next, watch.transitionAt)) {
            cancel(watch.transition);
            watch.transitionAt = next;
            watch.transition = next == null ? null : after(delayTo(next), () -> transit(watch));
        }
    }

    private void transit(Watch watch) {
        watch.transitionAt = null;
        publish(watch, clock.instant());
    }

    private void skipped(Watch watch, UsageListener.SkipCause cause) {
        queues.forEach(listener -> listener.skipped(watch.id(), cause));
    }

    // ---- timer

    /** Runs something later on the timer's thread, with the lock. */
    private Future<?> after(Duration delay, Runnable work) {
        try {
            return Objects.requireNonNull(timer)
                    .schedule(() -> withLock(work), Times.nanos(delay), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private void withLock(Runnable work) {
        List<Runnable> later;
        lock.lock();
        try {
            if (phase == Phase.CLOSED) {
                return;
            }
            work.run();
            later = List.copyOf(afterUnlock);
            afterUnlock.clear();
        } catch (RuntimeException | Error fault) {
            MonitorLog.log(Level.ERROR, "The usage monitor failed in its timer.", fault);
            throw fault;
        } finally {
            lock.unlock();
        }
        later.forEach(Runnable::run);
    }

    /** What waits for a flight is other people's code: it runs without the lock. */
    private void afterUnlock(Runnable work) {
        afterUnlock.add(work);
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    @Override
    public String toString() {
        return "UsageMonitor" + watches.keySet();
    }

    /**
     * Collects the parts of a {@link UsageMonitor}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private static final int DEFAULT_HISTORY = 2000;
        private static final int DEFAULT_MOST_AT_ONCE = 8;
        private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

        private final UsageProviders providers;
        private final Map<String, WatchSettings> settings = new LinkedHashMap<>();
        private WatchSettings defaults = WatchSettings.defaults();
        private RefreshPolicy policy = RefreshPolicy.standard();
        private int mostAtOnce = DEFAULT_MOST_AT_ONCE;
        private Duration firstFetchAfter = Duration.ZERO;
        private int historySize = DEFAULT_HISTORY;
        private Clock clock = Clock.systemUTC();
        private boolean virtualThreads = true;
        private @Nullable UsageStore store;
        private @Nullable MonitorThreads threads;

        private Builder(UsageProviders providers) {
            this.providers = Objects.requireNonNull(providers, "providers");
        }

        /**
         * Sets how often to ask while all is well. The default is 5 minutes; see
         * {@link WatchSettings.Builder#interval}.
         *
         * @param interval from 60 seconds to 6 hours
         * @return this builder
         * @throws IllegalArgumentException if the interval is out of range
         */
        public Builder interval(Duration interval) {
            return settings(WatchSettings.builder().interval(interval).build().orElse(defaults));
        }

        /**
         * Sets how long one fetch may take. The default is 30 seconds.
         *
         * @param limit longer than zero, at most 10 minutes
         * @return this builder
         * @throws IllegalArgumentException if the limit is out of range
         */
        public Builder timeLimit(Duration limit) {
            return settings(WatchSettings.builder().timeLimit(limit).build().orElse(defaults));
        }

        /**
         * Sets how all providers are watched that have no settings of their own.
         *
         * @param all the settings, in place of those set before
         * @return this builder
         */
        public Builder settings(WatchSettings all) {
            this.defaults = Objects.requireNonNull(all, "settings");
            return this;
        }

        /**
         * Sets how one provider is watched. What these settings leave open is taken from those of all providers.
         *
         * @param providerId the id of the provider
         * @param own its settings, in place of those set before
         * @return this builder
         */
        public Builder settings(String providerId, WatchSettings own) {
            settings.put(Objects.requireNonNull(providerId, "providerId"), Objects.requireNonNull(own, "settings"));
            return this;
        }

        /**
         * Sets how long after the start of the monitor the first fetch begins. The default is zero. A host that is
         * starting itself has the processors for itself until then; {@link UsageMonitor#refresh(String)} asks at once.
         *
         * @param delay from zero to a minute
         * @return this builder
         * @throws IllegalArgumentException if the delay is out of range
         */
        public Builder firstFetchAfter(Duration delay) {
            this.firstFetchAfter = Checks.within(delay, Duration.ZERO, LONGEST_DELAY, "firstFetchAfter");
            return this;
        }

        /**
         * Sets how many fetches run at once at most. The default is 8. Those that are due wait in the order in which
         * they were due. A provider whose last fetch timed out waits in a queue of its own and gets half of the places
         * at most; a fetch whose time limit is over takes no place any more.
         *
         * @param count at least 1
         * @return this builder
         * @throws IllegalArgumentException if the count is less than 1
         */
        public Builder mostAtOnce(int count) {
            this.mostAtOnce = Checks.atLeast(count, 1, "mostAtOnce");
            return this;
        }

        /**
         * Sets how many points of each window are kept in memory. The default is 2000, of 16 bytes each; memory is used
         * as points come.
         *
         * @param points at least 0
         * @return this builder
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder historySize(int points) {
            this.historySize = Checks.atLeast(points, 0, "historySize");
            return this;
        }

        /**
         * Sets how the next attempt is planned. The default is {@link RefreshPolicy#standard()}.
         *
         * @param plan the policy
         * @return this builder
         */
        public Builder policy(RefreshPolicy plan) {
            this.policy = Objects.requireNonNull(plan, "policy");
            return this;
        }

        /**
         * Sets where answers are shared with the other processes of the user and kept for a later run. The default is
         * nowhere.
         *
         * @param shared the store, or {@code null} for none
         * @return this builder
         */
        public Builder store(@Nullable UsageStore shared) {
            this.store = shared;
            return this;
        }

        /**
         * Sets the clock for plans and ages. The default is the system's. Delays are always real.
         *
         * @param wall the clock
         * @return this builder
         */
        public Builder clock(Clock wall) {
            this.clock = Objects.requireNonNull(wall, "clock");
            return this;
        }

        /**
         * Sets whether fetches run on virtual threads where the JVM has them, which is from JDK 21 on. The default is
         * {@code true}. A host that keeps to platform threads everywhere says {@code false}.
         *
         * @param virtual whether they do
         * @return this builder
         */
        public Builder virtualThreads(boolean virtual) {
            this.virtualThreads = virtual;
            return this;
        }

        /** For tests: time and threads that are not real. */
        Builder threads(MonitorThreads unreal) {
            this.threads = unreal;
            return this;
        }

        /**
         * Returns the monitor, which does nothing before {@link UsageMonitor#start()}.
         *
         * @return a new monitor with what was set so far
         * @throws IllegalArgumentException if there are settings for a provider that is not there
         */
        public UsageMonitor build() {
            return new UsageMonitor(this);
        }
    }
}
