package dev.codexbar.monitor;

import dev.codexbar.testkit.UsageMonitorContract;

/** {@link UsageMonitor} keeps the rules of monitors. */
class UsageMonitorContractTest extends UsageMonitorContract {

    @Override
    protected Monitor monitor(Setup setup) {
        return VirtualMonitors.of(setup);
    }
}
