package dev.codexbar.provider.codex.report;

import java.time.Duration;
import java.util.Optional;

/**
 * The name of a window's period. Codex' own display names windows by their length, give or take 5 %, because their
 * places say nothing: a plan with a weekly window alone has it in the first place.
 */
enum WindowPeriod {
    SESSION("Session", "session", Duration.ofHours(5)),
    DAILY("Daily", "daily", Duration.ofDays(1)),
    WEEKLY("Weekly", "weekly", Duration.ofDays(7)),
    MONTHLY("Monthly", "monthly", Duration.ofDays(30)),
    ANNUAL("Annual", "annual", Duration.ofDays(365)),
    /** Another length, named by itself. */
    OTHER("", "", Duration.ZERO),
    /** A length that is unknown. */
    UNKNOWN("", "", Duration.ZERO);

    private final String title;
    private final String slug;
    private final Duration length;

    WindowPeriod(String title, String slug, Duration length) {
        this.title = title;
        this.slug = slug;
        this.length = length;
    }

    static WindowPeriod of(Optional<Duration> period) {
        if (period.isEmpty()) {
            return UNKNOWN;
        }
        long seconds = period.get().toSeconds();
        for (WindowPeriod named : values()) {
            long usual = named.length.toSeconds();
            if (usual > 0 && 20 * Math.abs(seconds - usual) <= usual) {
                return named;
            }
        }
        return OTHER;
    }

    /** Returns the name for people, such as {@code Weekly} or {@code Every 2 hours}; or empty if it is unknown. */
    static String title(Optional<Duration> period) {
        WindowPeriod named = of(period);
        return named == OTHER ? "Every " + span(period.orElseThrow()) : named.title;
    }

    /** Returns the name in an id, such as {@code weekly} or {@code 2-hours}; or empty if it is unknown. */
    static String slug(Optional<Duration> period) {
        WindowPeriod named = of(period);
        return named == OTHER ? span(period.orElseThrow()).replace(' ', '-') : named.slug;
    }

    private static String span(Duration period) {
        long minutes = period.toMinutes();
        if (minutes % (24 * 60) == 0) {
            return span(minutes / (24 * 60), "day");
        }
        return minutes % 60 == 0 ? span(minutes / 60, "hour") : span(minutes, "minute");
    }

    private static String span(long count, String unit) {
        return count == 1 ? unit : count + " " + unit + "s";
    }
}
