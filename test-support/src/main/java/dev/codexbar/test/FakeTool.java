package dev.codexbar.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A tool as a real program, on every system: a launcher that starts a Java class in a JVM of its own. The program finds
 * its {@link Settings} in a folder, and keeps a log there of what was done with it.
 */
public final class FakeTool {

    private static final boolean IS_WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /** The JVM prints what it finds in them to standard error. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Path folder;
    private final Path executable;
    private final Properties settings = new Properties();

    private FakeTool(Path folder, Path executable) {
        this.folder = folder;
        this.executable = executable;
    }

    /**
     * Installs a program in a folder of its own.
     *
     * @param parent where to make the folder
     * @param name the name of the tool
     * @param program a class with a {@code main} method that begins with {@link Settings#of}
     * @return the installed tool
     */
    public static FakeTool install(Path parent, String name, Class<?> program) {
        try {
            // A blank in the path, because people have them.
            Path folder = Files.createTempDirectory(parent, name + " folder ");
            Files.createDirectory(folder.resolve("temporary"));
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    program.getName(),
                    folder.toString());
            FakeTool tool = new FakeTool(folder, folder.resolve(IS_WINDOWS ? name + ".cmd" : name));
            Files.writeString(tool.executable, IS_WINDOWS ? batch(command) : script(command));
            if (!IS_WINDOWS) {
                Files.setPosixFilePermissions(tool.executable, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return tool.set("behaviour", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String script(List<String> command) {
        StringBuilder script = new StringBuilder("#!/bin/sh\nunset ")
                .append(String.join(" ", OPTION_VARIABLES))
                .append("\nexec");
        command.forEach(
                word -> script.append(" '").append(word.replace("'", "'\\''")).append('\''));
        return script.append(" \"$@\"\n").toString();
    }

    private static String batch(List<String> command) {
        StringBuilder batch = new StringBuilder("@setlocal\r\n");
        OPTION_VARIABLES.forEach(
                variable -> batch.append("@set \"").append(variable).append("=\"\r\n"));
        return batch.append("@\"")
                .append(String.join("\" \"", command))
                .append("\" %*\r\n")
                .toString();
    }

    /**
     * Sets what the program finds in its settings.
     *
     * @param name the name of the setting; {@code "behaviour"} is what goes wrong
     * @param value its value
     * @return this tool
     */
    public FakeTool set(String name, String value) {
        settings.setProperty(name, value);
        try (Writer file = Files.newBufferedWriter(folder.resolve("settings"))) {
            settings.store(file, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /**
     * Sets what goes wrong.
     *
     * @param behaviour a word that the program knows
     * @return this tool
     */
    public FakeTool behaving(String behaviour) {
        return set("behaviour", behaviour);
    }

    /**
     * Returns the launcher.
     *
     * @return an absolute path
     */
    public Path executable() {
        return executable;
    }

    /**
     * Returns an empty folder for temporary files.
     *
     * @return an absolute path
     */
    public Path temporaryFolder() {
        return folder.resolve("temporary");
    }

    /**
     * Returns what the program wrote into its log.
     *
     * @return the lines, in order as far as runs did not overlap
     */
    public List<String> log() {
        Path log = folder.resolve("log");
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the lines of the log that begin with a word, without it.
     *
     * @param word the word
     * @return the rest of the lines
     */
    public List<String> log(String word) {
        return log().stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }

    /** Checks that no process and no temporary file is left, and that each run began in an empty directory. */
    public void assertNothingLeft() {
        for (String pid : log("pid")) {
            assertFalse(Processes.isAlive(Long.parseLong(pid)), () -> "process " + pid + " is left: " + log());
        }
        log("directory").forEach(entries -> assertEquals("[]", entries, "entries of the working directory"));
        try (Stream<Path> left = Files.list(temporaryFolder())) {
            assertEquals(List.of(), left.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program sees of its installation. */
    public static final class Settings {

        private final Path folder;
        private final Properties values = new Properties();
        private final List<String> arguments;

        private Settings(Path folder, List<String> arguments) {
            this.folder = folder;
            this.arguments = arguments;
        }

        /**
         * Begins a run: reads the settings, and logs the process, the command line and the working directory.
         *
         * @param arguments those of {@code main}
         * @return the settings
         * @throws IOException if they cannot be read
         */
        public static Settings of(String[] arguments) throws IOException {
            List<String> all = List.of(arguments);
            Settings settings = new Settings(Path.of(all.get(0)), all.subList(1, all.size()));
            try (Reader file = Files.newBufferedReader(settings.folder.resolve("settings"))) {
                settings.values.load(file);
            }
            settings.log("pid " + ProcessHandle.current().pid());
            settings.log("run " + String.join(" ", settings.arguments));
            try (Stream<Path> entries = Files.list(Path.of("").toAbsolutePath())) {
                settings.log("directory " + entries.toList());
            }
            return settings;
        }

        /**
         * Returns the arguments of the tool.
         *
         * @return an unmodifiable list
         */
        public List<String> arguments() {
            return arguments;
        }

        /**
         * Returns what goes wrong.
         *
         * @return a word, empty if nothing does
         */
        public String behaviour() {
            return get("behaviour");
        }

        /**
         * Returns a setting.
         *
         * @param name its name
         * @return its value, empty if it is not set
         */
        public String get(String name) {
            return values.getProperty(name, "");
        }

        /**
         * Writes a line into the log.
         *
         * @param line the line
         */
        public void log(String line) {
            try {
                Files.writeString(
                        folder.resolve("log"),
                        line + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ignores the polite signals from now on, for longer than any test waits. */
        public void ignoreSignals() {
            // The JVM ends when its hooks have.
            Runtime.getRuntime().addShutdownHook(new Thread(Settings::hang));
        }

        /** Does nothing for longer than any test waits, but not for ever. */
        public static void hang() {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
