package dev.codexbar.monitor;

import dev.codexbar.testkit.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** Virtual time and threads. A test overrides what it wants to be different. */
class VirtualMonitorThreads implements MonitorThreads {

    /** Any seed will do, but the same each time. */
    private static final long SEED = 20260131;

    private final VirtualTime time;
    private final Random random = new Random(SEED);

    VirtualMonitorThreads(VirtualTime time) {
        this.time = time;
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        time.sleep(duration);
    }

    @Override
    public ScheduledExecutorService newTimer() {
        return time.newTimer("timer");
    }

    @Override
    public boolean sharesCarriers() {
        return true;
    }

    @Override
    public ExecutorService newFetches() {
        return time.newThreads("fetch");
    }

    @Override
    public ExecutorService newPlatformThreads(String name) {
        return time.newThreads(name);
    }
}
