package dev.codexbar.provider.kiro.report;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.Year;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms in which the Kiro CLI prints a day. */
final class PrintedDates {

    private static final Pattern YEAR_MONTH_DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern MONTH_DAY = Pattern.compile("(\\d{1,2})/(\\d{1,2})");
    private static final Pattern NAMED_MONTH = Pattern.compile("([A-Za-z]{3})[a-z]{0,6} (\\d{1,2}), (\\d{4})");

    private static final int WHOLE_MONTH_DAY = "01/15".length();

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private PrintedDates() {}

    /** Returns whether a text is a day in a form to which nothing can be missing at its end. */
    static boolean isWhole(String text) {
        return YEAR_MONTH_DAY.matcher(text).matches()
                || NAMED_MONTH.matcher(text).matches()
                || (text.length() == WHOLE_MONTH_DAY && MONTH_DAY.matcher(text).matches());
    }

    /** Returns the day that a text means on a day, or empty if it means none. */
    static Optional<LocalDate> read(String text, LocalDate today) {
        try {
            Matcher full = YEAR_MONTH_DAY.matcher(text);
            if (full.matches()) {
                return Optional.of(LocalDate.of(number(full, 1), number(full, 2), number(full, 3)));
            }
            Matcher named = NAMED_MONTH.matcher(text);
            if (named.matches()) {
                int month = 1 + MONTHS.indexOf(named.group(1).toLowerCase(Locale.ROOT));
                return Optional.of(LocalDate.of(number(named, 3), month, number(named, 2)));
            }
            Matcher yearless = MONTH_DAY.matcher(text);
            if (yearless.matches()) {
                return Optional.of(next(MonthDay.of(number(yearless, 1), number(yearless, 2)), today));
            }
            return Optional.empty();
        } catch (DateTimeException e) {
            // 2026-13-01, 02/30: printed like a day, but there is none of this name.
            return Optional.empty();
        }
    }

    private static LocalDate next(MonthDay day, LocalDate today) {
        int year = day.isBefore(MonthDay.from(today)) ? today.getYear() + 1 : today.getYear();
        boolean leapDay = day.getMonth() == Month.FEBRUARY && day.getDayOfMonth() == 29;
        while (leapDay && !Year.isLeap(year)) {
            year++;
        }
        return day.atYear(year);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
