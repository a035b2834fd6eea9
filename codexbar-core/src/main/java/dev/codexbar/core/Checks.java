package dev.codexbar.core;

import dev.codexbar.core.terminal.TerminalText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Conditions that the values of this package share. Each message quotes the offending value. */
final class Checks {

    private static final int MAX_SENTENCE = 1000;

    /** Stands for a text without visible characters, as throwing would let the output of a tool break its report. */
    private static final String UNPRINTABLE = "(nothing printable)";

    private Checks() {}

    static String notBlank(String value, String name) {
        if (Objects.requireNonNull(value, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank: \"" + value + "\"");
        }
        return value;
    }

    /**
     * Makes text from any source safe for a message, a log or a terminal: one clean line of bounded length, without
     * identity.
     */
    static String sentence(String value, String name) {
        // Masked before it is cut, so that no half of an address is left; cleaned before that, so that nothing hides
        // one.
        String masked = IdentityMask.mask(TerminalText.singleLine(notBlank(value, name)));
        String line = TerminalText.singleLine(masked, MAX_SENTENCE);
        return line.isEmpty() ? UNPRINTABLE : line;
    }

    static double finiteFromZero(double value, String name) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be a finite number from 0 up: " + value);
        }
        // -0.0 passes the comparison but differs from 0.0 in equals and in print.
        return value == 0 ? 0.0 : value;
    }

    static Duration positive(Duration value, String name) {
        if (Objects.requireNonNull(value, name).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero: " + value);
        }
        return value;
    }

    /** Returns a duration for people, such as {@code "1.5 s"}. */
    static String inWords(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    static Instant startOfDay(Instant value, String name) {
        return Objects.requireNonNull(value, name).truncatedTo(ChronoUnit.DAYS);
    }

    /** Tools state resets to the second at best, and the exchange format has no fractions. */
    static Instant wholeSeconds(Instant value, String name) {
        return Objects.requireNonNull(value, name).truncatedTo(ChronoUnit.SECONDS);
    }
}
