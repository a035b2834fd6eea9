package dev.codexbar.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles sources of a test against everything on its class path. */
final class Sources {

    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    /**
     * Begins an empty set of sources.
     *
     * @param folder an empty folder for the sources and the classes
     */
    Sources(Path folder) {
        this.folder = folder;
    }

    /** Adds a file. */
    Sources add(String packageName, String simpleName, String body) throws IOException {
        Path file = folder.resolve("src").resolve(packageName.replace('.', '/')).resolve(simpleName + ".java");
        Files.createDirectories(file.getParent());
        files.add(Files.writeString(file, "package " + packageName + ";\n" + body));
        return this;
    }

    /** Compiles all files and returns the folder of the classes. */
    Path compile() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertTrue(compiled, messages::toString);
        }
        return classes;
    }
}
