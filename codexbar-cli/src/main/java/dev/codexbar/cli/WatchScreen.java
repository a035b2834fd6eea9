package dev.codexbar.cli;

import java.io.PrintStream;

/** The alternate screen of a terminal: what was there before is there again when it is closed. */
final class WatchScreen implements AutoCloseable {

    /** Alternate screen, hidden cursor, no wrapping. */
    private static final String OPEN = "\u001b[?1049h\u001b[?25l\u001b[?7l";

    private static final String CLOSE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    private static final String TOP = "\u001b[H";
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintStream out;

    private boolean isOpen;

    WatchScreen(PrintStream out) {
        this.out = out;
    }

    void open() {
        isOpen = true;
        print(OPEN);
    }

    /** Replaces what is on the screen, without a moment in which it is empty. Lines below the last row are left out. */
    void draw(String picture, int rows) {
        StringBuilder text = new StringBuilder(TOP);
        int row = 0;
        for (String line : picture.split("\n", -1)) {
            if (row == rows) {
                break;
            }
            // Erased first: behind a line that fills the row, the cursor stands on its last column.
            text.append(row == 0 ? "" : "\r\n").append(ERASE_LINE).append(line);
            row++;
        }
        print(text.append(ERASE_BELOW).toString());
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            print(CLOSE);
        }
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}
