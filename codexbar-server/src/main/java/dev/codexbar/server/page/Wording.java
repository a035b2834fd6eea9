package dev.codexbar.server.page;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageRounding;
import dev.codexbar.core.terminal.TerminalText;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Numbers, times and sentences for people. Immutable, and independent of the default locale and time zone. */
final class Wording {

    /** A forecast for a shorter window, or from less of it, changes with every request: that warns too often. */
    private static final Duration SHORTEST_FORECAST = Duration.ofHours(6);

    private static final double LEAST_ELAPSED_PERCENT = 3;

    /** Numbers with more digits than this say nothing to a person. */
    private static final double LARGE = 1e15;

    private static final int LONGEST = 1000;

    /** Between a number and its unit, so that no line breaks there. */
    private static final String NBSP = "\u00a0";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private static final long DAYS_OF_A_WEEKDAY = 6;
    private static final long DAYS_WITHOUT_A_YEAR = 300;

    private final Instant now;
    private final ZoneId zone;

    Wording(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** One bounded line without control characters, for text that a tool printed. */
    static String clean(String text) {
        return TerminalText.singleLine(text, LONGEST);
    }

    static String percent(RateWindow window) {
        return (window.atLeast() ? "≥" + NBSP : "") + percent(window.usedPercent());
    }

    static String percent(double value) {
        return shown(UsageRounding.percent(value, 1), 1) + NBSP + "%";
    }

    /** Empty if the tool stated a percentage only. */
    static String amount(RateWindow window) {
        return window.amount()
                .map(amount -> number(amount.used()) + " of " + number(amount.limit()) + NBSP + clean(amount.unit()))
                .orElse("");
    }

    static String cost(UsageCost cost) {
        String currency = cost.currencyCode().equals("USD") ? "$" : cost.currencyCode() + NBSP;
        StringBuilder text = new StringBuilder(
                        cost.period().map(period -> clean(period) + " cost").orElse("Cost"))
                .append(": ")
                .append(currency)
                .append(money(cost.used()));
        cost.limit().ifPresent(limit -> text.append(" of ").append(currency).append(money(limit)));
        return text.toString();
    }

    private static String money(double value) {
        return value < LARGE ? formatted("#,##0.00", UsageRounding.amount(value, 2)) : Double.toString(value);
    }

    private static String number(double value) {
        return shown(UsageRounding.amount(value, 2), 2);
    }

    private static String shown(double value, int digits) {
        return value < LARGE ? formatted("#,##0." + "#".repeat(digits), value) : Double.toString(value);
    }

    private static String formatted(String pattern, double value) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }

    /** For example {@code 2 min ago}. */
    String ago(Instant then) {
        Duration age = Duration.between(then, now);
        return age.toMinutes() < 1 ? "just now" : span(age) + " ago";
    }

    /** For example {@code in 3 min}. */
    String in(Instant then) {
        Duration left = Duration.between(now, then);
        return left.toMinutes() < 1 ? "within a minute" : "in " + span(left);
    }

