package dev.codexbar.provider.claude.report;

import dev.codexbar.core.RateWindow;
import dev.codexbar.provider.support.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One limit of a plan.
 *
 * @param usedPercent percent from 0 up
 * @param reset when it is full again, if known
 * @param period its length
 */
record Limit(double usedPercent, Optional<Instant> reset, Duration period) {

    static final Duration SESSION = Duration.ofHours(5);
    static final Duration WEEK = Duration.ofDays(7);

    /** What is larger is no percentage, even in overage. */
    private static final double MOST = 1e6;

    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * Returns a limit, or empty if its use is unknown.
     *
     * @param json an object with {@code resets_at}
     * @param percent the name of its percentage
     * @param period how long such a limit is
     */
    static Optional<Limit> read(JsonValue json, String percent, Duration period) {
        OptionalDouble used = json.get(percent).number();
        boolean known = used.orElse(-1) >= 0 && used.orElse(0) <= MOST;
        return known
                ? Optional.of(new Limit(used.getAsDouble(), instant(json.get("resets_at")), period))
                : Optional.empty();
    }

    /** Returns whether the reset is past: then the figure means nothing now. */
    boolean isOver(Instant now) {
        return reset.isPresent() && !reset.get().isAfter(now);
    }

    RateWindow window() {
        RateWindow.Builder window = RateWindow.builder(usedPercent).period(period);
        reset.ifPresent(window::resetsAt);
        return window.build();
    }

    private static Optional<Instant> instant(JsonValue json) {
        try {
            Instant instant =
                    OffsetDateTime.parse(json.text().orElse("").strip()).toInstant();
            return instant.isBefore(EARLIEST) || !instant.isBefore(LATEST) ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
