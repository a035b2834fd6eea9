package dev.codexbar.cli;

import dev.codexbar.core.UsageLevel;

/**
 * How text looks.
 *
 * @param color whether to print colours
 * @param unicode whether to print more than ASCII
 */
record Style(boolean color, boolean unicode) {

    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";

    String bold(String text) {
        return paint("1", text);
    }

    String quiet(String text) {
        return paint("2", text);
    }

    /** A whole picture, whatever colours it has. */
    String dimmed(String picture) {
        if (!color) {
            return picture;
        }
        StringBuilder text = new StringBuilder();
        for (String line : picture.split("\n", -1)) {
            String plain = line.replaceAll("\u001b\\[[0-9;]*m", "");
            text.append(text.length() == 0 ? "" : "\n").append(quiet(plain));
        }
        return text.toString();
    }

    String alarm(String text) {
        return paint(RED, text);
    }

    /** The colour of a window. */
    String level(double usedPercent, String text) {
        UsageLevel level = UsageLevel.of(usedPercent);
        return paint(level == UsageLevel.CRITICAL ? RED : level == UsageLevel.HIGH ? YELLOW : GREEN, text);
    }

    private String paint(String code, String text) {
        return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** A bar of so many columns. */
    String bar(double usedPercent, int columns) {
        // Any use at all shows, and a bar is only full when everything is used.
        int full = (int) Math.floor(Math.min(100, usedPercent) / 100 * columns);
        if (full == 0 && usedPercent > 0) {
            full = 1;
        }
        String used = (unicode ? "█" : "#").repeat(full);
        String left = (unicode ? "░" : ".").repeat(columns - full);
        return level(usedPercent, used) + quiet(left);
    }

    String atLeast() {
        return unicode ? "≥" : ">=";
    }

    String separator() {
        return unicode ? " · " : " - ";
    }
}
