package dev.codexbar.monitor;

import dev.codexbar.core.UsageProviders;
import dev.codexbar.testkit.VirtualTime;
import java.time.Duration;

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
        return UsageMonitor.builder(providers)
                .interval(Duration.ofMinutes(5))
                .threads(new MonitorThreads(
                        time.clock(),
                        time::nanoTime,
                        () -> 0.5,
                        time::sleep,
                        () -> time.newTimer("timer"),
                        false,
                        () -> time.newThreads("fetch"),
                        time::newThreads));
    }
}
