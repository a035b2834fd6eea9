package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageProvider;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both declarations of a provider are looked for, in a folder and in a jar. */
class ServiceDeclarationTest {

    private static final String PROVIDES = "provides dev.codexbar.core.UsageProvider with acme.Acme;";

    @TempDir
    private Path sources;

    @TempDir
    private Path classes;

    @TempDir
    private Path jars;

    @Test
    void findsBothDeclarations() throws Exception {
        assertEquals(Optional.empty(), missing("acme.Acme # ours", PROVIDES));
    }

    @Test
    void missesTheLineInTheServiceFile() throws Exception {
        String missing = missing("# acme.Acme", PROVIDES).orElseThrow();

        assertTrue(missing.contains("Add a line with this name to META-INF/services/dev.codexbar.core.UsageProvider"));
    }

    @Test
    void missesTheClauseInTheModuleDeclaration() throws Exception {
        String missing = missing("acme.Acme", "").orElseThrow();

        assertTrue(missing.contains("Add to module-info.java: " + PROVIDES), missing);
    }

    @Test
    void looksIntoJars() throws Exception {
        compile("acme.Acme", "");
        Path jar = jars.resolve("acme with blanks.jar");
        run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");

        assertTrue(missing(jar).orElseThrow().contains("module-info.java"));
    }

    private Optional<String> missing(String serviceFile, String clause) throws Exception {
        compile(serviceFile, clause);
        return missing(classes);
    }

    private static Optional<String> missing(Path place) throws Exception {
        URL[] urls = {place.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, ServiceDeclarationTest.class.getClassLoader())) {
            return ServiceDeclaration.missingOf(loader.loadClass("acme.Acme"));
        }
    }

    private void compile(String serviceFile, String clause) throws Exception {
        Files.writeString(
                sources.resolve("module-info.java"),
                "module acme { requires dev.codexbar.core; exports acme; " + clause + " }");
        Path source = Files.createDirectories(sources.resolve("acme")).resolve("Acme.java");
        Files.writeString(source, """
                package acme;

                import dev.codexbar.core.*;

                public class Acme implements UsageProvider {
                    public ProviderDescriptor descriptor() { return null; }
                    public UsageSnapshot fetch(FetchRequest request) { return null; }
                }
                """);
        String modules = place(UsageProvider.class) + File.pathSeparator + place(NullMarked.class);
        run(
                "javac",
                "--module-path",
                modules,
                "-d",
                classes.toString(),
                source.toString(),
                sources.resolve("module-info.java").toString());
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.write(services.resolve(UsageProvider.class.getName()), List.of(serviceFile));
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void run(String name, String... arguments) throws IOException {
        ToolProvider tool = ToolProvider.findFirst(name).orElse(null);
        assertNotNull(tool, name);
        assertEquals(0, tool.run(System.out, System.err, arguments), name);
    }
}
