package dev.codexbar.spring;

import dev.codexbar.monitor.UsageMonitor;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the monitor with the application context. Stopping the context suspends it, so that a context that is started
 * again goes on; the monitor is closed when its bean is destroyed.
 */
final class UsageMonitorLifecycle implements SmartLifecycle {

    /** After the web server: the first fetches start programs, which would slow the start of the application down. */
    static final int PHASE = DEFAULT_PHASE;

    private final UsageMonitor monitor;
    private boolean started;
    private boolean running;

    UsageMonitorLifecycle(UsageMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public synchronized void start() {
        if (started) {
            monitor.resume();
        } else {
            started = true;
            monitor.start();
        }
        running = true;
    }

    @Override
    public synchronized void stop() {
        monitor.suspend();
        running = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
