package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.parallel.Isolated;

/** Monitors with real threads. */
@Isolated("it counts threads")
@Timeout(120)
class MonitorThreadsTest {

    private static final int ROUNDS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private record Stub(String id, Work work) implements UsageProvider {

        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder(id, id).build();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws InterruptedException {
            work.run();
            return UsageSnapshot.builder(id, Clock.systemUTC().instant())
                    .primary("Usage", RateWindow.of(25))
                    .build();
        }
    }

    @Test
    void leavesNoThreadAndMakesNoFetchAfterTwoThousandMonitors() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger fetches = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        UsageProvider quick = new Stub("quick", fetches::incrementAndGet);
        UsageProvider hanging = new Stub("hanging", () -> {
            running.incrementAndGet();
            try {
                TimeUnit.DAYS.sleep(1);
            } finally {
                running.decrementAndGet();
            }
        });
        List<CompletableFuture<RefreshResult>> asked = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            UsageMonitor monitor =
                    UsageMonitor.builder(UsageProviders.of(quick, hanging)).build();
            monitor.addListener(change -> calls.incrementAndGet());
            monitor.start();
            if (i % 3 == 0) {
                asked.add(monitor.refresh("quick"));
                asked.add(monitor.refresh("hanging"));
            }
            if (i % 100 == 0) {
                monitor.refresh("quick").join();
            }
            monitor.close();
            assertEquals(List.of(), monitor.overdue());
        }

        await(() -> monitorThreads().isEmpty(), () -> "threads that are left: " + monitorThreads());
        assertEquals(0, running.get(), "fetches that still run");
        assertTrue(asked.stream().allMatch(CompletableFuture::isDone), "a refresh was never answered");
        assertTrue(fetches.get() >= ROUNDS / 100, () -> fetches + " fetches");
        assertTrue(calls.get() > 0);
    }

    @Test
    void startsNoThreadBeforeItIsStartedOrWithoutProviders() {
        await(() -> monitorThreads().isEmpty(), () -> "threads that are left: " + monitorThreads());
        try (UsageMonitor unused = UsageMonitor.builder(UsageProviders.of(new Stub("one", () -> {})))
                        .build();
                UsageMonitor empty = UsageMonitor.builder(UsageProviders.of()).build()) {
            empty.start();
            assertEquals(1, unused.views().size());
            assertEquals(List.of(), empty.views());
            assertEquals(List.of(), monitorThreads());
        }
    }

    @Test
    void usesDaemonThreadsOnly() throws InterruptedException {
        ConcurrentLinkedQueue<Boolean> daemons = new ConcurrentLinkedQueue<>();
        BlockingQueue<UsageChange> changes = new LinkedBlockingQueue<>();
        UsageProvider provider =
                new Stub("one", () -> daemons.add(Thread.currentThread().isDaemon()));
        try (UsageMonitor monitor =
                UsageMonitor.builder(UsageProviders.of(provider)).build()) {
            monitor.addListener(change -> {
                daemons.add(Thread.currentThread().isDaemon());
                changes.add(change);
            });
            monitor.start();
            while (changes.poll(30, TimeUnit.SECONDS).after().snapshot().isEmpty()) {
                assertTrue(daemons.size() < 10);
            }
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("codexbar-monitor"))
                    .forEach(thread -> daemons.add(thread.isDaemon()));
        }

        assertTrue(daemons.size() >= 4, daemons::toString);
        assertTrue(daemons.stream().allMatch(daemon -> daemon), daemons::toString);
    }

    @Test
    @EnabledForJreRange(minVersion = 21)
    void usesVirtualThreadsWhereThereAreSome() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        try (UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(
                        new Stub("one", () -> threads.add(Thread.currentThread().toString()))))
                .build()) {
            monitor.start();
            String thread = threads.poll(30, TimeUnit.SECONDS);
            assertTrue(thread.startsWith("VirtualThread[") && thread.contains("codexbar-monitor-fetch"), thread);
        }
    }

    @Test
    void usesPlatformThreadsIfVirtualOnesAreSwitchedOff() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        try (UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(
                        new Stub("one", () -> threads.add(Thread.currentThread().toString()))))
                .virtualThreads(false)
                .build()) {
            monitor.start();
            String thread = threads.poll(30, TimeUnit.SECONDS);
            assertTrue(thread.startsWith("Thread[") && thread.contains("codexbar-monitor-fetch"), thread);
        }
    }

    /** Virtual threads are not preempted: a fetch that computes keeps its carrier from all others. */
    @Test
    void isNotStarvedByProvidersThatCompute() {
        AtomicBoolean enough = new AtomicBoolean();
        int count = 2 * Runtime.getRuntime().availableProcessors();
        UsageProvider[] providers = new UsageProvider[count + 1];
        for (int i = 0; i < count; i++) {
            providers[i] = new Stub("computing-" + i, () -> {
                while (!enough.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        providers[count] = new Stub("quick", () -> {});
        try (UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(providers))
                .mostAtOnce(count + 1)
                .build()) {
            monitor.start();
            try {
                await(
                        () -> monitor.view("quick").orElseThrow().snapshot().isPresent(),
                        () -> "no answer: " + monitor.view("quick"));
            } finally {
                enough.set(true);
            }
        }
    }

    private static List<String> monitorThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("codexbar-monitor"))
                .toList();
    }

    private static void await(BooleanSupplier condition, Supplier<String> what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
