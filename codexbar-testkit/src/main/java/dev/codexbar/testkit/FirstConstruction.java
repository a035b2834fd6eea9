package dev.codexbar.testkit;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.transcript.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a provider in a JVM of its own: what a class does once and for all when it is first used, has been done long
 * ago in the JVM of the tests.
 *
 * @param obstacle why it could not be made there, or {@code null} if it was
 * @param left the threads, processes and open files that its constructor left, for people
 * @param libraries the native libraries that its constructor loaded
 */
record FirstConstruction(@Nullable String obstacle, List<String> left, List<String> libraries) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private static final String MADE = "made";
    private static final String LEFT = "left ";
    private static final String LIBRARY = "library ";

    /** Makes a provider of a class that is public and has a public constructor without parameters. */
    static FirstConstruction of(Class<?> type) throws IOException, InterruptedException {
        Path report = Files.createTempFile("codexbar-contract", ".txt");
        try {
            List<String> command = JavaCommand.withClassPath(
                    classPath(type), FirstConstruction.class, report.toString(), type.getName());
            Process child = JavaCommand.builder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                child.getOutputStream().close();
                if (!child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    return unable("it has not ended after " + Attempt.seconds(PATIENCE));
                }
            } finally {
                child.descendants().forEach(ProcessHandle::destroyForcibly);
                child.destroyForcibly();
            }
            return read(Files.readAllLines(report), child.exitValue());
        } finally {
            Files.deleteIfExists(report);
        }
    }

    private static FirstConstruction read(List<String> lines, int exitCode) {
        if (lines.isEmpty() || !lines.get(0).equals(MADE)) {
            return unable(lines.isEmpty() ? "it ended with " + exitCode : lines.get(0));
        }
        return new FirstConstruction(null, linesWith(LEFT, lines), linesWith(LIBRARY, lines));
    }

    private static FirstConstruction unable(String obstacle) {
        return new FirstConstruction(obstacle, List.of(), List.of());
    }

    private static List<String> linesWith(String prefix, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    /** All that the tests see, modules included. */
    private static String classPath(Class<?> type) throws IOException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> needed : List.of(type, FirstConstruction.class, UsageProvider.class)) {
            places.add(placeOf(needed));
        }
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            SEPARATOR
                    .splitAsStream(System.getProperty(property, ""))
                    .filter(place -> !place.isEmpty())
                    .forEach(places::add);
        }
        return String.join(File.pathSeparator, places);
    }

    /** Asks for the class file: the code source of a class that patches a module is that of the module. */
    private static String placeOf(Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        URL url = type.getResource("/" + file);
        if (url == null) {
            throw new IOException("no class file: " + type);
        }
        String place = url.toString();
        place = place.substring(place.startsWith("jar:") ? 4 : 0, place.length() - file.length());
        try {
            return Path.of(new URI(place.endsWith("!/") ? place.substring(0, place.length() - 2) : place))
                    .toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("no path: " + url, e);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> report = new ArrayList<>();
        try {
            // Loaded, but not yet initialised.
            Class<?> type = Class.forName(arguments[1], false, FirstConstruction.class.getClassLoader());
            Set<String> librariesBefore = Leftovers.nativeLibraries();
            Set<String> filesBefore = Leftovers.openFiles();
            try (Leftovers leftovers = Leftovers.watchingAlone()) {
                type.getConstructor().newInstance();
                report.add(MADE);
                tell(report, LEFT, leftovers.processes());
                tell(report, LEFT, leftovers.threads(1));
            }
            Set<String> files = Leftovers.openFiles();
            files.removeAll(filesBefore);
            tell(report, LEFT, files);
            Set<String> libraries = new HashSet<>(Leftovers.nativeLibraries());
            libraries.removeAll(librariesBefore);
            tell(report, LIBRARY, libraries);
        } catch (ReflectiveOperationException | LinkageError e) {
            report.add(String.valueOf(e.getCause() == null ? e : e.getCause()).replaceAll("\\R", " "));
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Files.write(Path.of(arguments[0]), report);
        // Threads of the provider may go on.
        Runtime.getRuntime().halt(0);
    }

    private static void tell(List<String> report, String prefix, Collection<String> found) {
        found.forEach(one -> report.add(prefix + one.replaceAll("\\R", " ")));
    }
}
