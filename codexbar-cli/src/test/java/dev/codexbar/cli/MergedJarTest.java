package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedJarTest {

    private static final String PTY4J_FOR_WINDOWS = "com/pty4j/windows/";

    @TempDir
    Path folder;

    @Test
    void takesTheFirstOfEachNameAsAClassPathDoes() throws IOException {
        Path first = jar("first.jar", Map.of("a/text", "of the first", "a/only", "one"));
        Path second = jar("second.jar", Map.of("a/text", "of the second", "b/other", "two"));
        assertEquals(Map.of("a/text", "of the first", "a/only", "one", "b/other", "two"), merged(first, second));
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
                        "a/only", "kept"));
        assertEquals(Map.of("META-INF/LICENSE", "kept", "a/only", "kept"), merged(jar));
    }

    @Test
    void leavesOutWhatOnlyBuildsRead() throws IOException {
        Path jar = jar(
                "built.jar",
                Map.of(
                        "META-INF/maven/g/a/pom.xml", "of a build",
                        "META-INF/native-image/g/a/reflect-config.json", "of a build",
                        "META-INF/a.kotlin_module", "of a build",
                        "a/a.kotlin_builtins", "of a build",
                        "org/jetbrains/annotations/NotNull.class", "of a build",
                        "dev/codexbar/package-info.class", "of a build",
                        "a/package.html", "of a build",
                        "a/only", "kept"));
        assertEquals(Map.of("a/only", "kept"), merged(jar));
    }

    @Test
    void leavesOutWhatOnlyWindowsNeeds() throws IOException {
        Path jar = jar(
                "jna.jar",
                Map.of(
                        "com/sun/jna/win32-x86-64/jnidispatch.dll", "of Windows",
                        "com/sun/jna/linux-x86-64/libjnidispatch.so", "kept",
                        "resources/com/pty4j/native/win/x86-64/winpty.dll", "of Windows",
                        "resources/com/pty4j/native/linux/x86-64/libpty.so", "kept"));
        assertEquals(
                Set.of(
                        "com/sun/jna/linux-x86-64/libjnidispatch.so",
                        "resources/com/pty4j/native/linux/x86-64/libpty.so"),
                merged(jar).keySet());
    }

    @Test
    void leavesOutClassesThatTheCommandCannotReach() throws IOException {
        assertEquals(
                Set.of("dev/codexbar/Start.class", "dev/codexbar/Alone.class", "library/Used.class", "library/text"),
                merged(
                                jarOfClasses(Map.of(
                                        "dev.codexbar.Start", "Object used = new library.Used();",
                                        "dev.codexbar.Alone", "",
                                        "library.Used", "",
                                        "library.Unused", "Object other = new library.UsedByUnused();",
                                        "library.UsedByUnused", "")),
                                jar("resources.jar", Map.of("library/text", "kept")))
                        .keySet());
    }

    @Test
    void keepsWhatServiceFilesName() throws IOException {
        Path classes = jarOfClasses(Map.of(
                "library.Served", "Object used = new library.Used();",
                "library.Used", "",
                "library.Second", "",
                "library.Third", "",
                "library.Unused", ""));
        Path services = jar(
                "services.jar",
                Map.of(
                        "META-INF/services/a.Service",
                        "# library.Unused\n  library.Served # the first\nlibrary.Second",
                        "META-INF/services/b.Service",
                        "library.Third\nlibrary.Missing\n"));
        assertEquals(
                Set.of(
                        "META-INF/services/a.Service",
                        "META-INF/services/b.Service",
                        "library/Served.class",
                        "library/Used.class",
                        "library/Second.class",
                        "library/Third.class"),
                merged(classes, services).keySet());
    }

    @Test
    void keepsTheClassesOfJnaItselfWhichItsNativeLibraryLooksUp() throws IOException {
        Path jar = jarOfClasses(Map.of("com.sun.jna.Callback", "", "com.sun.jna.platform.mac.Carbon", ""));
        assertEquals(Set.of("com/sun/jna/Callback.class"), merged(jar).keySet());
    }

    @Test
    void doesNotFollowClassesForWindows() throws IOException {
        Path jar = jarOfClasses(Map.of(
                "dev.codexbar.Start", "Object library = new com.sun.jna.platform.win32.Kernel32();",
                "com.sun.jna.platform.win32.Kernel32", "Object used = new library.OnlyForWindows();",
                "library.OnlyForWindows", ""));
        assertEquals(Set.of("dev/codexbar/Start.class"), merged(jar).keySet());
    }

    /** The JDK's own tool finds out what classes need, so that no mistake of ours in reading them is made twice. */
    @Test
    void hasAllThatItsClassesNeedOfTheRealClassPath() throws IOException {
        List<Path> jars = realJars();
        Set<String> present = new HashSet<>();
        for (Path jar : jars) {
            present.addAll(namesIn(jar));
        }
        Path merged = folder.resolve("merged.jar");
        MergedJar.write(jars, merged);
        assertTrue(namesIn(merged).size() < present.size());

        Map<String, Set<String>> missing = missingDependencies(merged);
        // What is left out of these on purpose shows that the tool has looked.
        assertTrue(missing.keySet().removeIf(name -> name.startsWith(PTY4J_FOR_WINDOWS)), missing::toString);
        missing.values().forEach(names -> names.retainAll(present));
        missing.values().removeIf(Set::isEmpty);
        assertEquals(Map.of(), missing);
    }

    /** To verify a class, the JVM loads others that nothing would ever use. */
    @Test
    void hasAllThatTheJvmNeedsToVerifyItsClasses() throws IOException {
        List<Path> jars = realJars();
        Path merged = folder.resolve("merged.jar");
        MergedJar.write(jars, merged);
        try (URLClassLoader all = loader(jars);
                URLClassLoader kept = loader(List.of(merged))) {
            Map<String, String> faults = new TreeMap<>();
            for (String name : namesIn(merged)) {
                if (name.endsWith(".class") && !name.startsWith(PTY4J_FOR_WINDOWS)) {
                    Optional<LinkageError> fault = verify(name, kept);
                    if (fault.isPresent() && verify(name, all).isEmpty()) {
                        faults.put(name, fault.get().toString());
                    }
                }
            }
            assertEquals(Map.of(), faults);
        }
    }

    private static URLClassLoader loader(List<Path> jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static Optional<LinkageError> verify(String name, ClassLoader loader) {
        try {
            Class<?> type = Class.forName(name.replace(".class", "").replace('/', '.'), false, loader);
            // HotSpot verifies a class before it lists the methods.
            assertNotNull(type.getDeclaredMethods());
            return Optional.empty();
        } catch (ClassNotFoundException fault) {
            throw new AssertionError(fault);
        } catch (LinkageError fault) {
            return Optional.of(fault);
        }
    }

    /** The class path of this test without the tests, its folders made jars. */
    private List<Path> realJars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(place);
            if (Files.isDirectory(path) && !path.endsWith("test-classes")) {
                jars.add(jarOf("folder" + jars.size() + ".jar", CompiledClasses.filesIn(path)));
            } else if (Files.isRegularFile(path)) {
                jars.add(path);
            }
        }
        return jars;
    }

    private static Set<String> namesIn(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        }
    }

    /** By the class that needs them, the class files that neither a jar nor the JDK has. */
    private static Map<String, Set<String>> missingDependencies(Path jar) {
        StringWriter report = new StringWriter();
        PrintWriter output = new PrintWriter(report);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        assertEquals(0, jdeps.run(output, output, "--missing-deps", jar.toString()), report::toString);
        Map<String, Set<String>> missing = new TreeMap<>();
        Matcher line = Pattern.compile("(\\S+) +-> (\\S+) +not found").matcher(report.toString());
        while (line.find()) {
            missing.computeIfAbsent(fileOf(line.group(1)), name -> new TreeSet<>())
                    .add(fileOf(line.group(2)));
        }
        return missing;
    }

    private static String fileOf(String className) {
        return className.replace('.', '/') + ".class";
    }

    private Path jarOfClasses(Map<String, String> bodies) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        bodies.forEach((name, body) -> {
            int dot = name.lastIndexOf('.');
            sources.put(
                    name,
                    "package %s; public class %s { %s }"
                            .formatted(name.substring(0, dot), name.substring(dot + 1), body));
        });
        return jarOf("classes.jar", CompiledClasses.of(folder.resolve("work"), sources));
    }

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        entries.forEach((entry, text) -> contents.put(entry, text.getBytes(StandardCharsets.UTF_8)));
        return jarOf(name, contents);
    }

    private Path jarOf(String name, Map<String, byte[]> entries) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                output.putNextEntry(new ZipEntry(entry.getKey()));
                output.write(entry.getValue());
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
