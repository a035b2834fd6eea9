package dev.codexbar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this command. */
final class CodexBarVersion {

    private static final String SNAPSHOT = "-SNAPSHOT";

    private CodexBarVersion() {}

    /** What {@code --version} prints: clients look for three numbers after the name. */
    static String line() {
        String version = full();
        return "CodexBar "
                + (version.endsWith(SNAPSHOT) ? version.substring(0, version.length() - SNAPSHOT.length()) : version);
    }

    /** The version as Maven knows it. */
    static String full() {
        // The launcher knows it from the name of the jar; opening a resource takes longer than all the rest.
        String told = System.getProperty("codexbar.version");
        return told == null ? fromResource() : told;
    }

    private static String fromResource() {
        try (InputStream stream = CodexBarVersion.class.getResourceAsStream("version.txt")) {
            return stream == null ? "unknown" : new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
