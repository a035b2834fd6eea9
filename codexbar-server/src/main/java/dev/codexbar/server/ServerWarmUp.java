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
        try {
            loadServer();
            // Last, as it is needed last, and takes as long as the rest.
            loadDates();
        } catch (IOException | RuntimeException | LinkageError unusable) {
            ServerLog.log(Level.DEBUG, "The server could not be warmed up.", unusable);
        }
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

    /** Every answer is dated by a formatter like this one, which loads the texts of a locale when it is used. */
    private static void loadDates() {
        String unused = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
                .withZone(ZoneId.of("GMT"))
                .format(Instant.EPOCH);
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
