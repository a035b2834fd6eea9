package dev.codexbar.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast a quota is being used, compared with using it up evenly until its reset. Immutable; a pure function of a
 * window and an instant.
 *
 * @since 0.1.0
 */
public final class UsagePace {

    private final Instant at;
    private final Instant now;
    private final double expectedPercent;
    private final double deltaPercent;
    private final Stage stage;
    private final @Nullable Instant runsOutAt;

    private UsagePace(
            Instant at, Instant now, double expectedPercent, double deltaPercent, @Nullable Instant runsOutAt) {
        this.at = at;
        this.now = now;
        this.expectedPercent = expectedPercent;
        this.deltaPercent = deltaPercent;
        this.stage = Stage.of(deltaPercent);
        this.runsOutAt = runsOutAt;
    }

    /**
     * Returns the pace of a window at an instant.
     *
     * <p>With {@code start = resetsAt - period}, even use would have reached {@code 100 × (now - start) / period}
     * percent. At the rate so far, the quota runs out at {@code start + (now - start) × 100 / usedPercent}.
     *
     * @param window the window
     * @param now the instant to compute the pace for
     * @return the pace, or empty if it would be a guess because the window has no period or no reset, the reset is not
     *     after {@code now}, or nothing of the window has elapsed
     */
    public static Optional<UsagePace> of(RateWindow window, Instant now) {
        return of(window, now, now);
    }

    /**
     * Returns the pace of a window that was measured before now, such as one that a host keeps until the next answer.
     *
     * <p>It is the pace at the measurement: how much was used since is unknown, so a later instant would make the use
     * look slower than it was. The {@link #summary()} counts from now.
     *
     * @param window the window
     * @param measuredAt when it was measured, such as {@link UsageSnapshot#updatedAt()}; an instant after {@code now}
     *     counts as {@code now}
     * @param now the instant to look from
     * @return the pace, or empty if it would be a guess because the window has no period or no reset, the reset is not
     *     after {@code now}, or nothing of the window had elapsed
     */
    public static Optional<UsagePace> of(RateWindow window, Instant measuredAt, Instant now) {
        Instant at = measuredAt.isAfter(Objects.requireNonNull(now, "now")) ? now : measuredAt;
        Optional<Duration> period = window.period();
        Optional<Instant> resetsAt = window.resetsAt();
        if (period.isEmpty() || resetsAt.isEmpty() || !resetsAt.get().isAfter(now)) {
            return Optional.empty();
        }
        Duration left = Duration.between(at, resetsAt.get());
        if (left.compareTo(period.get()) >= 0) {
            return Optional.empty();
        }
        double periodSeconds = seconds(period.get());
        double leftSeconds = seconds(left);
        double elapsedSeconds = periodSeconds - leftSeconds;
        double used = window.usedPercent();
        double expected = 100 * elapsedSeconds / periodSeconds;
        Instant runsOutAt = null;
        if (used >= 100) {
            runsOutAt = at;
        } else if (used > 0) {
            double secondsToEmpty = elapsedSeconds * (100 - used) / used;
            if (secondsToEmpty < leftSeconds) {
                runsOutAt = at.plusSeconds(Math.round(secondsToEmpty));
            }
        }
        return Optional.of(new UsagePace(at, now, expected, used - expected, runsOutAt));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    /**
     * Returns the instant that this pace is of.
     *
     * @return the instant of the measurement, or that which the pace was computed for
     */
    public Instant at() {
        return at;
    }

    /**
     * Returns how much would be used at that instant if the quota were used evenly.
     *
     * @return percent, over 0 and under 100
     */
    public double expectedPercent() {
        return expectedPercent;
    }

    /**
     * Returns how far the use is from even use.
     *
     * @return percentage points; positive means that more is used than expected
     */
    public double deltaPercent() {
        return deltaPercent;
    }

    /**
     * Returns how far the use is from even use, as a stage.
     *
     * @return the stage
     */
    public Stage stage() {
        return stage;
    }

    /**
     * Returns when the quota runs out at the rate so far.
     *
     * @return an instant before the reset, {@link #at()} if it had run out by then, or empty if it lasts until the
     *     reset
     */
    public Optional<Instant> runsOutAt() {
        return Optional.ofNullable(runsOutAt);
    }

    /**
     * Tells whether the quota lasts until the reset at the rate so far.
     *
     * @return {@code false} if it runs out before, or has run out
     */
    public boolean lastsUntilReset() {
        return runsOutAt == null;
    }

    /**
     * Returns the pace in words, for people.
     *
     * @return English words such as {@code "9% more than even use, runs out in about 3 days"}
     */
    public String summary() {
        long points = Math.round(Math.abs(deltaPercent));
        String use = stage == Stage.ON_TRACK
                ? "on track"
                : points + "% " + (deltaPercent > 0 ? "more" : "less") + " than even use";
        if (runsOutAt == null) {
            return use + ", lasts until the reset";
        }
        if (!runsOutAt.isAfter(at)) {
            return use + ", used up";
        }
        return use
                + (runsOutAt.isAfter(now)
                        ? ", runs out in " + about(Duration.between(now, runsOutAt))
                        : ", probably used up by now");
    }

    /** One unit is enough for a guess. */
    private static String about(Duration duration) {
        long hours = duration.toHours();
        if (hours >= 36) {
            return "about " + (hours + 12) / 24 + " days";
        }
        if (hours >= 2) {
            return "about " + hours + " hours";
        }
        long minutes = duration.toMinutes();
        return minutes >= 2 ? "about " + minutes + " minutes" : "a minute";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsagePace that
                && at.equals(that.at)
                && now.equals(that.now)
                && expectedPercent == that.expectedPercent
                && deltaPercent == that.deltaPercent
                && Objects.equals(runsOutAt, that.runsOutAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(at, now, expectedPercent, deltaPercent, runsOutAt);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsagePace")
                .field("at", at)
                .field("now", now)
                .field("stage", stage)
                .field("expectedPercent", expectedPercent)
                .field("deltaPercent", deltaPercent)
                .field("runsOutAt", runsOutAt)
                .toString();
    }

    /**
     * How far the use is from even use, in words. "Ahead" means that more is used than expected.
     *
     * @since 0.1.0
     */
    public enum Stage {
        /** Within 2 points of even use. */
        ON_TRACK,
        /** More than 2 and up to 6 points over. */
        SLIGHTLY_AHEAD,
        /** More than 6 and up to 12 points over. */
        AHEAD,
        /** More than 12 points over. */
        FAR_AHEAD,
        /** More than 2 and up to 6 points under. */
        SLIGHTLY_BEHIND,
        /** More than 6 and up to 12 points under. */
        BEHIND,
        /** More than 12 points under. */
        FAR_BEHIND;

        static Stage of(double deltaPercent) {
            boolean ahead = deltaPercent > 0;
            double distance = Math.abs(deltaPercent);
            if (distance <= 2) {
                return ON_TRACK;
            }
            if (distance <= 6) {
                return ahead ? SLIGHTLY_AHEAD : SLIGHTLY_BEHIND;
            }
            if (distance <= 12) {
                return ahead ? AHEAD : BEHIND;
            }
            return ahead ? FAR_AHEAD : FAR_BEHIND;
        }
    }
}
