package dev.codexbar.server.page;

import java.util.Locale;
import java.util.Optional;

/**
 * How the page arranges what it shows.
 *
 * @since 0.1.0
 */
public enum PageLayout {
    /** A card for each provider. */
    CARDS("Cards"),
    /** All windows, in the order of their resets. */
    RESETS("Next resets"),
    /** All windows as a table. */
    DENSE("Dense");

    private final String title;

    PageLayout(String title) {
        this.title = title;
    }

    /** The name for people. */
    String title() {
        return title;
    }

    /**
     * Returns the name in the address.
     *
     * @return the name in lower case
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the layout with a name.
     *
     * @param id the name in the address
     * @return the layout, or empty if there is none with this name
     */
    public static Optional<PageLayout> of(String id) {
        for (PageLayout layout : values()) {
            if (layout.id().equals(id)) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }
}
