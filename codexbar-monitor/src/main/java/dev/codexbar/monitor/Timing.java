package dev.codexbar.monitor;

import dev.codexbar.core.ProviderDescriptor;
import java.time.Duration;

/** The settings of one provider, complete. */
record Timing(
        Duration interval, Duration shortestPause, Duration timeLimit, Duration staleAfter, Duration expireAfter) {

    private static final int STALE_INTERVALS = 2;
    private static final int EXPIRY_INTERVALS = 12;
    private static final Duration SHORTEST_EXPIRY = Duration.ofHours(1);

    static Timing of(WatchSettings settings, ProviderDescriptor descriptor) {
        Duration shortestPause = Times.longer(
                WatchSettings.SHORTEST_INTERVAL, descriptor.minimumInterval().orElse(Duration.ZERO));
        Duration interval = Times.longer(settings.interval().orElse(WatchSettings.DEFAULT_INTERVAL), shortestPause);
        Duration timeLimit = settings.timeLimit().orElse(WatchSettings.DEFAULT_TIME_LIMIT);
        Duration staleAfter = settings.staleAfter()
                .orElse(Times.times(interval, STALE_INTERVALS).plus(timeLimit));
        Duration expireAfter = settings.expireAfter()
                .orElse(Times.shorter(
                        Times.longer(SHORTEST_EXPIRY, Times.times(interval, EXPIRY_INTERVALS)),
                        WatchSettings.LONGEST_AGE));
        return new Timing(interval, shortestPause, timeLimit, staleAfter, Times.longer(expireAfter, staleAfter));
    }
}
