package dev.codexbar.cli.text;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageRounding;
import dev.codexbar.core.terminal.TerminalText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * What people read about a window: how much is used, and when it resets. Never more exact than what the tool told.
 *
 * @param now the instant that countdowns start from
 * @param zone the zone of dates and hours
 * @since 0.1.0
 */
public record WindowWords(Instant now, ZoneId zone) {

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    /** From here on numbers have an exponent. */
    private static final double HUGE = 1e16;

    /** From here on rounding to two decimals changes nothing. */
    private static final double LARGE = 1e15;

    /** Longer words than this say nothing to a person. */
    private static final int LONGEST = 1000;

    /**
     * Checks the parts.
     *
     * @param now the instant that countdowns start from
     * @param zone the zone of dates and hours
     */
    public WindowWords {
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(zone, "zone");
    }

    /**
     * Returns the used percentage with at most one decimal; 0 only if nothing is used, and 100 only if nothing is left.
     *
     * @param window the window
     * @return for example {@code 78.6}, without a percent sign
     */
    public static String percent(RateWindow window) {
        return plain(UsageRounding.percent(window.usedPercent(), 1));
    }

    /**
     * Returns what is used of how much.
     *
     * @param window the window
     * @return for example {@code 1572.06 of 2000 credits}; empty if the tool states percentages only
     */
    public static Optional<String> amount(RateWindow window) {
        return window.amount()
                .map(amount -> number(amount.used()) + " of " + number(amount.limit()) + " "
                        + TerminalText.singleLine(amount.unit(), LONGEST));
    }

    /**
     * Returns an amount with at most two decimals; 0 only if it is nothing.
     *
     * @param value the amount
     * @return for example {@code 1572.06}
     */
    public static String number(double value) {
        return value < LARGE ? plain(UsageRounding.amount(value, 2)) : Double.toString(value);
    }

    /** Without zeros behind the point, and without an exponent unless the number is huge. */
    private static String plain(double number) {
        return Math.abs(number) < HUGE
                ? UsageRounding.plain(number)
                : BigDecimal.valueOf(number).stripTrailingZeros().toString();
    }

    /**
     * Returns when the window resets: the countdown for a quick look and the date for planning.
     *
     * @param window the window
     * @return for example {@code resets in 9d 4h (1 Sep 2026, 2:00 UTC)}; the tool's own words where neither is known;
     *     empty if the tool states nothing
     */
    public Optional<String> reset(RateWindow window) {
        if (window.resetsAt().isEmpty()) {
            return window.resetDescription();
        }
        Instant reset = window.resetsAt().get();
        String verb = window.resetDescription()
                .filter(words -> words.startsWith("expires"))
                .map(words -> "expires")
                .orElse("resets");
        if (window.resetPrecision() != RateWindow.ResetPrecision.INSTANT) {
            return Optional.of(day(verb, reset));
        }
        if (!reset.isAfter(now)) {
            Duration since = Duration.between(reset, now);
            return Optional.of((verb.equals("resets") ? "reset was due " : "expired ") + countdown(since) + " ago ("
                    + date(reset) + ")");
        }
        return Optional.of(verb + " in " + countdown(Duration.between(now, reset)) + " (" + date(reset) + ")");
    }

    /**
     * Returns the time until the window resets, for places where a word is all there is room for.
     *
     * @param window the window
     * @return for example {@code 9d 4h}, {@code 9d} where the tool states a day, {@code today}, or {@code due}; empty
     *     if the tool states no time
     */
    public Optional<String> untilReset(RateWindow window) {
        return window.resetsAt().map(reset -> {
            if (window.resetPrecision() != RateWindow.ResetPrecision.INSTANT) {
                long days = daysUntil(reset);
                return days < 0 ? "due" : days == 0 ? "today" : days + "d";
            }
            return reset.isAfter(now) ? countdown(Duration.between(now, reset)) : "due";
        });
    }

    private long daysUntil(Instant reset) {
        return ChronoUnit.DAYS.between(
                LocalDate.ofInstant(now, ZoneOffset.UTC), LocalDate.ofInstant(reset, ZoneOffset.UTC));
    }

    /** In UTC, as the day was stated without an hour and a zone. */
    private String day(String verb, Instant reset) {
        LocalDate day = LocalDate.ofInstant(reset, ZoneOffset.UTC);
        long days = daysUntil(reset);
        if (days < 0) {
            return (verb.equals("resets") ? "reset was due " : "expired ") + -days + "d ago (" + date(day) + ")";
        }
        return verb + (days == 0 ? " today (" : " in " + days + "d (") + date(day) + ")";
    }

    /**
     * Returns a time in its two largest units, rounded: "in 29 days" was said a moment ago and is still 29 days.
     *
     * @param exact the time, not negative
     * @return for example {@code 9d 4h}
     */
    public static String countdown(Duration exact) {
        Duration time = exact.toMinutes() < 1 ? exact : exact.plusSeconds(30);
        if (time.toDays() > 0) {
            return time.toDays() + "d" + (time.toHoursPart() > 0 ? " " + time.toHoursPart() + "h" : "");
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h" + (time.toMinutesPart() > 0 ? " " + time.toMinutesPart() + "m" : "");
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m" : Math.max(1, time.toSeconds()) + "s";
    }

    private String date(Instant instant) {
        ZonedDateTime time = instant.atZone(zone);
        String minutes = time.getMinute() < 10 ? "0" + time.getMinute() : "" + time.getMinute();
        String offset =
                time.getOffset().equals(ZoneOffset.UTC) ? "" : time.getOffset().getId();
        return date(time.toLocalDate()) + ", " + time.getHour() + ":" + minutes + " UTC" + offset;
    }

    private static String date(LocalDate day) {
        return day.getDayOfMonth() + " " + MONTHS[day.getMonthValue() - 1] + " " + day.getYear();
    }
}
