package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedJarTest {

    @TempDir
    Path folder;

    @Test
    void takesTheFirstOfEachNameAsAClassPathDoes() throws IOException {
        Path first = jar("first.jar", Map.of("a/text", "of the first", "a/Only.class", "one"));
        Path second = jar("second.jar", Map.of("a/text", "of the second", "b/Other.class", "two"));
        assertEquals(
                Map.of("a/text", "of the first", "a/Only.class", "one", "b/Other.class", "two"), merged(first, second));
    }

    @Test
    void keepsTheServicesOfAllJars() throws IOException {
        // The last line of a service file may lack its line feed.
        Path first = jar("first.jar", Map.of("META-INF/services/a.Service", "a.One"));
        Path second = jar("second.jar", Map.of("META-INF/services/a.Service", "b.Two\n"));
        assertEquals(Map.of("META-INF/services/a.Service", "a.One\nb.Two\n\n"), merged(first, second));
    }

    @Test
    void leavesOutWhatHoldsForOneJarAlone() throws IOException {
        Path jar = jar(
                "signed.jar",
                Map.of(
                        "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n",
                        "META-INF/SIGNER.SF", "signature",
                        "META-INF/SIGNER.RSA", "signature",
                        "META-INF/INDEX.LIST", "index",
                        "META-INF/versions/21/a/Only.class", "for later JDKs",
                        "module-info.class", "module",
                        "META-INF/LICENSE", "kept",
                        "a/", "",
                        "a/Only.class", "one"));
        assertEquals(Map.of("META-INF/LICENSE", "kept", "a/Only.class", "one"), merged(jar));
    }

    @Test
    void leavesOutWhatOnlyBuildsRead() throws IOException {
        Path jar = jar(
                "built.jar",
                Map.of(
                        "META-INF/maven/g/a/pom.xml", "of a build",
                        "META-INF/a.kotlin_module", "of a build",
                        "org/jetbrains/annotations/NotNull.class", "of a build",
                        "a/package-info.class", "of a build",
                        "a/Only.class", "kept"));
        assertEquals(Map.of("a/Only.class", "kept"), merged(jar));
    }

    @Test
    void leavesOutWhatOnlyWindowsNeeds() throws IOException {
        Path jar = jar(
                "jna-platform.jar",
                Map.of(
                        "com/sun/jna/platform/win32/Kernel32.class", "of Windows",
                        "com/sun/jna/platform/unix/LibC.class", "kept"));
        assertEquals(Map.of("com/sun/jna/platform/unix/LibC.class", "kept"), merged(jar));
    }

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                output.putNextEntry(new ZipEntry(entry.getKey()));
                output.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                output.closeEntry();
            }
        }
        return jar;
    }

    private Map<String, String> merged(Path... jars) throws IOException {
        Path target = folder.resolve("merged.jar");
        MergedJar.write(List.of(jars), target);
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream input = new ZipInputStream(Files.newInputStream(target))) {
            for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                entries.put(entry.getName(), new String(input.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
