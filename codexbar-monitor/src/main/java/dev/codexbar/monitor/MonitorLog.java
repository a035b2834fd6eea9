package dev.codexbar.monitor;

import java.lang.System.Logger;

/** The logger of this package, found when there is something to log: the look for one takes as long as a start. */
final class MonitorLog {

    static final Logger LOGGER = System.getLogger("dev.codexbar.monitor");

    private MonitorLog() {}
}
