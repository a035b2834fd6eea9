package dev.codexbar.core.terminal;

/**
 * The characters of a row that carry marks. Each has a number, so that a cell of the row stays one {@code int}.
 *
 * <p>A number is the place in one text at which the length of the character and its marks stands, followed by them.
 */
final class Clusters {

    /** A character with its marks has at most so many {@code char}s. */
    private static final int MAX_LENGTH = 16;

    private final StringBuilder all = new StringBuilder(0);

    /** Adds a character with its first mark and returns its number. */
    int add(int codePoint, int mark) {
        int number = all.length();
        all.append('\0').appendCodePoint(codePoint).appendCodePoint(mark);
        setLength(number);
        return number;
    }

    /** Puts a further mark onto a character, unless it has enough of them, and returns the number it has then. */
    int extend(int number, int mark) {
        int length = all.charAt(number);
        if (length >= MAX_LENGTH) {
            return number;
        }
        int end = number + 1 + length;
        int extended = number;
        if (end < all.length()) {
            // Another one follows: this one moves to the end.
            extended = all.length();
            all.append(all, number, end);
        }
        all.appendCodePoint(mark);
        setLength(extended);
        return extended;
    }

    void appendTo(StringBuilder text, int number) {
        int start = number + 1;
        text.append(all, start, start + all.charAt(number));
    }

    void clear() {
        all.setLength(0);
    }

    /** Notes the length of the last character. */
    private void setLength(int number) {
        all.setCharAt(number, (char) (all.length() - number - 1));
    }
}
