package dev.codexbar.transcript;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines that start a {@code main} class with the JVM that is running, for programs that stand in for others.
 *
 * @since 0.1.0
 */
public final class JavaCommand {

    /** Whether this machine runs Windows. */
    public static final boolean IS_WINDOWS = File.separatorChar == '\\';

    /** Variables with options for any JVM; a JVM that finds one set prints a line about it. */
    public static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

    private JavaCommand() {}

    /**
     * Returns the command line of a class, with its own jar and the jar of this class as the class path.
     *
     * @param main a class with a {@code main} method
     * @param arguments the arguments of the program
     * @return an unmodifiable list
     * @throws IOException if the jar of a class is not a file
     */
    public static List<String> of(Class<?> main, String... arguments) throws IOException {
        Path jar = place(main);
        Path thisJar = place(JavaCommand.class);
        String classPath = jar.equals(thisJar) ? jar.toString() : jar + File.pathSeparator + thisJar;
        return withClassPath(classPath, main, arguments);
    }

    /**
     * Returns the command line of a class.
     *
     * @param classPath where the JVM looks for classes
     * @param main a class with a {@code main} method
     * @param arguments the arguments of the program
     * @return a list
     */
    public static List<String> withClassPath(String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", IS_WINDOWS ? "java.exe" : "java")
                .toString());
        // Started often and for a moment only: no optimising compiler, no threads for collection, no files in /tmp, and
        // the plain console, which knows whether there is a terminal without loading a library.
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Xmx64m"));
        command.addAll(List.of("-Djdk.console=java.base", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Prepares a start without the {@linkplain #OPTION_VARIABLES variables} that make a JVM print more than its
     * program.
     *
     * @param command a command line
     * @return a builder for the process
     */
    public static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        OPTION_VARIABLES.forEach(builder.environment()::remove);
        return builder;
    }

    private static Path place(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("no path: " + source, e);
        }
    }
}
