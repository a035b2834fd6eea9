package dev.codexbar.core.terminal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a terminal, its cursor, and the lines that have left it at the top. Every operation costs at most one
 * pass over one row or over the list of rows.
 */
final class TerminalScreen {

    /** Both maxima bound the cost of the most expensive operations: inserting a character, inserting a line. */
    static final int MAX_COLUMNS = 4096;

    private static final int MAX_ROWS = 1000;
    private static final int TAB_WIDTH = 8;

    /** Columns from cursor moves and repeated characters: what a text may have of them, and what each control adds. */
    private static final int FREE_FILLING = 1 << 20;

    private static final int FILLING_PER_CONTROL = 8;

    /** The DEC special graphics of the characters from underscore to tilde. */
    private static final String LINE_DRAWING = " ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    private final int columns;
    private final int height;
    private final StringBuilder scrollBack = new StringBuilder();
    private final Cursor cursor = new Cursor();
    private final Cursor saved = new Cursor();
    private final Cursor beforeAlternate = new Cursor();
    private final TerminalRow[] main;
    private TerminalRow @Nullable [] alternate;
    private TerminalRow[] rows;

    private int top;
    private int bottom;
    private boolean wraps = true;
    private boolean inserts;
    private final boolean[] drawsLines = new boolean[2];
    private int charset;
    private int latest = ' ';
    private long filling = FREE_FILLING;

    TerminalScreen(int columns, int height) {
        this.columns = Math.min(columns, MAX_COLUMNS);
        this.height = Math.min(height, MAX_ROWS);
        this.bottom = this.height - 1;
        this.main = emptyRows();
        this.rows = main;
    }

    private TerminalRow[] emptyRows() {
        TerminalRow[] empty = new TerminalRow[height];
        Arrays.setAll(empty, i -> new TerminalRow());
        return empty;
    }

    /** A place on the screen; the column is the number of columns when the next character wraps. */
    private static final class Cursor {

        int row;
        int column;

        void set(Cursor other) {
            row = other.row;
            column = other.column;
        }
    }

    /** Returns the cursor's row as a program counts, from 1. */
    int cursorRow() {
        return cursor.row + 1;
    }

    /** Returns the cursor's column as a program counts, from 1. */
    int cursorColumn() {
        return Math.min(cursor.column, columns - 1) + 1;
    }

    // ---- printing

    /** Prints ASCII characters. */
    void print(byte[] ascii, int from, int to) {
        latest = ascii[to - 1];
        if (drawsLines[charset] || inserts || !wraps) {
            for (int i = from; i < to; i++) {
                print(ascii[i]);
            }
            return;
        }
        int at = from;
        while (at < to) {
            TerminalRow row = rowToWrite(1);
            int count = Math.min(to - at, columns - cursor.column);
            row.put(cursor.column, ascii, at, count);
            cursor.column += count;
            at += count;
        }
    }

    /** Prints one character, or puts a mark onto the one before the cursor. */
    void print(int codePoint) {
        int shown = codePoint;
        if (drawsLines[charset] && codePoint >= '_' && codePoint <= '~') {
            shown = LINE_DRAWING.charAt(codePoint - '_');
        }
        int width = Math.min(CharacterWidth.of(shown), columns);
        if (width == 0) {
            rows[cursor.row].combine(cursor.column - 1, shown);
            return;
        }
        latest = codePoint;
        TerminalRow row = rowToWrite(width);
        if (inserts) {
            row.insert(cursor.column, width, columns);
        }
        row.put(cursor.column, shown, width);
        cursor.column += width;
    }

    /** Wraps if need be, and closes the gap between the end of the row and the cursor. */
    private TerminalRow rowToWrite(int width) {
        if (cursor.column + width > columns) {
            if (wraps) {
                rows[cursor.row].continued = true;
                cursor.column = 0;
                lineFeed();
            } else {
                cursor.column = columns - width;
            }
        }
        TerminalRow row = rows[cursor.row];
        int gap = cursor.column - row.length();
        if (gap > 0) {
            if (gap > filling) {
                gap = 1;
                cursor.column = row.length() + gap;
            }
            filling -= gap;
            row.extendTo(cursor.column);
        }
        return row;
    }

    private void repeat(int count) {
        long times = Math.min(Math.min(count, columns), filling);
        filling -= times;
        for (long i = 0; i < times; i++) {
            print(latest);
        }
    }

    // ---- control functions

