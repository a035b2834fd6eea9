package dev.codexbar.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor of a thousand providers costs, and what two hundred that hang cost the others.
 *
 * @since 0.1.0
 */
public final class MonitorBenchmark {

    private static final int WATCHED = 1000;
    private static final int HANGING = 200;
    private static final int POINTS = 2000;
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final double MOST_CPU_PERCENT = 1;
    private static final double MOST_DELAY_MILLIS = 50;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final StringBuilder page = new StringBuilder();
    private final StringBuilder targets = new StringBuilder("| target | measured | met |\n|---|---|---|\n");

    private MonitorBenchmark() {}

    /**
     * Makes the report.
     *
     * @param arguments the file to write
     * @throws IOException if the file cannot be written
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        MonitorBenchmark benchmark = new MonitorBenchmark();
        benchmark.introduce();
        benchmark.measureRest();
        benchmark.measureMemory();
        benchmark.measureDelays();
        String report = benchmark.page + "\n## Targets\n\n" + benchmark.targets;
        Files.writeString(Path.of(arguments[0]), report);
        System.out.println(report);
    }

    private void introduce() {
        page.append(
                        "# What a monitor costs\n\nMade by `benchmarks/monitor`, which writes this file; takes a quarter of an hour.")
                .append(" CPU time counts the whole JVM.\n\n");
        add(
                "%s %s, %d processors, %s %s. Load average when it began: %.1f; above 1, something else was running, and"
                        + " the delays suffer most.%n",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                SYSTEM.getAvailableProcessors(),
                System.getProperty("java.vm.name"),
                Runtime.version(),
                SYSTEM.getSystemLoadAverage());
    }

    /** A provider that answers at once or hangs until it is interrupted, and records how late it was asked. */
    private static final class Watched implements UsageProvider {

        private final ProviderDescriptor descriptor;
        private final boolean hangs;
        private final AtomicInteger fetches = new AtomicInteger();
        private final List<Duration> delays = Collections.synchronizedList(new ArrayList<>());
        private volatile @Nullable UsageMonitor monitor;

        Watched(int number, boolean hangs) {
            this.descriptor = ProviderDescriptor.builder("provider-" + number, "Provider " + number)
                    .build();
            this.hangs = hangs;
        }

        @Override
        public ProviderDescriptor descriptor() {
            return descriptor;
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws InterruptedException {
            Instant now = Clock.systemUTC().instant();
            int number = fetches.incrementAndGet();
            UsageMonitor asking = monitor;
            if (asking != null) {
                asking.view(descriptor.id())
                        .flatMap(view -> view.nextAttempt())
                        .ifPresent(planned -> delays.add(Duration.between(planned, now)));
            }
            if (hangs) {
                TimeUnit.DAYS.sleep(1);
            }
            return UsageSnapshot.builder(descriptor.id(), now)
                    .primary("Usage", RateWindow.of(number % 100))
                    .secondary("Bonus", RateWindow.of(number % 50))
                    .build();
        }
    }

    private static List<Watched> watched(int count, int hanging) {
        List<Watched> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Evenly among the others.
            all.add(new Watched(i, hanging > 0 && i % (count / hanging) == 0));
        }
        return all;
    }

    private static UsageMonitor.Builder monitor(List<Watched> providers) {
        return UsageMonitor.builder(UsageProviders.of(providers.toArray(UsageProvider[]::new)));
    }

    private void measureRest() throws InterruptedException {
        List<Watched> providers = watched(WATCHED, 0);
        try (UsageMonitor monitor = monitor(providers).build()) {
            monitor.start();
            // Beyond the first round and the compiling that follows it.
            TimeUnit.SECONDS.sleep(30);
            int fetchesBefore = sum(providers, one -> one.fetches.get());
            double percent = cpuPercent(WINDOW);
            int fetches = sum(providers, one -> one.fetches.get()) - fetchesBefore;
            double whole = cpuPercent(INTERVAL);
            int round = sum(providers, one -> one.fetches.get()) - fetchesBefore - fetches;
            page.append("\n## At rest\n\n");
            add(
                    "%d providers, asked every %d s, from half a minute after the start. The providers themselves cost"
                            + " nothing here.%n%n",
                    WATCHED, INTERVAL.toSeconds());
            page.append("| seconds | fetches | CPU, %% of a core |\n|---|---|---|\n".formatted());
            add("| %d, between refreshes | %d | %.2f |%n", WINDOW.toSeconds(), fetches, percent);
            add("| %d, a whole interval | %d | %.2f |%n", INTERVAL.toSeconds(), round, whole);
            target(
                    "1,000 providers at 5 minutes, CPU between refreshes < 1 % of a core",
                    percent, "%", percent < MOST_CPU_PERCENT);
        }
    }

