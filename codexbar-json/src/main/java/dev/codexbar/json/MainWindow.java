package dev.codexbar.json;

import dev.codexbar.core.NamedRateWindow;
import java.util.Optional;

/** A window that has a member of its own in the published shape, named like the id of the window. */
enum MainWindow {
    PRIMARY(NamedRateWindow.PRIMARY, "Primary"),
    SECONDARY(NamedRateWindow.SECONDARY, "Secondary"),
    TERTIARY(NamedRateWindow.TERTIARY, "Tertiary");

    private final String id;
    private final String title;

    MainWindow(String id, String title) {
        this.id = id;
        this.title = title;
    }

    String id() {
        return id;
    }

    /** The title of a window that was read from a document without {@code rateWindowLabels}. */
    String title() {
        return title;
    }

    static Optional<MainWindow> named(String id) {
        for (MainWindow main : values()) {
            if (main.id.equals(id)) {
                return Optional.of(main);
            }
        }
        return Optional.empty();
    }
}
