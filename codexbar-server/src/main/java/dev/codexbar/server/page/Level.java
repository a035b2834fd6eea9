package dev.codexbar.server.page;

import java.util.Locale;

/** How much attention a percentage deserves. */
enum Level {
    UNKNOWN,
    LOW,
    HIGH,
    CRITICAL;

    private static final double HIGH_FROM = 75;
    private static final double CRITICAL_FROM = 90;

    static Level of(double usedPercent) {
        if (usedPercent >= CRITICAL_FROM) {
            return CRITICAL;
        }
        return usedPercent >= HIGH_FROM ? HIGH : LOW;
    }

    /** The class in the style sheet. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
