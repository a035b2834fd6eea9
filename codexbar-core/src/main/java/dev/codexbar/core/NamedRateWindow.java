package dev.codexbar.core;

import java.util.Objects;

/**
 * A quota with its id and the title that people read.
 *
 * @param id stable and unique within a snapshot, such as {@code "primary"} or {@code "kiro-overage"}; not blank. Ids
 *     are lower-case letters, digits and hyphens wherever this library makes them; {@link #PRIMARY}, {@link #SECONDARY}
 *     and {@link #TERTIARY} are reserved for the main windows
 * @param title what people read, such as {@code "Credits"}; not blank
 * @param window the quota
 * @since 0.1.0
 */
public record NamedRateWindow(String id, String title, RateWindow window) {

    /** The id of the main quota. */
    public static final String PRIMARY = "primary";

    /** The id of the second quota. */
    public static final String SECONDARY = "secondary";

    /** The id of the third quota. */
    public static final String TERTIARY = "tertiary";

    /**
     * Checks the parts.
     *
     * @param id stable and unique within a snapshot; not blank
     * @param title what people read; not blank
     * @param window the quota
     * @throws IllegalArgumentException if the id or the title is blank
     */
    public NamedRateWindow {
        Checks.notBlank(id, "id");
        Checks.notBlank(title, "title");
        Objects.requireNonNull(window, "window");
    }

    /** Returns all parts; identity is masked. */
    @Override
    public String toString() {
        return ToStringBuilder.as("NamedRateWindow")
                .field("id", id)
                .field("title", title)
                .field("window", window)
                .toString();
    }
}
