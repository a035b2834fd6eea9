package dev.codexbar.provider.kiro.report;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line about one bonus, read from the right because its name is free text.
 *
 * <p>The forms are {@code NAME - U/T used (N days left)} in a block, {@code U/T credits used, expires in N days} for a
 * single bonus, and {@code NAME: U/T (expires in N days)} in the interactive panel.
 */
final class BonusLine {

    /** Words from the end of such a line, or numbers from its middle at the end of a broken one. */
    private static final Pattern FRAGMENT =
            Pattern.compile(" used|\\bdays?\\b|\\bleft\\)|[0-9]/[0-9.,]{0,24}+$|(^| )[0-9.,]{1,24}+$");

    private static final Pattern WHOLE = Pattern.compile("[0-9] ?days?( ?left)?\\)|[0-9]/[0-9.,]{1,24}+ used ?\\(");

    private static final Pattern END_OF_CREDITS = Pattern.compile("[0-9]/[0-9.,]{0,24}+$");

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
        return new Bonus(
                Optional.ofNullable(FreeText.name(phrase.rest())), used.getAsDouble(), total.getAsDouble(), days);
    }

    /** Returns whether a line is about a bonus and has its end. */
    static boolean isWhole(String text) {
        boolean ended = text.endsWith(" days left)")
                || text.endsWith(" days)")
                || (text.endsWith(" days") && text.contains(" used, expires in "));
        return ended && read(new LineScanner(text)) != null;
    }

    /** Returns whether a line begins with the credits, so that no name stands before them. */
    static boolean isBare(String text) {
        return !text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '.' || text.charAt(0) == ',');
    }

    /** Returns whether a name holds another bonus, because two lines were taken for one. */
    static boolean isOfTwo(Bonus bonus) {
        return bonus.name().filter(name -> WHOLE.matcher(name).find()).isPresent();
    }

    /** Returns whether a line seems to be a part of a line about a bonus. */
    static boolean isFragment(String text) {
        return FRAGMENT.matcher(text).find();
    }

    /** Returns whether a line seems to be a part of a line about a bonus in the interactive panel. */
    static boolean isFragmentOfPanel(String text) {
        return text.contains("(expires") || END_OF_CREDITS.matcher(text).find();
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
