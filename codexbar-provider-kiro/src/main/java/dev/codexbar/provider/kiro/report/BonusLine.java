package dev.codexbar.provider.kiro.report;

import dev.codexbar.provider.kiro.report.KiroUsage.Bonus;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A line about one bonus, read from the right because its name is free text.
 *
 * <p>The forms are {@code NAME - U/T used (N days left)} in a block, {@code U/T credits used, expires in N days} for a
 * single bonus, and {@code NAME: U/T (expires in N days)} in the interactive panel.
 */
final class BonusLine {

    private BonusLine() {}

    /** Returns the bonus, or {@code null} if the rest of the line is something else. */
    static @Nullable Bonus read(LineScanner phrase) {
        OptionalInt days = expiry(phrase);
        if (!phrase.dropEnd("used") && days.isEmpty()) {
            return null;
        }
        phrase.dropEnd("credits");
        OptionalDouble total = phrase.numberAtEnd();
        if (total.isEmpty() || !phrase.dropEnd("/")) {
            return null;
        }
        OptionalDouble used = phrase.numberAtEnd();
        if (used.isEmpty()) {
            return null;
        }
        if (!phrase.dropEnd("-")) {
            phrase.dropEnd(":");
        }
        return Bonus.of(
                Optional.ofNullable(PlainText.name(phrase.rest())), used.getAsDouble(), total.getAsDouble(), days);
    }

    /** Tells whether a line is about a bonus and has its end. */
    static boolean isWhole(String text) {
        boolean ended = text.endsWith(" days left)")
                || text.endsWith(" days)")
                || (text.endsWith(" days") && text.contains(" used, expires in "));
        return ended && read(new LineScanner(text)) != null;
    }

    private static OptionalInt expiry(LineScanner phrase) {
        phrase.dropEnd(")");
        phrase.dropEnd("left");
        if (!phrase.dropEnd("days") && !phrase.dropEnd("day")) {
            return OptionalInt.empty();
        }
        OptionalInt days = phrase.wholeNumberAtEnd();
        if (days.isPresent() && phrase.dropEnd("-")) {
            // It has ended already, and is still listed.
            days = OptionalInt.empty();
        }
        phrase.dropEnd("expires in");
        if (!phrase.dropEnd("(")) {
            phrase.dropEnd(",");
        }
        return days;
    }
}
