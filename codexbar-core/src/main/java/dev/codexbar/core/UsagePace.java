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

    private final Instant measuredAt;
    private final Instant resetsAt;
    private final double expectedPercent;
    private final double deltaPercent;
    private final Stage stage;
    private final @Nullable Instant runsOutAt;

    private UsagePace(
            Instant measuredAt,
            Instant resetsAt,
            double expectedPercent,
            double deltaPercent,
            @Nullable Instant runsOutAt) {
        this.measuredAt = measuredAt;
        this.resetsAt = resetsAt;
        this.expectedPercent = expectedPercent;
        this.deltaPercent = deltaPercent;
        this.stage = Stage.of(deltaPercent);
        this.runsOutAt = runsOutAt;
    }

    /**
     * Returns the pace of a window when it was measured.
     *
     * <p>With {@code start = resetsAt - period}, even use would have reached {@code 100 × (measuredAt - start) /
     * period} percent. At the rate so far, the quota runs out at {@code start + (measuredAt - start) × 100 /
     * usedPercent}.
     *
     * <p>How much was used since the measurement is unknown, so a later instant in its place would make the use look
     * slower than it was. {@link #holdsAt} tells whether the pace still counts.
     *
     * @param window the window
     * @param measuredAt when it was measured, such as {@link UsageSnapshot#updatedAt()}
     * @return the pace, or empty if it would be a guess because the window has no period or no reset, the reset is not
     *     after {@code measuredAt}, or nothing of the window had elapsed
     */
    public static Optional<UsagePace> of(RateWindow window, Instant measuredAt) {
        Objects.requireNonNull(measuredAt, "measuredAt");
        Optional<Duration> period = window.period();
        Optional<Instant> resetsAt = window.resetsAt();
        if (period.isEmpty() || resetsAt.isEmpty() || !resetsAt.get().isAfter(measuredAt)) {
            return Optional.empty();
        }
        Duration left = Duration.between(measuredAt, resetsAt.get());
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
            runsOutAt = measuredAt;
        } else if (used > 0) {
            double secondsToEmpty = elapsedSeconds * (100 - used) / used;
            if (secondsToEmpty < leftSeconds) {
                runsOutAt = measuredAt.plusSeconds(Math.round(secondsToEmpty));
            }
        }
        return Optional.of(new UsagePace(measuredAt, resetsAt.get(), expected, used - expected, runsOutAt));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    /**
     * Returns when the window was measured, which is the instant that this pace is of.
     *
     * @return the instant
     */
    public Instant measuredAt() {
        return measuredAt;
    }

    /**
     * Tells whether this pace still counts: once the quota is reset, nothing is known about the new period.
     *
     * @param now the instant to look from
     * @return whether the reset is after it
     */
    public boolean holdsAt(Instant now) {
        return resetsAt.isAfter(now);
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
     * @return an instant before the reset, {@link #measuredAt()} if it had run out by then, or empty if it lasts until
     *     the reset
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
     * Returns the pace in words, for people. It is that of the measurement; the time until the quota runs out counts
     * from {@code now}.
     *
     * @param now the instant to look from
     * @return English words such as {@code "9% more than even use, runs out in about 3 days"}, or empty if the pace no
     *     longer {@linkplain #holdsAt holds}
     */
    public Optional<String> summary(Instant now) {
        return holdsAt(now) ? Optional.of(words(now)) : Optional.empty();
    }

    private String words(Instant now) {
        long points = Math.round(Math.abs(deltaPercent));
        String use = stage == Stage.ON_TRACK
                ? "on track"
                : points + "% " + (deltaPercent > 0 ? "more" : "less") + " than even use";
        if (runsOutAt == null) {
            return use + ", lasts until the reset";
        }
        if (!runsOutAt.isAfter(measuredAt)) {
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
                && measuredAt.equals(that.measuredAt)
                && resetsAt.equals(that.resetsAt)
                && expectedPercent == that.expectedPercent
                && deltaPercent == that.deltaPercent
                && Objects.equals(runsOutAt, that.runsOutAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(measuredAt, resetsAt, expectedPercent, deltaPercent, runsOutAt);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsagePace")
                .field("measuredAt", measuredAt)
                .field("resetsAt", resetsAt)
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
