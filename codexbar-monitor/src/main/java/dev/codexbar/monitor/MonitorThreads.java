package dev.codexbar.monitor;

import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Time and threads of a monitor, the only place that has either. Tests put virtual time here.
 *
 * @param clock what time it is: plans are in wall time
 * @param nanoTime a clock that cannot be set: a comparison shows that the other one jumped
 * @param random evenly distributed numbers from 0 up to 1, for jitter
 * @param sleeper how a fetch waits for another process
 * @param timer makes the executor of what is due later
 * @param sharesCarriers whether a fetch can keep the threads of others from running, as virtual threads can
 * @param fetches makes the executor of fetches
 * @param platformThreads makes an executor of platform threads, by the name of what they do
 */
record MonitorThreads(
        Clock clock,
        LongSupplier nanoTime,
        DoubleSupplier random,
        Sleeper sleeper,
        Supplier<ScheduledExecutorService> timer,
        boolean sharesCarriers,
        Supplier<ExecutorService> fetches,
        Function<String, ExecutorService> platformThreads) {

    /** How long an idle thread stays for the next fetch or the next change. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    private static final String PREFIX = "codexbar-monitor-";

    /** Waits. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    static MonitorThreads real(Clock clock) {
        return real(clock, true);
    }

    static MonitorThreads real(Clock clock, boolean virtualFetches) {
        boolean virtual = virtualFetches && VirtualThreads.isSupported();
        return new MonitorThreads(
                clock,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble(),
                duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()),
                MonitorThreads::timerThread,
                virtual,
                () -> virtual ? VirtualThreads.newExecutor(PREFIX + "fetch-") : pool("fetch"),
                MonitorThreads::pool);
    }

    private static ScheduledExecutorService timerThread() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** No bound of its own: the monitor bounds how many fetches run, and each listener uses one thread. */
    private static ExecutorService pool(String name) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEEP_ALIVE.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                daemons(name));
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            // Without the thread locals of the thread that happens to start it.
            Thread thread = new Thread(null, work, PREFIX + name + "-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Virtual threads by reflection, because the library runs on JDK 17; they exist from 21 on. */
    private static final class VirtualThreads {

        private static final @Nullable Method OF_VIRTUAL = ofVirtual();

        private VirtualThreads() {}

        private static @Nullable Method ofVirtual() {
            if (Runtime.version().feature() < 21) {
                // In 19 and 20 it is a preview, which throws when it is called.
                return null;
            }
            try {
                return Thread.class.getMethod("ofVirtual");
            } catch (NoSuchMethodException none) {
                return null;
            }
        }

        static boolean isSupported() {
            return OF_VIRTUAL != null;
        }

        static ExecutorService newExecutor(String name) {
            try {
                Method ofVirtual = Objects.requireNonNull(OF_VIRTUAL);
                Class<?> builderType = Class.forName("java.lang.Thread$Builder");
                Object builder = ofVirtual.invoke(null);
                builderType.getMethod("name", String.class, long.class).invoke(builder, name, 1L);
                Object factory = builderType.getMethod("factory").invoke(builder);
                return (ExecutorService) Executors.class
                        .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                        .invoke(null, factory);
            } catch (ReflectiveOperationException impossible) {
                // All four are public API from JDK 21 on.
                throw new IllegalStateException("cannot make virtual threads", impossible);
            }
        }
    }
}
