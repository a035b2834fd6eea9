package dev.codexbar.testkit;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** How the programs of this jar are started: with the JVM that runs the tests. */
final class JavaCommand {

    static final boolean IS_WINDOWS = File.separatorChar == '\\';

    /** Variables with options for any JVM; each JVM that heeds one says so among its output. */
    static final List<String> OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

    private JavaCommand() {}

    static List<String> of(Class<?> main, String... arguments) throws IOException {
        return withClassPath(place(main).toString(), main, arguments);
    }

    static List<String> withClassPath(String classPath, Class<?> main, String... arguments) {
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

    /** Prepares the start of a program of this jar, which prints nothing but its own words. */
    static ProcessBuilder builder(List<String> command) {
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
