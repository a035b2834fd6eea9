package dev.codexbar.core.process;

import java.util.Locale;

/** Which system this is. */
final class OperatingSystem {

    private static final String NAME = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

    static final boolean WINDOWS = NAME.startsWith("windows");
    static final boolean LINUX = NAME.startsWith("linux");

    private OperatingSystem() {}
}
