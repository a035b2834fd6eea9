package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.server.DashboardRoutes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.function.ServerResponse.StreamBuilder;

/**
 * The open streams of server-sent events. They end when the context stops: a graceful shutdown would wait for them
 * otherwise. Thread-safe.
 */
final class UsageWebStreams implements SmartLifecycle {

    private static final int MOST = 64;

    /** Clients connect again. Those that have gone without a word are forgotten this way at the latest. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final DashboardRoutes routes;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    UsageWebStreams(DashboardRoutes routes) {
        this.routes = routes;
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
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(Stream::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** One client. */
    private final class Stream {

        private final StreamBuilder out;
        private UsageMonitor.@Nullable Subscription subscription;
        private boolean released;

        Stream(StreamBuilder out) {
            this.out = out;
        }

        /** Subscribes first, so that no change is lost between the first event and the second. */
        synchronized void begin() {
            subscription = routes.subscribe(this::send);
            send(routes.firstEvent());
        }

        private synchronized void send(String event) {
            if (released) {
                return;
            }
            try {
                out.write(event).flush();
            } catch (IOException gone) {
                release();
            }
        }

        synchronized void release() {
            released = true;
            if (subscription != null) {
                subscription.close();
            }
            open.remove(this);
        }

        synchronized void end() {
            if (!released) {
                release();
                out.complete();
            }
        }
    }
}
