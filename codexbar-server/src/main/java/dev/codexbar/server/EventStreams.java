package dev.codexbar.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of server-sent events. Each has a thread and a short queue of its own, so a slow client delays no
 * other; one that does not read loses the oldest events, then its connection. Thread-safe.
 */
final class EventStreams {

    static final int MOST_STREAMS = 64;

    private static final int QUEUE = 16;
    private static final long HEARTBEAT_SECONDS = 10;
    private static final long WRITE_LIMIT_SECONDS = 10;

    /** A comment, which clients ignore. Only a write shows that a client has gone. */
    private static final String HEARTBEAT = ":\n\n";

    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST_STREAMS);
    private volatile boolean closed;

    EventStreams(ExecutorService threads, ScheduledExecutorService timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /**
     * Reserves the place of another stream, for {@link #open} or {@link #cancelReservation}. If there is none, all
     * clients are probed, so that the places of those that have gone become free.
     */
    boolean tryReserve() {
        if (closed) {
            return false;
        }
        boolean reserved = places.tryAcquire();
        if (!reserved) {
            open.forEach(stream -> stream.offer(HEARTBEAT));
        }
        return reserved;
    }

    /** Gives back the place of a stream that was not opened. */
    void cancelReservation() {
        places.release();
    }

    /**
     * Takes over an exchange whose headers were sent, in a place that was reserved.
     *
     * @param first the first event
     */
    void open(HttpExchange exchange, String first) {
        Stream stream = new Stream(exchange);
        stream.offer(first);
        open.add(stream);
        try {
            threads.execute(stream);
        } catch (RejectedExecutionException over) {
            stream.close();
        }
        if (closed) {
            stream.close();
        }
    }

    /** Sends an event to all clients; without any, its text is not made. */
    void send(Supplier<String> event) {
        if (!open.isEmpty()) {
            String text = event.get();
            open.forEach(stream -> stream.offer(text));
        }
    }

    int size() {
        return open.size();
    }

    void close() {
        closed = true;
        open.forEach(Stream::close);
    }

    /** Returns an event in the form of the standard. */
    static String event(String name, String data) {
        StringBuilder event = new StringBuilder("event: ").append(name).append('\n');
        data.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
        return event.append('\n').toString();
    }

    private final class Stream implements Runnable {

        private final HttpExchange exchange;
        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>(QUEUE);
        private volatile @Nullable Thread thread;

        Stream(HttpExchange exchange) {
            this.exchange = exchange;
        }

        void offer(String event) {
            while (!queue.offer(event)) {
                queue.poll();
            }
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                OutputStream body = exchange.getResponseBody();
                while (!closed) {
                    String next = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                    write(body, next == null ? HEARTBEAT : next);
                }
            } catch (IOException | InterruptedException gone) {
                // The client has left, or the server is closing.
            } finally {
                close();
            }
        }

        private void write(OutputStream body, String text) throws IOException {
            Thread writer = Thread.currentThread();
            ScheduledFuture<?> deadline = timer.schedule(writer::interrupt, WRITE_LIMIT_SECONDS, TimeUnit.SECONDS);
            try {
                body.write(text.getBytes(StandardCharsets.UTF_8));
                body.flush();
            } finally {
                deadline.cancel(false);
            }
        }

        void close() {
            if (open.remove(this)) {
                places.release();
            }
            Thread writer = thread;
            if (writer != null && writer != Thread.currentThread()) {
                writer.interrupt();
            }
            exchange.close();
        }
    }
}
