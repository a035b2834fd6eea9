package dev.codexbar.core.terminal;

/**
 * The size of a terminal window.
 *
 * @param columns characters in a line, from 1 to 32767
 * @param rows lines, from 1 to 32767
 * @since 0.1.0
 */
public record TerminalSize(int columns, int rows) {

    /** 160 columns and 50 rows: wide enough that the reports of command-line tools do not wrap. */
    public static final TerminalSize DEFAULT = new TerminalSize(160, 50);

    /**
     * Checks the parts.
     *
     * @param columns characters in a line, from 1 to 32767
     * @param rows lines, from 1 to 32767
     * @throws IllegalArgumentException if a number is out of range
     */
    public TerminalSize {
        if (columns < 1 || columns > Short.MAX_VALUE || rows < 1 || rows > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "terminal size must be from 1×1 to 32767×32767: " + columns + "×" + rows);
        }
    }
}