    /** Carries out a control character; those without effect on the text are ignored. */
    void control(int character) {
        filling += FILLING_PER_CONTROL;
        switch (character) {
            case '\b' -> moveTo(cursor.row, cursorColumn() - 2);
            case '\t' -> tab(1);
            case '\n', 0x0B, '\f' -> {
                cursor.column = 0;
                lineFeed();
            }
            case '\r' -> cursor.column = 0;
            case 0x0E -> charset = 1;
            case 0x0F -> charset = 0;
            default -> {}
        }
    }

    /** Chooses a character set: only the line-drawing one differs from the others here. */
    void designate(int set, int name) {
        if (set == '(' || set == ')') {
            drawsLines[set - '('] = name == '0';
        }
    }

    /** Carries out {@code ESC function}. */
    void escape(int function) {
        filling += FILLING_PER_CONTROL;
        switch (function) {
            case '7' -> saved.set(cursor);
            case '8' -> cursor.set(saved);
            case 'D' -> lineFeed();
            case 'E' -> {
                cursor.column = 0;
                lineFeed();
            }
            case 'M' -> reverseLineFeed();
            case 'c' -> reset();
            default -> {}
        }
    }

    /** Carries out {@code ESC [ first ; second function}; a parameter that is not there is 0. */
    void csi(int function, int first, int second) {
        filling += FILLING_PER_CONTROL;
        int count = Math.max(1, first);
        TerminalRow row = rows[cursor.row];
        int column = cursorColumn() - 1;
        switch (function) {
            case '@' -> row.insert(column, count, columns);
            case 'A' -> moveRows(-count);
            case 'B', 'e' -> moveRows(count);
            case 'C', 'a' -> moveTo(cursor.row, column + count);
            case 'D' -> moveTo(cursor.row, column - count);
            case 'E' -> {
                cursor.column = 0;
                moveRows(count);
            }
            case 'F' -> {
                cursor.column = 0;
                moveRows(-count);
            }
            case 'G', '`' -> moveTo(cursor.row, count - 1);
            case 'H', 'f' -> moveTo(count - 1, Math.max(1, second) - 1);
            case 'I' -> tab(count);
            case 'J' -> eraseDisplay(first);
            case 'K' -> eraseLine(row, first);
            case 'L' -> insertLines(count);
            case 'M' -> deleteLines(count);
            case 'P' -> row.delete(column, count);
            case 'S' -> scrollUp(top, Math.min(count, lastUsed(rows) + 1));
            case 'T' -> scrollDown(top, count);
            case 'X' -> row.erase(column, column + count);
            case 'Z' -> moveTo(cursor.row, ((column + TAB_WIDTH - 1) / TAB_WIDTH - count) * TAB_WIDTH);
            case 'b' -> repeat(count);
            case 'd' -> moveTo(count - 1, column);
            case 'r' -> setMargins(first, second);
            case 's' -> saved.set(cursor);
            case 'u' -> cursor.set(saved);
            default -> {}
        }
    }

    /** Switches a mode; those without effect on the text are ignored. */
    void mode(int marker, int number, boolean on) {
        if (marker == 0 && number == 4) {
            inserts = on;
        } else if (marker == '?') {
            switch (number) {
                case 7 -> wraps = on;
                case 47, 1047, 1049 -> showAlternate(on);
                case 1048 -> {
                    if (on) {
                        saved.set(cursor);
                    } else {
                        cursor.set(saved);
                    }
                }
                default -> {}
            }
        }
    }

    private void moveTo(int row, int column) {
        cursor.row = Math.max(0, Math.min(row, height - 1));
        cursor.column = Math.max(0, Math.min(column, columns - 1));
    }

    /** Moves up or down and stops at the edge of the scroll region, if the cursor is inside of it. */
    private void moveRows(int count) {
        int row = cursor.row + count;
        if (cursor.row >= top && row < top) {
            row = top;
        } else if (cursor.row <= bottom && row > bottom) {
            row = bottom;
        }
        moveTo(row, cursor.column);
    }

    private void tab(int count) {
        moveTo(cursor.row, (cursorColumn() - 1) / TAB_WIDTH * TAB_WIDTH + count * TAB_WIDTH);
    }

    private void lineFeed() {
        if (cursor.row == bottom) {
            scrollUp(top, 1);
        } else if (cursor.row < height - 1) {
            cursor.row++;
        }
    }

    private void reverseLineFeed() {
        if (cursor.row == top) {
            scrollDown(top, 1);
        } else if (cursor.row > 0) {
            cursor.row--;
        }
    }

