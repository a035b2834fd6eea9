package dev.codexbar.core;

import java.util.Objects;

/**
 * A further window beside the primary, secondary and tertiary one.
 *
 * @param id stable and unique within a snapshot, such as {@code "kiro-overage"}; not blank
 * @param title what people read, such as {@code "Overage"}; not blank
 * @param window the window
 * @since 0.1.0
 */
public record NamedRateWindow(String id, String title, RateWindow window) {

    /**
     * Checks the parts.
     *
     * @param id stable and unique within a snapshot; not blank
     * @param title what people read; not blank
     * @param window the window
     * @throws IllegalArgumentException if the id or the title is blank
     */
    public NamedRateWindow {
        Checks.notBlank(id, "id");
        Checks.notBlank(title, "title");
        Objects.requireNonNull(window, "window");
    }
}
