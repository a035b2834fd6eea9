package dev.codexbar.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Logs as the JDK does by default, to standard error from {@code INFO} on, without the file that says so. JNA takes a
 * logger, for which the JDK would read that file and look for log services in every jar, a tenth of an answer. The
 * launcher names this class in {@code java.util.logging.manager}, for commands that end at once.
 *
 * <p>What it does not do: heed changes of {@code conf/logging.properties} in the JDK, and apply levels that a program
 * sets to loggers of the JDK itself, which log from {@code INFO} on.
 *
 * @since 0.1.0
 */
public final class DefaultLogManager extends LogManager {

    private static final String CONFIGURATION = "handlers=java.util.logging.ConsoleHandler\n";

    private boolean isConfigured;

    /** For the JDK. */
    public DefaultLogManager() {}

    /**
     * Reads the configuration that the person names, or else takes the default one.
     *
     * @throws IOException if the configuration cannot be read; and when the JDK takes the default one at its start,
     *     which then (seen on 17 and 25) goes on but leaves out the look for services, as after any fault
     */
    @Override
    public synchronized void readConfiguration() throws IOException {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            super.readConfiguration();
            return;
        }
        readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.ISO_8859_1)));
        if (!isConfigured) {
            isConfigured = true;
            throw new IOException("no configuration is named");
        }
    }
}
