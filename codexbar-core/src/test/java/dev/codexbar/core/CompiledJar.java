package dev.codexbar.core;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A stranger's jar, compiled on the spot from source texts, against this library as a stranger would have it. */
final class CompiledJar {

    private final Path folder;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final List<String> withoutClasses = new ArrayList<>();
    private final List<Path> modulePath = new ArrayList<>();

    CompiledJar(Path folder) {
        this.folder = folder;
    }

    /** The folder or jar this library was loaded from. */
    static Path library() {
        return locationOf(UsageProviders.class);
    }

    static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    CompiledJar source(String fileName, String text) {
        sources.put(fileName, text);
        return this;
    }

    /** A provider in the package {@code stranger}, with the given text in its body. */
    CompiledJar provider(String simpleName, String body) {
        return source("stranger/" + simpleName + ".java", """
                package stranger;
                import dev.codexbar.core.*;
                public class %1$s implements UsageProvider {
                    %2$s
                    public UsageSnapshot fetch(FetchRequest request) { throw new AssertionError("not asked"); }
                }
                """.formatted(simpleName, body));
    }

    CompiledJar goodProvider(String simpleName, String id) {
        return provider(
                simpleName,
                "public ProviderDescriptor descriptor() { return ProviderDescriptor.builder(\"%s\", \"Good\").build(); }"
                        .formatted(id));
    }

    CompiledJar services(String... lines) {
        resources.put("META-INF/services/dev.codexbar.core.UsageProvider", String.join("\n", lines) + "\n");
        return this;
    }

    /** Leaves a class out of the jar although others were compiled against it. */
    CompiledJar without(String binaryName) {
        withoutClasses.add(binaryName.replace('.', '/') + ".class");
        return this;
    }

    CompiledJar onModulePath(Path... entries) {
        modulePath.addAll(List.of(entries));
        return this;
    }

    Path build(String jarName) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(jarName + "-classes"));
        compile(Files.createDirectories(folder.resolve(jarName + "-sources")), classes);
        Path jar = folder.resolve(jarName);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                if (!withoutClasses.contains(name)) {
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(Files.readAllBytes(file));
                }
            }
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                zip.putNextEntry(new ZipEntry(resource.getKey()));
                zip.write(resource.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compile(Path sourceFolder, Path classes) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = sourceFolder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        List<Path> path = new ArrayList<>(List.of(library(), locationOf(org.jspecify.annotations.NullMarked.class)));
        path.addAll(modulePath);
        options.add(sources.containsKey("module-info.java") ? "--module-path" : "--class-path");
        options.add(String.join(
                java.io.File.pathSeparator, path.stream().map(Path::toString).toList()));
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            Writer messages = new StringWriter();
            boolean compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!compiled) {
                throw new IllegalStateException(messages.toString());
            }
        }
    }

    static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
