package dev.codexbar.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * One jar of all jars on a class path, in which classes and resources are found as on that class path. To look for
 * services, the JVM opens every jar; and of each jar whose classes it takes, it reads the manifest.
 */
final class MergedJar {

    private static final String SERVICES = "META-INF/services/";

    /** Of one jar alone: its manifest, its module, its signature, and its variants for later JDKs, which may miss. */
    private static final String OF_ONE_JAR =
            "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|versions/.*|[^/]*\\.(SF|RSA|DSA|EC))|module-info\\.class";

    /** A third of all entries, and the JVM looks at each when it opens a jar. Windows has a launcher of its own. */
    private static final String OF_WINDOWS = "com/sun/jna/platform/(win32|wince)/.*|com/pty4j/windows/.*";

    /** What only compilers and build tools read. */
    private static final String OF_BUILDS =
            "META-INF/maven/.*|META-INF/[^/]*\\.kotlin_module|org/(jetbrains|intellij/lang)/annotations/.*|.*/package-info\\.class";

    private final ZipOutputStream output;
    private final Set<String> written = new HashSet<>();
    private final Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();

    private MergedJar(ZipOutputStream output) {
        this.output = output;
    }

    /**
     * Writes the jar.
     *
     * @param jars the jars, in the order of the class path
     * @param target the file to write
     */
    static void write(List<Path> jars, Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream output = new ZipOutputStream(file)) {
            output.setLevel(Deflater.BEST_SPEED);
            MergedJar merged = new MergedJar(output);
            for (Path jar : jars) {
                merged.add(jar);
            }
            merged.addServices();
        }
    }

    private void add(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (entry.isDirectory()
                        || name.matches(OF_ONE_JAR)
                        || name.matches(OF_WINDOWS)
                        || name.matches(OF_BUILDS)) {
                    continue;
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    if (name.startsWith(SERVICES)) {
                        OutputStream all = services.computeIfAbsent(name, key -> new ByteArrayOutputStream());
                        content.transferTo(all);
                        all.write('\n');
                    } else if (written.add(name)) {
                        write(name, content);
                    }
                }
            }
        }
    }

    private void addServices() throws IOException {
        for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
            output.putNextEntry(new ZipEntry(service.getKey()));
            service.getValue().writeTo(output);
            output.closeEntry();
        }
    }

    private void write(String name, InputStream content) throws IOException {
        output.putNextEntry(new ZipEntry(name));
        content.transferTo(output);
        output.closeEntry();
    }
}
