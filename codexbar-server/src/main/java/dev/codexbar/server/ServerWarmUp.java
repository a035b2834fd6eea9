package dev.codexbar.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** Loads what the first server of a JVM needs, while its host does something else. */
final class ServerWarmUp {

    /** Waiting is no longer worth it then. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    /** Held while the server of the JDK is loaded. */
    private static final ReentrantLock LOADING = new ReentrantLock();

    private ServerWarmUp() {}

    /** Loads on this thread and another one. Only the first call has an effect. */
    static void run() {
        // A server of the JDK that was never started keeps three file descriptors (seen on 17 and 25).
        if (BEGUN.getAndSet(true)) {
            return;
        }
        Thread dates = new Thread(null, ServerWarmUp::loadDates, "codexbar-server-dates", 0, false);
        dates.setDaemon(true);
        dates.start();
        LOADING.lock();
        try {
            // Without an address it is bound to none.
            HttpServer unbound = HttpServer.create();
            unbound.createContext("/", HttpExchange::close);
            unbound.stop(0);
        } catch (IOException | RuntimeException | LinkageError unusable) {
            ServerLog.LOGGER.log(Level.DEBUG, "The server could not be warmed up.", unusable);
        } finally {
            LOADING.unlock();
        }
    }

    /** Waits until nothing is loaded any more: two threads that load the same take longer than one. */
    static void await() {
        try {
            if (LOADING.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                LOADING.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every answer is dated by a formatter like this one, which loads the texts of a locale when it is used. */
    private static void loadDates() {
        String unused = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
                .withZone(ZoneId.of("GMT"))
                .format(Instant.EPOCH);
    }
}
