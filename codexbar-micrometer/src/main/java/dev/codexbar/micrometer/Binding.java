package dev.codexbar.micrometer;

import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.monitor.FetchReport;
import dev.codexbar.monitor.UsageChange;
import dev.codexbar.monitor.UsageListener;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one monitor in one registry. A series is registered when its value becomes known and removed when it is
 * known no more; in between the value is replaced in place, so that no scrape can miss the series. Thread-safe.
 */
final class Binding implements UsageListener, AutoCloseable {

    static final int MOST_PROVIDERS = 64;

    private static final Logger LOGGER = System.getLogger("dev.codexbar.micrometer");

    private final UsageMonitor monitor;
    private final MeterRegistry registry;
    private final Tags common;
    private final Map<String, ProviderSeries> providers = new LinkedHashMap<>();
    private final int omittedProviders;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Set<Meter> lasting = new HashSet<>();
    private final List<UsageMonitor.Subscription> subscriptions = new ArrayList<>();
    private boolean ended;
    private boolean closed;

    /** A value that can be replaced. */
    private static final class Cell {

        private volatile DoubleSupplier value;

        private Cell(DoubleSupplier value) {
            this.value = value;
        }

        private double read() {
            return value.getAsDouble();
        }
    }

    private record Series(Cell cell, Meter meter) {}

    /** The series of one provider; guarded by the lock, but for what gauges read. */
    private static final class ProviderSeries {

        private final ProviderRows rows;
        private final Map<Row.Key, Series> series = new HashMap<>();
        private final Map<SkipCause, Counter> skipped = new HashMap<>();
        private volatile int omittedWindows;
        private volatile int omittedAmounts;
        private boolean hasWarned;

        private ProviderSeries(ProviderRows rows) {
            this.rows = rows;
        }
    }

    /** Makes the binding without touching monitor or registry; {@link #begin} does that. */
    Binding(UsageMonitor monitor, MeterRegistry registry, Tags common, UsageMeterNames names) {
        this.monitor = monitor;
        this.registry = registry;
        this.common = common;
        List<UsageView> views = monitor.views();
        this.omittedProviders = Math.max(0, views.size() - MOST_PROVIDERS);
        for (UsageView view : views.subList(0, views.size() - omittedProviders)) {
            String id = view.providerId();
            ProviderRows rows =
                    new ProviderRows(view, names, () -> monitor.view(id).orElse(view));
            providers.put(id, new ProviderSeries(rows));
        }
    }

