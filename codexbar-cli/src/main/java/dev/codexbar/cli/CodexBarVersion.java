package dev.codexbar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this command. */
final class CodexBarVersion {

    /** The release of the original whose JSON and commands this command offers. */
    static final String CONTRACT = "0.54.1";

    private static final String SNAPSHOT = "-SNAPSHOT";

    private CodexBarVersion() {}

    /**
     * What {@code --version} prints. Clients read the first version and refuse anything older than the release of the
     * original that brought what they need, so the level of the published contract comes first.
     */
    static String line() {
        return "CodexBar " + CONTRACT + " (CodexBar for Java " + released() + ")";
    }

    private static String released() {
        String version = full();
        return version.endsWith(SNAPSHOT) ? version.substring(0, version.length() - SNAPSHOT.length()) : version;
    }

    /** The version as Maven knows it. */
    static String full() {
        // Set by the launcher: opening a resource takes longer than everything else that --version does.
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
