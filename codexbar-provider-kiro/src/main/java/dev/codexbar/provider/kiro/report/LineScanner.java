package dev.codexbar.provider.kiro.report;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Consumes tokens from either end of a line. What is no such token stays; blanks at either end never count.
 *
 * <p>Names in the CLI's output are free text that may hold anything, so a line with a name on its left is read from the
 * right, where its form is fixed.
 */
final class LineScanner {

    /** No number in a report is nearly as long; a longer run of digits is something else. */
    private static final int LONGEST_NUMBER = 24;

    private final String line;
    private int start;
    private int end;

    LineScanner(String line) {
        this.line = line;
        this.end = line.length();
        strip();
    }

    boolean isEmpty() {
        return start == end;
    }

    String rest() {
        return line.substring(start, end);
    }

    /** Consumes a word at the start, in upper or lower case. */
    boolean dropStart(String word) {
        if (end - start < word.length() || !line.regionMatches(true, start, word, 0, word.length())) {
            return false;
        }
        start += word.length();
        strip();
        return true;
    }

    /** Consumes a word at the end, in upper or lower case. */
    boolean dropEnd(String word) {
        int from = end - word.length();
        if (from < start || !line.regionMatches(true, from, word, 0, word.length())) {
            return false;
        }
        end = from;
        strip();
        return true;
    }

    /** Consumes what stands before the first letter or digit: bars, symbols, currency signs. */
    LineScanner dropSymbols() {
        while (start < end && !Character.isLetterOrDigit(line.codePointAt(start))) {
            start += Character.charCount(line.codePointAt(start));
        }
        return this;
    }

    OptionalDouble numberAtStart() {
        int to = start;
        while (to < end && isNumeric(line.charAt(to))) {
            to++;
        }
        // A full stop or a comma after a number belongs to the sentence.
        while (to > start && !isDigit(line.charAt(to - 1))) {
            to--;
        }
        OptionalDouble number = number(start, to);
        if (number.isPresent()) {
            start = to;
            strip();
        }
        return number;
    }

    OptionalDouble numberAtEnd() {
        int from = end;
        while (from > start && isNumeric(line.charAt(from - 1))) {
            from--;
        }
        OptionalDouble number = number(from, end);
        if (number.isPresent()) {
            // Nothing minus something tiny is printed as "-0.00".
            boolean negativeZero = number.getAsDouble() == 0 && from > start && line.charAt(from - 1) == '-';
            end = negativeZero ? from - 1 : from;
            strip();
        }
        return number;
    }

    /** Consumes a whole number at the end; one too big for an {@code int} counts as the biggest. */
    OptionalInt wholeNumberAtEnd() {
        OptionalDouble number = numberAtEnd();
        return number.isPresent() ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
    }

    private OptionalDouble number(int from, int to) {
        if (from == to || to - from > LONGEST_NUMBER) {
            return OptionalDouble.empty();
        }
        int point = line.indexOf('.', from);
        int wholeEnd = point < 0 || point > to ? to : point;
        boolean fractionFits = wholeEnd == to || isDigits(wholeEnd + 1, to);
        return fractionFits && isWhole(from, wholeEnd)
                ? OptionalDouble.of(Double.parseDouble(line.substring(from, to).replace(",", "")))
                : OptionalDouble.empty();
    }

    private boolean isDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(line.charAt(i))) {
                return false;
            }
        }
        return from < to;
    }

    /** Digits, all of them in groups of three after the first comma if there is one. */
    private boolean isWhole(int from, int to) {
        int comma = line.indexOf(',', from);
        if (comma < 0 || comma >= to) {
            return isDigits(from, to);
        }
        if (comma - from > 3 || !isDigits(from, comma)) {
            return false;
        }
        for (int group = comma; group < to; group += 4) {
            if (line.charAt(group) != ',' || group + 4 > to || !isDigits(group + 1, group + 4)) {
                return false;
            }
        }
        return true;
    }

    private void strip() {
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isNumeric(char c) {
        return isDigit(c) || c == '.' || c == ',';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
