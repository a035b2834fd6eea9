package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own for each case: a JVM has one log manager. */
class DefaultLogManagerTest {

    @TempDir
    private Path folder;

    /** A provider that logs. */
    static final class Logging {

        private Logging() {}

        public static void main(String[] args) throws IOException {
            Logger logger = Logger.getLogger("com.example.provider");
            logger.fine("a detail");
            logger.info("some news");
            logger.warning("a warning");
            if (args.length > 0) {
                // As a provider may: the default configuration again.
                LogManager.getLogManager().readConfiguration();
                logger.warning("another time");
            }
            System.getLogger("com.example.other").log(System.Logger.Level.WARNING, "another warning");
        }
    }

    private String logged(String... options) throws IOException, InterruptedException {
        return run(List.of(options), List.of());
    }

    private String run(List<String> options, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logging.class.getName()));
        command.addAll(arguments);
        Path output = folder.resolve("output");
        Path error = folder.resolve("error");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS), "does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals("", Files.readString(output));
        // Without the lines that hold the time.
        return Files.readString(error, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(": "))
                .reduce("", (one, other) -> one + other + "\n");
    }

    private static String manager() {
        return "-Djava.util.logging.manager=" + DefaultLogManager.class.getName();
    }

    @Test
    void logsAsTheJdkDoes() throws IOException, InterruptedException {
        String text = logged(manager());
        assertEquals(logged(), text);
        assertTrue(text.contains("some news") && text.contains("a warning"), text);
        assertTrue(text.contains("another warning"), text);
        assertFalse(text.contains("a detail"), text);
    }

    @Test
    void canBeConfiguredAgain() throws IOException, InterruptedException {
        List<String> again = List.of("again");
        String text = run(List.of(manager()), again);
        assertEquals(run(List.of(), again), text);
        assertTrue(text.contains("another time"), text);
    }

    @Test
    void obeysAConfigurationThatIsNamed() throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\n.level=FINE\njava.util.logging.ConsoleHandler.level=FINE\n");
        String named = "-Djava.util.logging.config.file=" + file;
        String text = logged(manager(), named);
        assertEquals(logged(named), text);
        assertTrue(text.contains("a detail"), text);
    }
}
