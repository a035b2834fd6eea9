package dev.codexbar.json;

import java.io.IOException;

/**
 * A document could not be read as usage: it is no JSON, it is cut off, it is larger than allowed, or something in it
 * contradicts the published shape. The message says what was expected and where, and quotes nothing of the document,
 * which may hold identity.
 *
 * @since 0.1.0
 */
public final class UsageJsonException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The line. */
    private final int line;

    /** The column. */
    private final int column;

    UsageJsonException(String expectation, int line, int column) {
        super(expectation + " (line " + line + ", column " + column + ")");
        this.line = line;
        this.column = column;
    }

    /**
     * Returns the line at which reading stopped.
     *
     * @return the line, from 1 up
     */
    public int line() {
        return line;
    }

    /**
     * Returns the column at which reading stopped.
     *
     * @return the column, from 1 up
     */
    public int column() {
        return column;
    }
}
