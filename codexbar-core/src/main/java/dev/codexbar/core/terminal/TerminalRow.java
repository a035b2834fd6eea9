package dev.codexbar.core.terminal;

import java.util.Arrays;

/**
 * One row of a terminal: a cell for each column up to the last that was written. A wide character has two cells, and
 * writing over one of them blanks the other.
 */
final class TerminalRow {

    /** The right half of a wide character. */
    private static final int RIGHT_HALF = -1;

    /** A cell from here down is a character with marks: this minus its number among {@link #clusters}. */
    private static final int CLUSTER = -2;

    private static final int BLANK = ' ';

    private int[] cells = {};
    private int length;

    private final Clusters clusters = new Clusters();

    /** Whether the text went on in the next row because this one was full. */
    boolean continued;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        continued = false;
        clusters.clear();
    }

    /** Adds blanks until the row has so many columns. */
    void extendTo(int column) {
        if (column > length) {
            reserve(column);
            Arrays.fill(cells, length, column, BLANK);
            length = column;
        }
    }

    /** Writes ASCII characters; the column is not beyond the end of the row. */
    void put(int column, byte[] ascii, int from, int count) {
        int end = column + count;
        makeRoom(column, end);
        int[] target = cells;
        for (int i = 0; i < count; i++) {
            target[column + i] = ascii[from + i];
        }
        length = Math.max(length, end);
    }

    /** Writes one character; the column is not beyond the end of the row. */
    void put(int column, int codePoint, int width) {
        makeRoom(column, column + width);
        cells[column] = codePoint;
        if (width == 2) {
            cells[column + 1] = RIGHT_HALF;
        }
        length = Math.max(length, column + width);
    }

    /** Puts a mark onto the character at a column, if there is one. */
    void combine(int column, int mark) {
        if (column < 0 || column >= length) {
            return;
        }
        int at = cells[column] == RIGHT_HALF ? column - 1 : column;
        int cell = cells[at];
        int number = cell > CLUSTER ? clusters.add(cell, mark) : clusters.extend(CLUSTER - cell, mark);
        cells[at] = CLUSTER - number;
    }

    /** Moves what follows to the right; what leaves the row of that many columns is lost. */
    void insert(int column, int count, int columns) {
        if (column >= length) {
            return;
        }
        splitAt(column);
        int end = Math.min(columns, column + count);
        int newLength = Math.min(columns, length + count);
        reserve(newLength);
        int kept = newLength - end;
        splitAt(column + kept);
        System.arraycopy(cells, column, cells, end, kept);
        Arrays.fill(cells, column, end, BLANK);
        length = newLength;
    }

    /** Moves what follows to the left. */
    void delete(int column, int count) {
        if (column >= length) {
            return;
        }
        int end = Math.min(length, column + count);
        splitAt(column);
        splitAt(end);
        System.arraycopy(cells, end, cells, column, length - end);
        length -= end - column;
        continued = false;
    }

    /** Blanks a range of columns. */
    void erase(int from, int to) {
        if (to >= length) {
            cutAt(from);
        } else {
            splitAt(from);
            splitAt(to);
            Arrays.fill(cells, from, to, BLANK);
        }
    }

    /** Erases from a column to the end. */
    void cutAt(int column) {
        if (column < length) {
            splitAt(column);
            length = column;
        }
        continued = false;
        if (length == 0) {
            clusters.clear();
        }
    }

    /** Appends the row, and a line feed unless the next row goes on with its text. */
    void appendLineTo(StringBuilder text) {
        appendTo(text);
        if (!continued) {
            trim(text);
            text.append('\n');
        }
    }

    void appendTo(StringBuilder text) {
        for (int i = 0; i < length; i++) {
            int cell = cells[i];
            if (cell >= 0 && cell < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                text.append((char) cell);
            } else if (cell >= 0) {
                text.appendCodePoint(cell);
            } else if (cell <= CLUSTER) {
                clusters.appendTo(text, CLUSTER - cell);
            }
        }
    }

    static void trim(StringBuilder text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == BLANK) {
            end--;
        }
        text.setLength(end);
    }

    private void makeRoom(int from, int to) {
        splitAt(from);
        splitAt(to);
        reserve(to);
    }

    /** Blanks both halves of a wide character that straddles the left edge of a column. */
    private void splitAt(int column) {
        if (column < length && cells[column] == RIGHT_HALF) {
            cells[column] = BLANK;
            cells[column - 1] = BLANK;
        }
    }

    private void reserve(int columns) {
        if (columns > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(columns, Math.max(80, cells.length * 2)));
        }
    }
}
