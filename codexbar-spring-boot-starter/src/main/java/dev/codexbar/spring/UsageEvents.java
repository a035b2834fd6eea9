package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/** Publishes changes as events while the context runs: before and after that, listeners may not be there. */
final class UsageEvents implements SmartLifecycle {

    private final UsageMonitor monitor;
    private final ApplicationEventPublisher publisher;
    private UsageMonitor.@Nullable Subscription subscription;

    UsageEvents(UsageMonitor monitor, ApplicationEventPublisher publisher) {
        this.monitor = monitor;
        this.publisher = publisher;
    }

    @Override
    public synchronized void start() {
        if (subscription == null) {
            subscription = monitor.addListener(change -> publisher.publishEvent(new UsageChangedEvent(change)));
        }
    }

    @Override
    public synchronized void stop() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return subscription != null;
    }

    /** Before the monitor, so that no change is missed. */
    @Override
    public int getPhase() {
        return UsageMonitorLifecycle.PHASE - 1;
    }
}