    /** Registers the meters and keeps them current. If it throws, {@link #close} removes what there is. */
    void begin(UsageMeterNames names, String version) {
        if (omittedProviders > 0) {
            LOGGER.log(
                    Level.WARNING,
                    "There are meters for " + MOST_PROVIDERS + " providers, and none for " + omittedProviders
                            + " more.");
        }
        // Before the first look, so that no change falls in between; without the lock, as the monitor takes its own.
        keep(monitor.addListener(this));
        monitor.changes().subscribe(new EndOfMonitor());
        lock.lock();
        try {
            if (closed) {
                return;
            }
            lasting.add(gauge(MeterName.INFO, Tags.of("version", version), new Cell(() -> 1)));
            if (names.includesWinCodexBar()) {
                lasting.add(gauge(MeterName.WIN_UP, Tags.empty(), new Cell(() -> 1)));
            }
            lasting.add(gauge(
                    MeterName.FETCH_OVERDUE,
                    Tags.empty(),
                    new Cell(() -> monitor.overdue().size())));
            omitted("provider", () -> omittedProviders);
            omitted("window", () -> sum(one -> one.omittedWindows));
            omitted("amount", () -> sum(one -> one.omittedAmounts));
            providers.forEach((id, one) -> {
                // From the start, because a rate cannot see the step from nothing to 1.
                timer(id, null);
                for (SkipCause cause : SkipCause.values()) {
                    one.skipped.computeIfAbsent(cause, unseen -> counter(id, unseen));
                }
                if (!ended) {
                    update(id, one);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    private void keep(UsageMonitor.Subscription subscription) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            if (!late) {
                subscriptions.add(subscription);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            subscription.close();
        }
    }

    private void omitted(String kind, DoubleSupplier count) {
        lasting.add(gauge(MeterName.SERIES_OMITTED, Tags.of("kind", kind), new Cell(count)));
    }

    private int sum(ToIntFunction<ProviderSeries> count) {
        return providers.values().stream().mapToInt(count).sum();
    }

    // ---- listening

    @Override
    public void changed(UsageChange change) {
        lock.lock();
        try {
            ProviderSeries one = providers.get(change.providerId());
            if (one != null && !closed && !ended) {
                update(change.providerId(), one);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void fetched(FetchReport report) {
        lock.lock();
        try {
            if (!closed && providers.containsKey(report.providerId())) {
                timer(report.providerId(), report.reason()).record(report.duration());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void skipped(String providerId, SkipCause cause) {
        lock.lock();
        try {
            ProviderSeries one = providers.get(providerId);
            if (one != null && !closed) {
                one.skipped
                        .computeIfAbsent(cause, unseen -> counter(providerId, unseen))
                        .increment();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A closed monitor reports no more expiry: what it knew last must not stay for ever. */
    private final class EndOfMonitor implements Flow.Subscriber<UsageChange> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            lock.lock();
            try {
                if (closed) {
                    subscription.cancel();
                } else {
                    // Nothing is requested: only the end counts.
                    subscriptions.add(subscription::cancel);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onNext(UsageChange change) {}

        @Override
        public void onError(Throwable fault) {}

        @Override
        public void onComplete() {
            lock.lock();
            try {
                ended = true;
                providers.values().forEach(Binding.this::removeRows);
            } finally {
                lock.unlock();
            }
        }
    }

    // ---- meters; the lock is held

    private void update(String id, ProviderSeries one) {
        UsageView view = monitor.view(id).orElseThrow();
        ProviderRows.Rows rows = one.rows.of(view);
        one.omittedWindows = rows.omittedWindows();
        one.omittedAmounts = rows.omittedAmounts();
        if (!one.hasWarned && rows.omittedWindows() + rows.omittedAmounts() > 0) {
            one.hasWarned = true;
            LOGGER.log(
                    Level.WARNING,
                    "Some numbers of provider " + id + " have no meter (windows: " + rows.omittedWindows()
                            + ", amounts: " + rows.omittedAmounts()
                            + "), because they are too many, or their ids or units are unfit for a tag.");
        }
        Map<Row.Key, DoubleSupplier> known = new LinkedHashMap<>();
        rows.list().forEach(row -> known.put(row.key(), row.value()));
        one.series.entrySet().removeIf(entry -> {
            boolean vanished = !known.containsKey(entry.getKey());
            if (vanished) {
                registry.remove(entry.getValue().meter());
            }
            return vanished;
        });
        known.forEach((key, value) -> {
            Series series = one.series.get(key);
            if (series == null) {
                Cell cell = new Cell(value);
                one.series.put(key, new Series(cell, gauge(key.name(), key.tags(), cell)));
            } else {
                series.cell().value = value;
            }
        });
    }

    private void removeRows(ProviderSeries one) {
        one.series.values().forEach(series -> registry.remove(series.meter()));
        one.series.clear();
        one.omittedWindows = 0;
        one.omittedAmounts = 0;
    }

    /** Held strongly: a gauge over an object that is collected reads NaN. */
    private Meter gauge(MeterName name, Tags tags, Cell cell) {
        if (name.isTime()) {
            return TimeGauge.builder(name.id(), cell, TimeUnit.SECONDS, Cell::read)
                    .strongReference(true)
                    .description(name.description())
                    .tags(common.and(tags))
                    .register(registry);
        }
        return Gauge.builder(name.id(), cell, Cell::read)
                .strongReference(true)
                .baseUnit(name.baseUnit())
                .description(name.description())
                .tags(common.and(tags))
                .register(registry);
    }

    private Timer timer(String providerId, @Nullable Reason reason) {
        Timer timer = Timer.builder(MeterName.FETCH.id())
                .description(MeterName.FETCH.description())
                .tags(common.and(
                        "provider",
                        providerId,
                        "outcome",
                        reason == null ? "success" : "failure",
                        "reason",
                        reason == null ? "none" : word(reason)))
                .register(registry);
        lasting.add(timer);
        return timer;
    }

    private Counter counter(String providerId, SkipCause cause) {
        Counter counter = Counter.builder(MeterName.FETCH_SKIPPED.id())
                .description(MeterName.FETCH_SKIPPED.description())
                .tags(common.and("provider", providerId, "cause", word(cause)))
                .register(registry);
        lasting.add(counter);
        return counter;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Removes the meters. */
    @Override
    public void close() {
        List<UsageMonitor.Subscription> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(subscriptions);
            subscriptions.clear();
            providers.values().forEach(this::removeRows);
            lasting.forEach(registry::remove);
            lasting.clear();
        } finally {
            lock.unlock();
        }
        open.forEach(UsageMonitor.Subscription::close);
    }
}
