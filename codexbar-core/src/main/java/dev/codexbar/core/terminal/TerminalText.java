package dev.codexbar.core.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes that a program sent to a terminal into the text that a person would have seen, scroll-back included.
 *
 * <p>It is a small terminal: redrawn lines, erased parts, cursor moves used as blanks, tabs, wide characters, scroll
 * regions and the DEC line-drawing characters come out as they look on a screen. Colours and titles vanish. Lines that
 * the terminal wrapped are one line, as when they are copied out of a terminal. The alternate screen follows the text
 * while it is shown, and is gone once the program leaves it.
 *
 * <p>An instance takes the bytes piece by piece, cut anywhere. They are UTF-8; what is malformed becomes U+FFFD, except
 * that a byte from 0x80 to 0x9F outside of a character is the 8-bit control it stands for. A line feed also returns to
 * the left edge, because pipes deliver it alone.
 *
 * <p>No input makes it fail. The time is linear in the input and so is the size of the text, because what a single
 * control can demand is bounded:
 *
 * <ul>
 *   <li>Command strings (titles, links, images) are skipped, never stored. Beside their terminators, a line feed ends
 *       them and any escape sequence cancels them, so that one without an end does not swallow the rest.
 *   <li>Blanks that come from cursor moves and repeated characters are bounded: a mebibyte, and 8 more for each
 *       control.
 *   <li>A character keeps at most 16 {@code char}s of combining marks.
 * </ul>
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class TerminalText {

    private static final int REPLACEMENT = 0xFFFD;
    private static final int BELL = 0x07;
    private static final int CANCEL = 0x18;
    private static final int SUBSTITUTE = 0x1A;
    private static final int ESC = 0x1B;
    private static final int DELETE = 0x7F;

    private static final int MAX_PARAMETERS = 16;
    private static final int MAX_PARAMETER = 99_999;

    /** Room for some hundred answers; a program that asks more often than it reads gets none for the rest. */
    private static final int MAX_REPLY_BYTES = 4096;

    /** The states of the VT500 parser, with those of command strings in one, because they are skipped. */
    private enum State {
        GROUND,
        ESCAPE,
        ESCAPE_INTERMEDIATE,
        CSI,
        CSI_INTERMEDIATE,
        CSI_IGNORE,
        STRING
    }

    private final TerminalScreen screen;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream(0);
    private @Nullable String text = "";

    private State state = State.GROUND;

    // The character under way: how many bytes are missing, and what the next one must lie between.
    private int missing;
    private int codePoint;
    private int lowest;
    private int highest;

    // The sequence under way.
    private int marker;
    private int intermediate;
    private final int[] parameters = new int[MAX_PARAMETERS];
    private int parameter;
    private boolean inSubparameter;

    /**
     * Makes an empty terminal of 50 rows in which nothing wraps.
     *
     * @implNote A line is kept in pieces of 4096 columns, and a carriage return goes to the start of the latest piece.
     */
    public TerminalText() {
        this.screen = new TerminalScreen(TerminalScreen.MAX_COLUMNS, TerminalSize.DEFAULT.rows());
    }

    /**
     * Makes an empty terminal of the size that the program was given, so that its wrapping and its cursor moves mean
     * the same here as there, and the answers about the cursor stay within the size.
     *
     * @param size the size; more than 4096 columns count as 4096, more than 1000 rows as 1000
     */
    public TerminalText(TerminalSize size) {
        this.screen = new TerminalScreen(size.columns(), size.rows());
    }

    /**
     * Returns the text of a complete output, from a terminal in which nothing wraps.
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
     * Makes one clean line out of any text, fit for a message, a log or a terminal: without escape sequences, without
     * control and format characters (bidirectional overrides, invisible characters), and with single blanks for runs of
     * white space, line breaks and cursor moves. Nothing is overwritten or erased, so that nothing can be hidden.
     *
     * @param text any text, hostile or not; half a surrogate pair becomes U+FFFD
     * @param maxLength the longest result in {@code char}s, from 1 up
     * @return the line, possibly empty; one that was cut ends in {@code …}
     * @throws IllegalArgumentException if the length is less than 1
     */
    public static String singleLine(String text, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("maxLength must be 1 or more: " + maxLength);
        }
        return PlainLine.of(text, maxLength);
    }

    /**
     * Makes one clean line out of any text, as {@link #singleLine(String, int)} does, however long it is.
     *
     * @param text any text, hostile or not
     * @return the line, possibly empty, never longer than the text
     */
    public static String singleLine(String text) {
        return PlainLine.of(text, Integer.MAX_VALUE);
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
        if (length > 0) {
            text = null;
        }
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int run = at;
            if (missing == 0 && (state == State.GROUND || state == State.STRING)) {
                while (run < end && bytes[run] >= ' ' && bytes[run] != DELETE) {
                    run++;
                }
            }
            if (run == at) {
                decode(bytes[at++] & 0xFF);
            } else {
                if (state == State.GROUND) {
                    screen.print(bytes, at, run);
                }
                at = run;
            }
        }
    }

    /**
     * Returns what a terminal answers to the queries among the bytes so far (cursor position, device attributes,
     * status), and forgets them.
     *
     * @return the bytes to send to the program, possibly empty, at most 4096; what a terminal would answer beyond them
     *     is dropped
     */
    public byte[] takeReplies() {
        byte[] taken = replies.toByteArray();
        replies.reset();
        return taken;
    }

    /**
     * Returns the text so far. A character or an escape sequence of which only a part has come is not in it.
     *
     * @return the lines down to the cursor, with {@code \n} between them and without trailing blanks
     */
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = screen.text();
            text = known;
        }
        return known;
    }

    private void decode(int octet) {
        if (missing > 0) {
            if (octet >= lowest && octet <= highest) {
                codePoint = (codePoint << 6) | (octet & 0x3F);
                lowest = 0x80;
                highest = 0xBF;
                if (--missing == 0) {
                    accept(codePoint);
                }
                return;
            }
            missing = 0;
            accept(REPLACEMENT);
        }
        if (octet < 0xA0) {
            accept(octet);
        } else if (octet < 0xC2 || octet > 0xF4) {
            accept(REPLACEMENT);
        } else {
            missing = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
            codePoint = octet & (0x3F >> missing);
            // The second byte rules out overlong forms, surrogates and what lies beyond U+10FFFF.
            lowest = octet == 0xE0 ? 0xA0 : octet == 0xF0 ? 0x90 : 0x80;
            highest = octet == 0xED ? 0x9F : octet == 0xF4 ? 0x8F : 0xBF;
        }
    }

    private void accept(int next) {
        if (next < ' ' || next == DELETE) {
            control(next);
        } else if (next >= 0x80 && next < 0xA0) {
            // An 8-bit control is ESC and the character 0x40 below it, in whatever state it comes.
            escape(next - 0x40);
        } else if (state == State.GROUND) {
            screen.print(next);
        } else if (state != State.STRING) {
            if (next < 0x80) {
                sequence(next);
            } else {
                state = State.GROUND;
                screen.print(next);
            }
        }
    }

    private void control(int next) {
        switch (next) {
            case ESC -> {
                state = State.ESCAPE;
                intermediate = 0;
            }
            case CANCEL, SUBSTITUTE -> state = State.GROUND;
            default -> {
                if (state != State.STRING) {
                    screen.control(next);
                } else if (next == BELL) {
                    state = State.GROUND;
                } else if (next == '\n') {
                    state = State.GROUND;
                    screen.control(next);
                }
            }
        }
    }

    private void sequence(int next) {
        switch (state) {
            case ESCAPE, ESCAPE_INTERMEDIATE -> {
                if (next < '0') {
                    state = State.ESCAPE_INTERMEDIATE;
                    intermediate = next;
                } else if (state == State.ESCAPE) {
                    escape(next);
                } else {
                    state = State.GROUND;
                    screen.designate(intermediate, next);
                }
            }
            case CSI -> {
                if (next >= '@') {
                    csi(next);
                } else if (next < '0') {
                    state = State.CSI_INTERMEDIATE;
                    intermediate = next;
                } else if (next >= '<') {
                    marker = next;
                } else {
                    collect(next);
                }
            }
            case CSI_INTERMEDIATE, CSI_IGNORE -> {
                if (next >= '@') {
                    // None of the functions with an intermediate character changes the text.
                    state = State.GROUND;
                } else if (next >= '0') {
                    state = State.CSI_IGNORE;
                }
            }
            case GROUND, STRING -> throw new IllegalStateException("no sequence is under way");
        }
    }

    private void collect(int next) {
        if (next == ';') {
            parameter = Math.min(parameter + 1, MAX_PARAMETERS - 1);
            parameters[parameter] = 0;
            inSubparameter = false;
        } else if (next == ':') {
            // Only colours have them.
            inSubparameter = true;
        } else if (!inSubparameter) {
            parameters[parameter] = Math.min(parameters[parameter] * 10 + next - '0', MAX_PARAMETER);
        }
    }

    private void escape(int function) {
        state = State.GROUND;
        switch (function) {
            case '[' -> {
                state = State.CSI;
                marker = 0;
                intermediate = 0;
                parameter = 0;
                inSubparameter = false;
                Arrays.fill(parameters, 0);
            }
            case ']', 'P', 'X', '^', '_' -> state = State.STRING;
            case 'Z' -> reply("\033[?1;2c");
            default -> screen.escape(function);
        }
    }

    private void csi(int function) {
        state = State.GROUND;
        switch (function) {
            case 'c' -> {
                if (parameters[0] == 0 && marker == 0) {
                    // A VT100 with the advanced video option: what every terminal can do.
                    reply("\033[?1;2c");
                } else if (parameters[0] == 0 && marker == '>') {
                    reply("\033[>0;0;0c");
                }
            }
            case 'n' -> {
                if (parameters[0] == 6 && (marker == 0 || marker == '?')) {
                    reply("\033[" + (marker == 0 ? "" : "?") + screen.cursorRow() + ";" + screen.cursorColumn() + "R");
                } else if (parameters[0] == 5 && marker == 0) {
                    reply("\033[0n");
                }
            }
            case 'h', 'l' -> {
                for (int i = 0; i <= parameter; i++) {
                    screen.mode(marker, parameters[i], function == 'h');
                }
            }
            default -> {
                // With '?', J and K erase all that is not protected; '<', '=' and '>' mark other functions.
                if (marker == 0 || (marker == '?' && (function == 'J' || function == 'K'))) {
                    screen.csi(function, parameters[0], parameters[1]);
                }
            }
        }
    }

    private void reply(String answer) {
        if (replies.size() + answer.length() <= MAX_REPLY_BYTES) {
            replies.writeBytes(answer.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
