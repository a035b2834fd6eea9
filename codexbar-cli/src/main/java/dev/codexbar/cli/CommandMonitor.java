package dev.codexbar.cli;

import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.UsageMonitor;

/** The monitor of the commands that stay. */
final class CommandMonitor {

    private CommandMonitor() {}

    static UsageMonitor.Builder builder(UsageProviders providers, Host host) {
        return UsageMonitor.builder(providers)
                .clock(host.clock())
                // The few fetches at once need none, and JDK 25 takes 10 ms to make them by reflection.
                .virtualThreads(false);
    }
}