    /** The two largest units, with the smaller one rounded down. */
    private static String span(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + NBSP + "d" + (time.toHoursPart() > 0 ? " " + time.toHoursPart() + NBSP + "h" : "");
        }
        if (time.toHours() > 0) {
            return time.toHours() + NBSP + "h"
                    + (time.toMinutesPart() > 0 ? " " + time.toMinutesPart() + NBSP + "min" : "");
        }
        return Math.max(1, time.toMinutes()) + NBSP + "min";
    }

    /** When the window resets: the countdown for a quick look and the date for planning. Empty if unknown. */
    String reset(RateWindow window) {
        if (window.resetsAt().isEmpty()) {
            return window.resetDescription()
                    .map(Wording::clean)
                    .map(Wording::capital)
                    .orElse("");
        }
        Instant reset = window.resetsAt().get();
        boolean expires = window.resetDescription()
                .filter(words -> words.startsWith("expires"))
                .isPresent();
        String verb = expires ? "Expires " : "Resets ";
        if (window.resetPrecision() != ResetPrecision.INSTANT) {
            LocalDate day = dayOf(reset);
            long days = daysUntil(day);
            return days < 0
                    ? (expires ? "Expired on " : "Reset was due on ") + date(day)
                    : verb + days(days) + " · " + date(day);
        }
        if (!reset.isAfter(now)) {
            return (expires ? "Expired " : "Reset was due ") + ago(reset) + " · " + moment(reset);
        }
        return verb + in(reset) + " · " + moment(reset);
    }

    /** The first half of {@link #reset}, for a list that is sorted by it. */
    String countdown(RateWindow window) {
        if (window.resetsAt().isEmpty()) {
            return "no date";
        }
        Instant reset = window.resetsAt().get();
        if (window.resetPrecision() != ResetPrecision.INSTANT) {
            long days = daysUntil(dayOf(reset));
            return days < 0 ? "overdue" : days(days);
        }
        return reset.isAfter(now) ? in(reset) : "overdue";
    }

    /** The second half of {@link #reset}. */
    String resetDate(RateWindow window) {
        return window.resetsAt()
                .map(reset -> window.resetPrecision() == ResetPrecision.INSTANT ? moment(reset) : date(dayOf(reset)))
                .orElse("");
    }

    private static String days(long days) {
        return days == 0 ? "today" : days == 1 ? "tomorrow" : "in " + days + NBSP + "days";
    }

    /** In UTC, as the day was stated without an hour and a zone. */
    private static LocalDate dayOf(Instant reset) {
        return LocalDate.ofInstant(reset, ZoneOffset.UTC);
    }

    private long daysUntil(LocalDate day) {
        return ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), day);
    }

    /**
     * Whether the quota lasts, at the rate up to the measurement: afterwards, nothing more is known about the rate.
     * Empty where that would be a guess.
     */
    String forecast(RateWindow window, Instant measuredAt) {
        Optional<UsagePace> known = UsagePace.of(window, measuredAt);
        if (known.isEmpty()
                || window.period().orElse(Duration.ZERO).compareTo(SHORTEST_FORECAST) < 0
                || known.get().expectedPercent() < LEAST_ELAPSED_PERCENT) {
            return "";
        }
        UsagePace pace = known.get();
        Instant reset = window.resetsAt().orElseThrow();
        if (pace.lastsUntilReset()) {
            // The number of a tool that stops counting is a lower bound, so nothing is known about the rest.
            return window.atLeast()
                    ? ""
                    : "Lasts until "
                            + (window.resetPrecision() == ResetPrecision.INSTANT ? moment(reset) : date(dayOf(reset)));
        }
        Instant end = pace.runsOutAt().orElseThrow();
        String before = ", " + roughly(Duration.between(end, reset)) + " before the reset";
        if (window.usedPercent() >= 100) {
            return "Used up" + before;
        }
        return (end.isAfter(now) ? "Runs out " : "Probably ran out ") + moment(rounded(end)) + before;
    }

    /** To the hour, or to ten minutes within a day: a guess is not to look more exact than it is. */
    private Instant rounded(Instant guess) {
        long step = Duration.between(now, guess).abs().toDays() > 0 ? 3600 : 600;
        return Instant.ofEpochSecond((guess.getEpochSecond() + step / 2) / step * step);
    }

    /** One unit is enough for a guess. */
    private static String roughly(Duration time) {
        long hours = Math.round(time.toMinutes() / 60.0);
        if (hours >= 36) {
            return Math.round(hours / 24.0) + NBSP + "days";
        }
        if (hours >= 2) {
            return hours + NBSP + "hours";
        }
        long minutes = time.toMinutes();
        return minutes >= 2 ? minutes + NBSP + "minutes" : "a minute";
    }

    /** For example {@code Sat 14:00}, with the date where the weekday alone would be ambiguous. */
    String moment(Instant instant) {
        ZonedDateTime time = instant.atZone(zone);
        LocalDate today = LocalDate.ofInstant(now, zone);
        long days = ChronoUnit.DAYS.between(today, time.toLocalDate());
        String day = days == 0
                ? ""
                : Math.abs(days) <= DAYS_OF_A_WEEKDAY ? WEEKDAY.format(time) + " " : date(time.toLocalDate()) + ", ";
        return day + TIME.format(time);
    }

    private String date(LocalDate day) {
        long days = Math.abs(daysUntil(day));
        return (days > DAYS_WITHOUT_A_YEAR ? YEAR : DATE).format(day);
    }

    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
