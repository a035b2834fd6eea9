package dev.codexbar.micrometer;

import dev.codexbar.monitor.UsageMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Publishes what a monitor knows as meters: how much of each quota is used, when it resets and when it runs out, how
 * old the answer is, and how the fetches went.
 *
 * <pre>{@code
 * UsageMonitor monitor = UsageMonitor.builder(UsageProviders.load()).build();
 * UsageMeterBinder meters = UsageMeterBinder.of(monitor);
 * meters.bindTo(registry);
 * monitor.start();
 * }</pre>
 *
 * <p>Reading a meter never asks a provider and never waits for one. What is unknown has no meter: never 0, and never
 * NaN. A meter appears with the first answer that has its value, and is removed when the answer expires, a window is
 * past its reset, or the monitor is closed. Fetches are counted from the binding on.
 *
 * <p>Identity never becomes a tag: no e-mail address, organisation or plan is published, and a window whose id holds
 * one is left out. At most 64 providers and, of each, 24 windows become meters for as long as the binding lasts; how
 * many are left out is the meter {@code codexbar.series.omitted}. All names, units and tags are in
 * {@code docs/METRICS.md}.
 *
 * <p>Two monitors in one registry need {@linkplain Builder#tags tags} that tell them apart. Thread-safe.
 *
 * @since 0.1.0
 */
public final class UsageMeterBinder implements MeterBinder, AutoCloseable {

    private final UsageMonitor monitor;
    private final UsageMeterNames names;
    private final Tags tags;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final IdentityHashMap<MeterRegistry, Binding> bindings = new IdentityHashMap<>();
    private boolean closed;

    private UsageMeterBinder(Builder builder) {
        this.monitor = builder.monitor;
        this.names = builder.names;
        this.tags = builder.tags;
    }

    /**
     * Returns a binder with the standard names and no tags of the host's own.
     *
     * @param monitor the monitor; it need not be started
     * @return a new binder
     */
    public static UsageMeterBinder of(UsageMonitor monitor) {
        return builder(monitor).build();
    }

    /**
     * Returns a builder.
     *
     * @param monitor the monitor; it need not be started
     * @return a new builder, with defaults
     */
    public static Builder builder(UsageMonitor monitor) {
        return new Builder(monitor);
    }

    /**
     * Registers the meters and keeps them current until this binder or the monitor is closed. May be called for several
     * registries; a second call for the same one does nothing. If the registry throws, nothing stays registered, and
     * the exception is passed on.
     *
     * @param registry where to publish
     * @throws IllegalStateException if this binder is closed
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        Binding binding = new Binding(monitor, registry, tags, names);
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the binder is closed");
            }
            if (bindings.putIfAbsent(registry, binding) != null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        // Without the lock: listeners of the registry are called, which may call this binder.
        boolean begun = false;
        try {
            binding.begin(names, version());
            begun = true;
        } finally {
            if (!begun) {
                forget(registry, binding);
            }
        }
    }

    private void forget(MeterRegistry registry, Binding binding) {
        lock.lock();
        try {
            bindings.remove(registry, binding);
        } finally {
            lock.unlock();
        }
        binding.close();
    }

    /** Removes all meters that this binder registered. Leaves the monitor alone. May be called several times. */
    @Override
    public void close() {
        List<Binding> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(bindings.values());
            bindings.clear();
        } finally {
            lock.unlock();
        }
        open.forEach(Binding::close);
    }

    @Override
    public String toString() {
        return "UsageMeterBinder[" + monitor + ", " + names + "]";
    }

    private static String version() {
        try (InputStream text = UsageMeterBinder.class.getResourceAsStream("version.txt")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    /**
     * Collects the parts of a {@link UsageMeterBinder}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final UsageMonitor monitor;
        private UsageMeterNames names = UsageMeterNames.standard();
        private Tags tags = Tags.empty();

        private Builder(UsageMonitor monitor) {
            this.monitor = Objects.requireNonNull(monitor, "monitor");
        }

        /**
         * Sets under which names to publish. The default is {@link UsageMeterNames#standard()}.
         *
         * @param value the names
         * @return this builder
         */
        public Builder names(UsageMeterNames value) {
            this.names = Objects.requireNonNull(value, "names");
            return this;
        }

        /**
         * Sets tags that every meter gets, such as an account word of the host's own choice where it watches several
         * accounts with a monitor each. Never put an e-mail address, or a hash of one, into a tag.
         *
         * @param all the tags; those that were set before are dropped
         * @return this builder
         */
        public Builder tags(Iterable<Tag> all) {
            this.tags = Tags.of(all);
            return this;
        }

        /**
         * Returns the binder.
         *
         * @return a new binder with what was set so far
         */
        public UsageMeterBinder build() {
            return new UsageMeterBinder(this);
        }
    }
}
