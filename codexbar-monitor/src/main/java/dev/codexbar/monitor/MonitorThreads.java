package dev.codexbar.monitor;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** Time and threads of a monitor, the only place that has either. Tests put virtual time here. Thread-safe. */
interface MonitorThreads {

    /** Returns the clock whose wall time attempts are planned in. */
    Clock clock();

    /** Returns the time of a clock that cannot be set, in nanoseconds: a comparison shows that the other one jumped. */
    long nanoTime();

    /** Returns an evenly distributed number from 0 up to 1, for jitter. */
    double random();

    /** Waits, as a fetch does for another process. */
    void sleep(Duration duration) throws InterruptedException;

    /** Returns a new executor of what is due later. */
    ScheduledExecutorService newTimer();

    /** Whether a fetch can keep the threads of others from running, as virtual threads can. */
    boolean sharesCarriers();

    /** Returns a new executor of fetches. */
    ExecutorService newFetches();

    /** Returns a new executor of platform threads, which are named after what they do. */
    ExecutorService newPlatformThreads(String name);
}
