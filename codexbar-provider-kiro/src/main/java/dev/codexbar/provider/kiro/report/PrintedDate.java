package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * A date in the CLI's words: {@code 2026-08-01}, {@code 08/01} (before version 1.26.3), {@code Jun 18, 2027}, or
 * something that is no date, such as {@code Unknown}.
 *
 * @param text what the CLI printed
 * @since 0.1.0
 */
public record PrintedDate(String text) {

    /**
     * Checks the text.
     *
     * @param text what the CLI printed
     */
    public PrintedDate {
        Objects.requireNonNull(text, "text");
    }

    /**
     * Returns the day that is meant.
     *
     * @param today the current day in UTC, in which Kiro's dates are meant
     * @return the day as printed; if no year was printed, the first such day from today on (for 29 February that is in
     *     the next leap year); empty if the text is no day of any calendar
     */
    public Optional<LocalDate> toDate(LocalDate today) {
        return PrintedDates.read(text, today);
    }

    @Override
    public String toString() {
        return IdentityMask.mask("PrintedDate[text=" + text + "]");
    }
}
