package dev.codexbar.monitor;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Delivers to one listener or subscriber: one call at a time, in order, on a thread of the listeners. At most
 * {@code capacity} events wait; beyond that, changes are merged into one per provider, and the rest is dropped.
 */
final class ChangeQueue implements Flow.Subscription {

    /** Where events go. */
    interface Sink {

        void subscribed(Flow.Subscription subscription);

        void changed(UsageChange change);

        void fetched(FetchReport report);

        void skipped(String providerId, UsageListener.SkipCause cause);

        void completed();

        void failed(Throwable fault);
    }

    private sealed interface Event {}

    private record Change(UsageChange change) implements Event {}

    private record Fetched(FetchReport report) implements Event {}

    private record Skipped(String providerId, UsageListener.SkipCause cause) implements Event {}

    private final Sink sink;
    private final Executor threads;
    private final int capacity;

    // Guarded by this.
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();
    private final Map<String, UsageChange> merged = new LinkedHashMap<>();
    private boolean begun;
    private boolean draining;
    private boolean ended;
    private boolean completing;
    private long demand;
    private @Nullable Throwable fault;

    /** Of the thread that delivers. */
    private volatile boolean hasThrown;

    private ChangeQueue(Sink sink, Executor threads, int capacity, long demand) {
        this.sink = sink;
        this.threads = threads;
        this.capacity = capacity;
        this.demand = demand;
        // A listener is not called before the first event, so it needs no thread until then.
        this.begun = sink instanceof ListenerSink;
    }

    static ChangeQueue of(UsageListener listener, Executor threads, int capacity) {
        return new ChangeQueue(new ListenerSink(listener), threads, capacity, Long.MAX_VALUE);
    }

    static ChangeQueue of(Flow.Subscriber<? super UsageChange> subscriber, Executor threads, int capacity) {
        return new ChangeQueue(new SubscriberSink(subscriber), threads, capacity, 0);
    }

    /** Calls the sink's {@code subscribed}, before anything else. */
    void begin() {
        synchronized (this) {
            wake();
        }
    }

    void change(UsageChange change) {
        synchronized (this) {
            if (ended || completing) {
                return;
            }
            if (merged.isEmpty() && waiting.size() < capacity) {
                waiting.add(new Change(change));
            } else {
                // Taken from the map only when nothing older waits, so the order of one provider's changes is kept.
                merged.merge(
                        change.providerId(), change, (old, latest) -> new UsageChange(old.before(), latest.after()));
            }
            wake();
        }
    }

    void fetched(FetchReport report) {
        offer(new Fetched(report));
    }

    void skipped(String providerId, UsageListener.SkipCause cause) {
        offer(new Skipped(providerId, cause));
    }

    private void offer(Event event) {
        synchronized (this) {
            if (!ended
                    && !completing
                    && merged.isEmpty()
                    && waiting.size() < capacity
                    && sink instanceof ListenerSink) {
                waiting.add(event);
                wake();
            }
        }
    }

    /** Ends the delivery; what waits is dropped. */
    void complete() {
        synchronized (this) {
            waiting.clear();
            merged.clear();
            if (sink instanceof ListenerSink) {
                // A listener is not told of the end, and so needs no thread for it.
                ended = true;
            } else {
                completing = true;
                wake();
            }
        }
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (count <= 0) {
                if (fault == null) {
                    fault = new IllegalArgumentException("request must be for at least 1 item: " + count);
                }
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
            wake();
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            ended = true;
            waiting.clear();
            merged.clear();
        }
    }

    boolean hasEnded() {
        synchronized (this) {
            return ended;
        }
    }

    private void wake() {
        if (!draining && !ended && hasWork()) {
            draining = true;
            try {
                threads.execute(this::drain);
            } catch (OutOfMemoryError noThread) {
                // What waits stays; the next event tries again.
                draining = false;
                MonitorLog.log(Level.WARNING, "There is no thread to call a listener of a usage monitor.", noThread);
            }
        }
    }

    private boolean hasWork() {
        return !begun || fault != null || completing || (demand > 0 && !(waiting.isEmpty() && merged.isEmpty()));
    }

    private void drain() {
        while (true) {
            Runnable call;
            synchronized (this) {
                if (ended || !hasWork()) {
                    draining = false;
                    return;
                }
                call = next();
            }
            try {
                call.run();
            } catch (Throwable thrown) {
                // Once is enough to find it; a listener that always throws must not fill a disk.
                MonitorLog.log(hasThrown ? Level.DEBUG : Level.WARNING, "A listener of a usage monitor threw.", thrown);
                hasThrown = true;
            }
        }
    }

    private Runnable next() {
        if (!begun) {
            begun = true;
            return () -> sink.subscribed(this);
        }
        Throwable failure = fault;
        if (failure != null) {
            ended = true;
            return () -> sink.failed(failure);
        }
        if (completing) {
            ended = true;
            return sink::completed;
        }
        Event event = waiting.poll();
        if (event == null) {
            Iterator<UsageChange> changes = merged.values().iterator();
            event = new Change(changes.next());
            changes.remove();
        }
        if (event instanceof Change change) {
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            return () -> sink.changed(change.change());
        }
        if (event instanceof Fetched fetched) {
            return () -> sink.fetched(fetched.report());
        }
        Skipped skipped = (Skipped) event;
        return () -> sink.skipped(skipped.providerId(), skipped.cause());
    }

    private record ListenerSink(UsageListener listener) implements Sink {

        @Override
        public void subscribed(Flow.Subscription subscription) {}

        @Override
        public void changed(UsageChange change) {
            listener.changed(change);
        }

        @Override
        public void fetched(FetchReport report) {
            listener.fetched(report);
        }

        @Override
        public void skipped(String providerId, UsageListener.SkipCause cause) {
            listener.skipped(providerId, cause);
        }

        @Override
        public void completed() {}

        @Override
        public void failed(Throwable fault) {}
    }

    private record SubscriberSink(Flow.Subscriber<? super UsageChange> subscriber) implements Sink {

        @Override
        public void subscribed(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void changed(UsageChange change) {
            subscriber.onNext(change);
        }

        @Override
        public void fetched(FetchReport report) {}

        @Override
        public void skipped(String providerId, UsageListener.SkipCause cause) {}

        @Override
        public void completed() {
            subscriber.onComplete();
        }

        @Override
        public void failed(Throwable fault) {
            subscriber.onError(fault);
        }
    }
}