    private static double cpuPercent(Duration window) throws InterruptedException {
        long cpuBefore = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(window.toSeconds());
        return 100.0 * (SYSTEM.getProcessCpuTime() - cpuBefore) / (System.nanoTime() - began);
    }

    private void measureMemory() throws InterruptedException {
        page.append(
                "\n## Memory\n\nHeap in use after a collection, with the monitor and without it, two windows each.\n\n");
        page.append("| | bytes for each provider |\n|---|---|\n");
        List<Watched> providers = watched(WATCHED, 0);
        long before = usedHeap();
        try (UsageMonitor monitor = monitor(providers).build()) {
            monitor.start();
            TimeUnit.SECONDS.sleep(10);
            add("| after the first answer | %d |%n", (usedHeap() - before) / WATCHED);
        }
        add("| a full history of %d points, in addition, computed | %d |%n", POINTS, 2 * POINTS * 2 * Long.BYTES);
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void measureDelays() throws InterruptedException {
        page.append("\n## While others hang\n\n");
        add(
                "%d providers, of which none or %d hang until they are interrupted: how long after their planned instant the"
                        + " others were asked. Milliseconds.%n%n",
                WATCHED, HANGING);
        page.append("| places | when | fetches | median | 99 % | longest |\n|---|---|---|---|---|---|\n");

        // The first round compiles what the others use.
        firstRound(0);
        delays("1000", "first round, none hangs", firstRound(0));
        double longest = delays("1000", "first round, 200 hang and are not known yet", firstRound(HANGING));
        target("200 that hang at once delay no other by more than 50 ms", longest, "ms", longest <= MOST_DELAY_MILLIS);
        delays("8 (default)", "two minutes, none hangs", laterRounds(0));
        longest = delays("8 (default)", "two minutes, 200 hang and hung before", laterRounds(HANGING));
        target(
                "the same with the default of 8 places, once they are known",
                longest,
                "ms",
                longest <= MOST_DELAY_MILLIS);
    }

    private static List<Watched> firstRound(int hanging) throws InterruptedException {
        List<Watched> providers = watched(WATCHED, hanging);
        try (UsageMonitor monitor = monitor(providers)
                .mostAtOnce(WATCHED)
                .timeLimit(Duration.ofSeconds(20))
                .build()) {
            providers.forEach(provider -> provider.monitor = monitor);
            monitor.start();
            TimeUnit.SECONDS.sleep(8);
        }
        return providers;
    }

    private static List<Watched> laterRounds(int hanging) throws InterruptedException {
        List<Watched> providers = watched(WATCHED, hanging);
        try (UsageMonitor monitor = monitor(providers)
                .timeLimit(Duration.ofMillis(500))
                .interval(Duration.ofMinutes(1))
                .build()) {
            monitor.start();
            // Each that hangs has kept one of the eight places for its time limit by then.
            TimeUnit.SECONDS.sleep(60);
            providers.forEach(provider -> provider.monitor = monitor);
            TimeUnit.SECONDS.sleep(WINDOW.toSeconds());
        }
        return providers;
    }

    private double delays(String places, String when, List<Watched> providers) {
        List<Double> millis = new ArrayList<>();
        providers.stream()
                .filter(provider -> !provider.hangs)
                .forEach(provider -> List.copyOf(provider.delays).forEach(delay -> millis.add(delay.toNanos() / 1e6)));
        Collections.sort(millis);
        double longest = millis.get(millis.size() - 1);
        add(
                "| %s | %s | %d | %.1f | %.1f | %.1f |%n",
                places,
                when,
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                longest);
        return longest;
    }

    private static int sum(List<Watched> providers, ToIntFunction<Watched> of) {
        return providers.stream().mapToInt(of).sum();
    }

    private void target(String what, double measured, String unit, boolean isMet) {
        targets.append(
                String.format(Locale.ROOT, "| %s | %.2f %s | %s |%n", what, measured, unit, isMet ? "yes" : "no"));
    }

    private void add(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values));
    }
}
