package dev.codexbar.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Loads what the first server of a JVM needs, while its host does something else. */
final class ServerWarmUp {

    /** Waiting is no longer worth it then. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    /** Whether a thread has begun to load the names of time zones. */
    private static final AtomicBoolean ZONES_BEGUN = new AtomicBoolean();

    /** Held while the server of the JDK is loaded. */
    private static final ReentrantLock LOADING = new ReentrantLock();

    /** A server that has no address yet, for the first that needs one. */
    private static final AtomicReference<@Nullable HttpServer> LOADED = new AtomicReference<>();

    private ServerWarmUp() {}

    /** Loads. Only the first call has an effect. */
    static void run() {
        if (BEGUN.getAndSet(true)) {
            return;
        }
        bestEffort(ServerWarmUp::load);
    }

    private static void load() throws IOException {
        loadServer();
        // Last, as they are needed last, and take as long as the rest.
        loadNamesOfDays();
        loadNamesOfZones();
    }

    private static void loadServer() throws IOException {
        LOADING.lock();
        try {
            HttpServer server = HttpServer.create();
            server.createContext("/", HttpExchange::close);
            server.removeContext("/");
            LOADED.set(server);
        } finally {
            LOADING.unlock();
        }
    }

    /** Every answer is dated by a formatter with this pattern and a zone, which loads texts when it is used. */
    private static void loadNamesOfDays() {
        format("EEE, dd MMM yyyy HH:mm:ss");
    }

    private static void loadNamesOfZones() {
        if (!ZONES_BEGUN.getAndSet(true)) {
            format("zzz");
        }
    }

    private static void format(String pattern) {
        String unused = DateTimeFormatter.ofPattern(pattern, Locale.US)
                .withZone(ZoneId.of("GMT"))
                .format(Instant.EPOCH);
    }

    /** Lets another thread do a part of a warm-up that has not come to it yet. */
    static void shareWith(Executor threads) {
        if (BEGUN.get() && !ZONES_BEGUN.get()) {
            threads.execute(() -> bestEffort(ServerWarmUp::loadNamesOfZones));
        }
    }

    private static void bestEffort(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException | LinkageError unusable) {
            ServerLog.log(Level.DEBUG, "The server could not be warmed up.", unusable);
        }
    }

    /** A part of a warm-up. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /**
     * Returns a server of the JDK that listens at an address. Waits until {@link #run()} has loaded one: two threads
     * that load it take longer than one.
     */
    static HttpServer bind(InetSocketAddress address, int backlog) throws IOException {
        try {
            if (LOADING.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                LOADING.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        HttpServer loaded = LOADED.getAndSet(null);
        if (loaded == null) {
            return HttpServer.create(address, backlog);
        }
        try {
            loaded.bind(address, backlog);
            return loaded;
        } catch (IOException | RuntimeException unusable) {
            // It still has no address, and a server that was never started cannot close all its descriptors.
            LOADED.set(loaded);
            throw unusable;
        }
    }
}
