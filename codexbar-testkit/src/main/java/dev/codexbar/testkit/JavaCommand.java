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

    private JavaCommand() {}

    static List<String> of(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", IS_WINDOWS ? "java.exe" : "java")
                .toString());
        // Started often and for a moment only: no optimising compiler, no threads for collection, no files in /tmp, and
        // the plain console, which knows whether there is a terminal without loading a library.
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Xmx64m"));
        command.addAll(List.of("-Djdk.console=java.base", "-cp", place(main).toString(), main.getName()));
        command.addAll(List.of(arguments));
        return command;
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
