package dev.codexbar.monitor;

import dev.codexbar.core.UsageProviders;
import dev.codexbar.testkit.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** Opens the only seam for time that a monitor has, which is private to its package, to the tests of this module. */
public final class VirtualUsageMonitors {

    private VirtualUsageMonitors() {}

    /**
     * Returns the builder of a monitor that lives in virtual time and asks every five minutes.
     *
     * @param providers the providers
     * @param time the time
     * @return a builder
     */
    public static UsageMonitor.Builder builder(UsageProviders providers, VirtualTime time) {
        return UsageMonitor.builder(providers).interval(Duration.ofMinutes(5)).threads(new VirtualMonitorThreads(time));
    }

    private record VirtualMonitorThreads(VirtualTime time) implements MonitorThreads {

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
            return 0.5;
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
            return false;
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
}