    private void setMargins(int first, int second) {
        int newTop = Math.max(1, first) - 1;
        int newBottom = (second == 0 ? height : Math.min(second, height)) - 1;
        if (newTop < newBottom) {
            top = newTop;
            bottom = newBottom;
            moveTo(0, 0);
        }
    }

    // ---- whole rows

    private void insertLines(int count) {
        if (cursor.row >= top && cursor.row <= bottom) {
            scrollDown(cursor.row, count);
            cursor.column = 0;
        }
    }

    private void deleteLines(int count) {
        if (cursor.row >= top && cursor.row <= bottom) {
            removeRows(cursor.row, Math.min(count, bottom - cursor.row + 1));
            cursor.column = 0;
        }
    }

    /** Moves rows up; those that leave the screen itself at its top become scroll-back. */
    private void scrollUp(int from, int count) {
        int moved = Math.min(count, bottom - from + 1);
        if (from == 0 && rows == main) {
            for (int i = 0; i < moved; i++) {
                rows[i].appendLineTo(scrollBack);
            }
        }
        removeRows(from, moved);
    }

    private void removeRows(int from, int count) {
        TerminalRow[] removed = Arrays.copyOfRange(rows, from, from + count);
        System.arraycopy(rows, from + count, rows, from, bottom + 1 - from - count);
        reuse(removed, bottom + 1 - count);
    }

    private void scrollDown(int from, int count) {
        int moved = Math.min(count, bottom - from + 1);
        TerminalRow[] removed = Arrays.copyOfRange(rows, bottom + 1 - moved, bottom + 1);
        System.arraycopy(rows, from, rows, from + moved, bottom + 1 - from - moved);
        reuse(removed, from);
    }

    private void reuse(TerminalRow[] removed, int at) {
        for (TerminalRow row : removed) {
            row.clear();
        }
        System.arraycopy(removed, 0, rows, at, removed.length);
    }

    private void clearRows(int from, int to) {
        for (int i = from; i < to; i++) {
            rows[i].clear();
        }
    }

    // ---- erasing

    private void eraseDisplay(int what) {
        switch (what) {
            case 0 -> {
                eraseLine(rows[cursor.row], 0);
                clearRows(cursor.row + 1, height);
            }
            case 1 -> {
                clearRows(0, cursor.row);
                eraseLine(rows[cursor.row], 1);
            }
            case 2 -> clearRows(0, height);
            case 3 -> scrollBack.setLength(0);
            default -> {}
        }
    }

    private void eraseLine(TerminalRow row, int what) {
        switch (what) {
            case 0 -> row.cutAt(cursorColumn() - 1);
            case 1 -> row.erase(0, cursorColumn());
            case 2 -> row.clear();
            default -> {}
        }
    }

    private void reset() {
        showAlternate(false);
        clearRows(0, height);
        top = 0;
        bottom = height - 1;
        wraps = true;
        inserts = false;
        charset = 0;
        Arrays.fill(drawsLines, false);
        moveTo(0, 0);
        saved.set(cursor);
    }

    private void showAlternate(boolean on) {
        boolean shown = rows != main;
        if (on && !shown) {
            beforeAlternate.set(cursor);
            if (alternate == null) {
                alternate = emptyRows();
            }
            rows = alternate;
            clearRows(0, height);
        } else if (!on && shown) {
            rows = main;
            cursor.set(beforeAlternate);
        }
    }

    // ---- the text

    /** Returns the scroll-back and the screen. */
    String text() {
        StringBuilder all = new StringBuilder(scrollBack.length() + 1024).append(scrollBack);
        if (rows == main) {
            append(all, main, cursor.row);
        } else {
            append(all, main, beforeAlternate.row);
            if (!all.isEmpty() && all.charAt(all.length() - 1) != '\n') {
                all.append('\n');
            }
            append(all, rows, cursor.row);
        }
        return all.toString();
    }

    /** Appends the rows down to the cursor, and further if there is more to see. */
    private static void append(StringBuilder all, TerminalRow[] rows, int cursorRow) {
        int last = Math.max(cursorRow, lastUsed(rows));
        for (int i = 0; i < last; i++) {
            rows[i].appendLineTo(all);
        }
        rows[last].appendTo(all);
        TerminalRow.trim(all);
    }

    private static int lastUsed(TerminalRow[] rows) {
        int last = rows.length - 1;
        while (last >= 0 && rows[last].length() == 0) {
            last--;
        }
        return last;
    }
}
