package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.server.DashboardRoutes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.function.ServerResponse.StreamBuilder;

/**
 * The open streams of server-sent events. They end when the context stops: a graceful shutdown would wait for them
 * otherwise. A client that does not read delays no other one. Thread-safe.
 */
final class UsageWebStreams implements SmartLifecycle {

    /** As often as the server of the command: only a write shows that a client has gone. */
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final int MOST = 64;

    /** Clients connect again. A broken connection of which no write tells ends after this time at the latest. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

    /** A comment, which clients ignore. */
    private static final String COMMENT = ":\n\n";

    private final DashboardRoutes routes;
    private final Duration heartbeat;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    // Guarded by this.
    private @Nullable ScheduledExecutorService timer;
    private @Nullable ExecutorService writers;

    /**
     * Makes the streams.
     *
     * @param routes the source of the events
     * @param heartbeat how often a comment is written to each stream
     */
    UsageWebStreams(DashboardRoutes routes, Duration heartbeat) {
        this.routes = routes;
        this.heartbeat = heartbeat;
    }

    /** Tells whether there is a place for another stream; two requests at once may share the last one. */
    boolean hasPlace() {
        return running && open.size() < MOST;
    }

    int size() {
        return open.size();
    }

    void open(StreamBuilder out, HttpServletRequest request) {
        request.getAsyncContext().setTimeout(LONGEST.toMillis());
        Stream stream = new Stream(out);
        open.add(stream);
        out.onTimeout(stream::end);
        out.onError(fault -> stream.release());
        out.onComplete(stream::release);
        stream.begin();
        if (!running) {
            stream.end();
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Heartbeats end with the timer.
    public synchronized void start() {
        if (running) {
            return;
        }
        ExecutorService pool = new ThreadPoolExecutor(
                0,
                MOST,
                IDLE_THREAD.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                daemons("codexbar-web-heartbeat"),
                // All threads wait for clients that do not read; the next heartbeat is soon.
                new ThreadPoolExecutor.DiscardPolicy());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemons("codexbar-web-timer"));
        clock.scheduleWithFixedDelay(
                () -> open.forEach(stream -> pool.execute(stream::beat)),
                heartbeat.toNanos(),
                heartbeat.toNanos(),
                TimeUnit.NANOSECONDS);
        writers = pool;
        timer = clock;
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
        if (writers != null) {
            writers.shutdown();
            writers = null;
        }
        open.forEach(Stream::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One client. */
    private final class Stream {

        private final StreamBuilder out;
        private final ReentrantLock writing = new ReentrantLock();
        private final AtomicBoolean completed = new AtomicBoolean();
        private volatile boolean ended;
        private volatile UsageMonitor.@Nullable Subscription subscription;

        Stream(StreamBuilder out) {
            this.out = out;
        }

        /** Subscribes first, so that no change is lost between the first event and the second. */
        void begin() {
            writing.lock();
            try {
                subscription = routes.subscribe(event -> send(event.get()));
                write(routes.firstEvent());
            } finally {
                writing.unlock();
            }
            if (ended) {
                unsubscribe();
            }
            completeIfEnded();
        }

        private void send(String event) {
            writing.lock();
            try {
                write(event);
            } finally {
                writing.unlock();
            }
            completeIfEnded();
        }

        /** Writes a comment, unless a write goes on: that one shows as well whether the client is there. */
        void beat() {
            if (writing.tryLock()) {
                try {
                    write(COMMENT);
                } finally {
                    writing.unlock();
                }
                completeIfEnded();
            }
        }

        /** The lock is held. */
        private void write(String text) {
            if (ended) {
                return;
            }
            try {
                out.write(text).flush();
            } catch (IOException | IllegalStateException gone) {
                release();
            }
        }

        /** Forgets the stream, which the container has completed or will. */
        void release() {
            completed.set(true);
            forget();
        }

        /** Ends the stream without waiting for a write that goes on: its thread completes the stream then. */
        void end() {
            forget();
            completeIfEnded();
        }

        private void forget() {
            ended = true;
            unsubscribe();
            open.remove(this);
        }

        private void unsubscribe() {
            UsageMonitor.Subscription current = subscription;
            if (current != null) {
                current.close();
            }
        }

        /** Called without the lock after each write, so that one thread or the other finds it free. */
        private void completeIfEnded() {
            if (ended && writing.tryLock()) {
                try {
                    if (completed.compareAndSet(false, true)) {
                        out.complete();
                    }
                } finally {
                    writing.unlock();
                }
            }
        }
    }
}
