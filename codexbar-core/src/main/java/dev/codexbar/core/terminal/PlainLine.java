package dev.codexbar.core.terminal;

/** Collects the visible characters of a hostile text in one line of bounded length. */
final class PlainLine {

    private static final int REPLACEMENT = 0xFFFD;

    private final int maxLength;
    private final StringBuilder line;
    private boolean blank;
    private boolean full;

    private PlainLine(int maxLength, int capacity) {
        this.maxLength = maxLength;
        this.line = new StringBuilder(capacity);
    }

    static String of(String text, int maxLength) {
        PlainLine plain = new PlainLine(maxLength, Math.min(text.length(), maxLength));
        ControlScanner scanner = new ControlScanner();
        for (int i = 0; i < text.length() && !plain.full; i++) {
            switch (scanner.next(text.charAt(i))) {
                case VISIBLE -> {
                    int next = text.codePointAt(i);
                    i += Character.charCount(next) - 1;
                    plain.add(next);
                }
                case SEPARATOR -> plain.addBlank();
                case CONTROL, STRING -> {}
            }
        }
        return plain.line.toString();
    }

    private void add(int next) {
        switch (Character.getType(next)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> addBlank();
            // Invisible, and able to turn around or hide what surrounds them.
            case Character.FORMAT -> {}
            case Character.SURROGATE -> append(REPLACEMENT);
            default -> append(next);
        }
    }

    /** Notes a blank, which is written once something follows. */
    private void addBlank() {
        blank = !line.isEmpty();
    }

    private void append(int next) {
        int needed = (blank ? 1 : 0) + Character.charCount(next);
        if (line.length() + needed > maxLength) {
            cut();
            return;
        }
        if (blank) {
            line.append(' ');
            blank = false;
        }
        line.appendCodePoint(next);
    }

    private void cut() {
        full = true;
        int end = Math.min(line.length(), maxLength - 1);
        if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        line.setLength(end);
        line.append('…');
    }
}
