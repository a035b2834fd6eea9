package dev.codexbar.core.terminal;

/**
 * Tells the visible characters of a text from the control characters and escape sequences among them, one {@code char}
 * after the other.
 *
 * <p>It knows where sequences begin and end, as {@link TerminalText} does, but not what they do to a screen. Use it
 * where text is cleaned or masked; use {@link TerminalText} to see what a program's output looks like.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ControlScanner {

    private static final int BELL = 0x07;
    private static final int CANCEL = 0x18;
    private static final int SUBSTITUTE = 0x1A;
    private static final int ESC = 0x1B;
    private static final int DELETE = 0x7F;

    /** The functions of control sequences that move the cursor: what follows is not next to what came before. */
    private static final String MOVES = "ABCDEFGHIZ`adefu";

    /** The functions of escape sequences that go to another line. */
    private static final String LINE_FUNCTIONS = "DEM";

    private enum State {
        GROUND,
        ESCAPE,
        ESCAPE_INTERMEDIATE,
        CSI,
        STRING
    }

    /**
     * What a character of a text is.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** A character that a terminal shows. */
        VISIBLE,
        /** A control, or the end of a sequence, that separates what comes before from what follows. */
        SEPARATOR,
        /** A control or a part of an escape sequence. */
        CONTROL,
        /** A part of the text within a command string, such as the title of the window: never shown on the screen. */
        STRING
    }

    private State state = State.GROUND;

    /** Makes a scanner at the beginning of a text. */
    public ControlScanner() {}

    /**
     * Takes the next character.
     *
     * @param next the character; of a surrogate pair, one half after the other
     * @return what it is
     */
    public Kind next(char next) {
        if (next < ' ' || next == DELETE) {
            return control(next);
        }
        if (next >= 0x80 && next < 0xA0) {
            // An 8-bit control is ESC and the character 0x40 below it, in whatever state it comes.
            return escape(next - 0x40);
        }
        return switch (state) {
            case GROUND -> Kind.VISIBLE;
            case STRING -> Kind.STRING;
            case ESCAPE, ESCAPE_INTERMEDIATE, CSI -> next < DELETE ? sequence(next) : visible();
        };
    }

    private Kind control(char next) {
        switch (next) {
            case ESC -> state = State.ESCAPE;
            case CANCEL, SUBSTITUTE -> state = State.GROUND;
            case '\n' -> {
                if (state == State.STRING) {
                    state = State.GROUND;
                }
                return Kind.SEPARATOR;
            }
            default -> {
                if (state == State.STRING && next != BELL) {
                    return Kind.STRING;
                }
                if (state == State.STRING) {
                    state = State.GROUND;
                }
                return next >= '\t' && next <= '\r' ? Kind.SEPARATOR : Kind.CONTROL;
            }
        }
        return Kind.CONTROL;
    }

    private Kind sequence(char next) {
        if (state == State.CSI) {
            if (next < '@') {
                return Kind.CONTROL;
            }
            state = State.GROUND;
            return MOVES.indexOf(next) < 0 ? Kind.CONTROL : Kind.SEPARATOR;
        }
        if (next < '0') {
            state = State.ESCAPE_INTERMEDIATE;
            return Kind.CONTROL;
        }
        if (state == State.ESCAPE) {
            return escape(next);
        }
        state = State.GROUND;
        return Kind.CONTROL;
    }

    private Kind escape(int function) {
        state = switch (function) {
            case '[' -> State.CSI;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            default -> State.GROUND;
        };
        return LINE_FUNCTIONS.indexOf(function) < 0 ? Kind.CONTROL : Kind.SEPARATOR;
    }

    /** A sequence broken off by a character that cannot be a part of it. */
    private Kind visible() {
        state = State.GROUND;
        return Kind.VISIBLE;
    }
}
