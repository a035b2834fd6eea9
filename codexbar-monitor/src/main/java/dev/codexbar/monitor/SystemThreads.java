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
import org.jspecify.annotations.Nullable;

/**
 * The time and the threads of this JVM; only the wall time comes from a clock of the host.
 *
 * @param clock the wall time
 * @param sharesCarriers whether fetches run on virtual threads
 */
record SystemThreads(Clock clock, boolean sharesCarriers) implements MonitorThreads {

    /** How long an idle thread stays for the next fetch or the next change. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    private static final String PREFIX = "codexbar-monitor-";

    /** Returns threads whose fetches run on virtual ones where the JVM has them. */
    static SystemThreads of(Clock clock) {
        return of(clock, true);
    }

    /** Returns threads whose fetches run on virtual ones if that is wanted and the JVM has them. */
    static SystemThreads of(Clock clock, boolean virtualFetches) {
        return new SystemThreads(clock, virtualFetches && VirtualThreads.isSupported());
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    @Override
    public ScheduledExecutorService newTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    @Override
    public ExecutorService newFetches() {
        return sharesCarriers ? VirtualThreads.newExecutor(PREFIX + "fetch-") : newPlatformThreads("fetch");
    }

    /** No bound of its own: the monitor bounds how many fetches run, and each listener uses one thread. */
    @Override
    public ExecutorService newPlatformThreads(String name) {
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
