package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Class files that a test compiles. */
final class CompiledClasses {

    private CompiledClasses() {}

    /**
     * Compiles against the class path of the test.
     *
     * @param work an empty folder, created if it does not exist
     * @param sources sources by the names of their classes, with dots; they may be copies of classes on the class path
     * @return the class files by names such as {@code java/lang/Object.class}
     */
    static Map<String, byte[]> of(Path work, Map<String, String> sources) throws IOException {
        Path classes = work.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        // Else the compiler refuses copies of what the other modules of the JDK have.
        arguments.addAll(List.of("--limit-modules", "java.base"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, arguments.toArray(String[]::new)));
        return filesIn(classes);
    }

    /** Returns all files in a folder by their names relative to it, with slashes. */
    static Map<String, byte[]> filesIn(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            contents.put(folder.relativize(file).toString().replace('\\', '/'), read(file)));
        }
        return contents;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
