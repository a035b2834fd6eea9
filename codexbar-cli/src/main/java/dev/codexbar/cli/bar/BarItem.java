package dev.codexbar.cli.bar;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about one provider.
 *
 * @param id the id of the provider
 * @param name what people call it
 * @param snapshot the last answer, or empty if there is none
 * @param failure why the last attempt failed, or empty if it did not
 * @param measuredAt when the answer was measured
 * @param isOld whether the answer is older than it should be
 * @since 0.1.0
 */
public record BarItem(
        String id,
        String name,
        Optional<UsageSnapshot> snapshot,
        Optional<UsageException> failure,
        Optional<Instant> measuredAt,
        boolean isOld) {

    /**
     * Checks the parts.
     *
     * @param id the id of the provider
     * @param name what people call it
     * @param snapshot the last answer
     * @param failure why the last attempt failed
     * @param measuredAt when the answer was measured
     * @param isOld whether the answer is older than it should be
     */
    public BarItem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(measuredAt, "measuredAt");
    }

    /**
     * Returns the window of which most is used: the one that stops the work first. One of a period that is over counts
     * only where there is no other.
     */
    Optional<NamedRateWindow> fullest(Instant now) {
        if (snapshot.isEmpty()) {
            return Optional.empty();
        }
        NamedRateWindow fullest = null;
        for (NamedRateWindow named : snapshot.get().windows()) {
            // The first of equals, because the main quota comes first.
            if (fullest == null || isFuller(named.window(), fullest.window(), now)) {
                fullest = named;
            }
        }
        return Optional.ofNullable(fullest);
    }

    private static boolean isFuller(RateWindow one, RateWindow other, Instant now) {
        boolean isPast = isPastReset(one, now);
        return isPast == isPastReset(other, now) ? one.usedPercent() > other.usedPercent() : !isPast;
    }

    /** Returns the level at an instant. */
    BarLevel level(Instant now) {
        if (snapshot.isEmpty()) {
            return failure.isPresent() ? BarLevel.ERROR : BarLevel.UNKNOWN;
        }
        Optional<RateWindow> fullest = fullest(now).map(NamedRateWindow::window);
        if (isOld
                || failure.isPresent()
                || fullest.filter(window -> isPastReset(window, now)).isPresent()) {
            return BarLevel.STALE;
        }
        return fullest.map(BarLevel::of).orElse(BarLevel.UNKNOWN);
    }

    /** Whether the number is that of the period before. */
    private static boolean isPastReset(RateWindow window, Instant now) {
        return window.resetPrecision() == RateWindow.ResetPrecision.INSTANT
                && window.resetsAt().filter(reset -> !reset.isAfter(now)).isPresent();
    }

    /** Returns how old the answer is, for example {@code 2m}. */
    Optional<Duration> age(Instant now) {
        return measuredAt
                .map(measured -> Duration.between(measured, now))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
}
