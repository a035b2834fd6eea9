package dev.codexbar.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.codexbar.monitor.UsageMonitor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@link DashboardRoutes} over HTTP/1.1 with the server of the JDK. Thread-safe.
 *
 * <p>At most 16 exchanges run at once and a further connection is closed at once; the head of a request and the writing
 * of its answer may take 10 seconds each; a head is at most 16 KB long. Each answer closes its connection. Beside
 * these, at most 64 clients may listen to events.
 *
 * @since 0.1.0
 */
public final class UsageServer implements AutoCloseable {

    private static final int PLACES = 16;
    private static final int BACKLOG = 16;
    private static final int MOST_HEAD_CHARACTERS = 16_384;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The server of the JDK reads what was announced after the answer is written; nothing that is needed comes. */
    private static final Duration UNREAD_BODY_LIMIT = Duration.ofSeconds(1);

    private final Routes routes;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timer;
    private final GuardedExecutor guard;
    private final EventStreams streams;
    private final Duration limit;

    private final Object life = new Object();
    private boolean startedOrClosed;
    private UsageMonitor.@Nullable Subscription changes;

    private UsageServer(Routes routes, InetSocketAddress address, Duration limit, ScheduledThreadPoolExecutor timer)
            throws IOException {
        this.routes = routes;
        this.limit = limit;
        this.threads = new ThreadPoolExecutor(
                0,
                PLACES + EventStreams.MOST_STREAMS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                timer.getThreadFactory());
        this.timer = timer;
        this.guard = new GuardedExecutor(threads, timer, PLACES, limit);
        this.streams = new EventStreams(threads, timer);
        this.server = ServerWarmUp.bind(address, BACKLOG);
        server.setExecutor(guard);
        server.createContext("/", this::handle);
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            // Inherits no thread-locals: the threads outlive the call that needed the first of them.
            Thread thread = new Thread(null, task, "codexbar-server-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns a timer for one server, which closes it. */
    static ScheduledThreadPoolExecutor newTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    static UsageServer bind(
            Routes routes, InetAddress address, int port, Duration limit, ScheduledThreadPoolExecutor timer)
            throws IOException {
        return new UsageServer(
                Objects.requireNonNull(routes, "routes"), new InetSocketAddress(address, port), limit, timer);
    }

    /**
     * Takes the port, so that connections wait until {@link #start()} lets them be answered.
     *
     * @param routes what it answers
     * @param address the address to listen at, such as {@link InetAddress#getLoopbackAddress()}
     * @param port the port from 1 to 65535, or 0 for a free one
     * @return a server that is not started yet, after the end of a {@linkplain #warmUp() warm-up} that is under way (a
     *     second at most)
     * @throws IOException if the port is taken or may not be used
     */
    public static UsageServer bind(DashboardRoutes routes, InetAddress address, int port) throws IOException {
        return bind(routes, address, port, LIMIT, newTimer());
    }

    /**
     * Answers from now on.
     *
     * @return this server
     * @throws IllegalStateException if the server was started or closed before
     */
    public UsageServer start() {
        synchronized (life) {
            if (!startedOrClosed) {
                // Not before: no client could have missed a change, and each change wakes a thread.
                changes = routes.subscribe(streams::send);
            }
            server.start();
            startedOrClosed = true;
        }
        return this;
    }

    /**
     * Loads what binding, starting and the first answer need, most of it of the JDK: a program that calls this on
     * another thread while it prepares its routes answers sooner. Takes no port; only the first call has an effect.
     * Best effort: what cannot be loaded here fails later, where the reason is reported.
     */
    public static void warmUp() {
        ServerWarmUp.run();
    }

    /**
     * Returns the port that the server listens at.
     *
     * @return a port from 1 to 65535
     */
    public int port() {
        return server.getAddress().getPort();
    }

    /**
     * Returns the address of the page.
     *
     * @return a URI such as {@code http://127.0.0.1:8080/}
     */
    public URI uri() {
        String host = AddressLiteral.of(server.getAddress().getAddress());
        return URI.create("http://" + host + ":" + port() + "/");
    }

    /** Returns how many exchanges could begin now. */
    int freePlaces() {
        return guard.freePlaces();
    }

    /** Returns how many clients listen to events. */
    int openStreams() {
        return streams.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        // A route waits for tools, by a time limit of its own: that is not the client's fault.
        guard.pause();
        boolean kept = false;
        try {
            ServerResponse response = answer(exchange);
            String firstEvent = "";
            if (response.isEventStream()) {
                try {
                    firstEvent = routes.firstEvent();
                } catch (RuntimeException fault) {
                    response = internalError(fault);
                }
            }
            guard.restart(
                    announcesBody(exchange) && limit.compareTo(UNREAD_BODY_LIMIT) > 0 ? UNREAD_BODY_LIMIT : limit);
            if (response.isEventStream()) {
                kept = stream(exchange, response, firstEvent);
            } else {
                write(exchange, response);
            }
        } finally {
            if (!kept) {
                exchange.close();
            }
        }
    }

    private ServerResponse answer(HttpExchange exchange) {
        if (isTooLong(exchange)) {
            return ServerResponse.error(400, "invalid request").forOwnPagesOnly();
        }
        try {
            return routes.answer(ServerRequest.of(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders()));
        } catch (RuntimeException fault) {
            return internalError(fault);
        }
    }

    /** The client gets no details: they may be private. */
    private static ServerResponse internalError(RuntimeException fault) {
        ServerLog.log(Level.ERROR, "A request could not be answered.", fault);
        return ServerResponse.error(500, "internal error").forOwnPagesOnly();
    }

    private boolean stream(HttpExchange exchange, ServerResponse response, String firstEvent) throws IOException {
        if (!streams.tryReserve()) {
            write(
                    exchange,
                    ServerResponse.error(503, "too many streams")
                            .forOwnPagesOnly()
                            .with("Retry-After", "5"));
            return false;
        }
        boolean opened = false;
        try {
            headers(exchange, response);
            exchange.sendResponseHeaders(response.status(), 0);
            streams.open(exchange, firstEvent);
            opened = true;
        } finally {
            if (!opened) {
                streams.cancelReservation();
            }
        }
        return true;
    }

    private static void write(HttpExchange exchange, ServerResponse response) throws IOException {
        headers(exchange, response);
        byte[] body = response.body();
        boolean isSent = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        // -1 means no body; 0 would mean one of unknown length.
        exchange.sendResponseHeaders(response.status(), isSent ? body.length : -1);
        if (isSent) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static void headers(HttpExchange exchange, ServerResponse response) {
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            exchange.getResponseHeaders().set(header.getKey(), header.getValue());
        }
        exchange.getResponseHeaders().set("Connection", "close");
    }

    private static boolean announcesBody(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return exchange.getRequestHeaders().containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    private static boolean isTooLong(HttpExchange exchange) {
        int length = exchange.getRequestURI().toString().length();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            for (String value : header.getValue()) {
                length += header.getKey().length()
                        + Objects.requireNonNullElse(value, "").length();
            }
        }
        return length > MOST_HEAD_CHARACTERS;
    }

    /** Stops listening and closes all connections. Idempotent. */
    @Override
    public void close() {
        synchronized (life) {
            if (changes != null) {
                changes.close();
            }
            streams.close();
            if (!startedOrClosed) {
                // Only the thread that a start begins closes all descriptors (seen on 17 and 25). It answers nothing.
                threads.shutdownNow();
                server.start();
                startedOrClosed = true;
            }
            server.stop(0);
        }
        threads.shutdownNow();
        timer.shutdownNow();
    }
}
