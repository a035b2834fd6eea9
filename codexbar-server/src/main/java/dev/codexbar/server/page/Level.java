package dev.codexbar.server.page;

import dev.codexbar.core.UsageLevel;
import java.util.Locale;

/** How much attention a percentage deserves. */
enum Level {
    UNKNOWN,
    LOW,
    HIGH,
    CRITICAL;

    static Level of(double usedPercent) {
        return switch (UsageLevel.of(usedPercent)) {
            case LOW, MID -> LOW;
            case HIGH -> HIGH;
            case CRITICAL -> CRITICAL;
        };
    }

    /** The class in the style sheet. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
