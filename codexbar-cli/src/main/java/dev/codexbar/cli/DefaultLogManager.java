package dev.codexbar.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Logs as the JDK does by default, to standard error from {@code INFO} on, without the file that says so. JNA takes a
 * logger, and for it the JVM would read that file and look for services in every jar, a tenth of a start. Made by the
 * JDK, which the launcher tells the name of this class.
 *
 * @since 0.1.0
 */
public final class DefaultLogManager extends LogManager {

    private static final String CONFIGURATION = "handlers=java.util.logging.ConsoleHandler\n";

    /** For the JDK. */
    public DefaultLogManager() {}

    /**
     * Reads the configuration that the person names, or else takes the default one.
     *
     * @throws IOException after the default one: the JDK ignores it, but leaves out the look for services
     */
    @Override
    public void readConfiguration() throws IOException {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            super.readConfiguration();
        } else {
            readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.ISO_8859_1)));
            throw new IOException("no configuration is named");
        }
    }
}
