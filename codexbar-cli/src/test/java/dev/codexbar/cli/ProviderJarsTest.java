package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderJarsTest {

    private static final String SERVICE = "META-INF/services/dev.codexbar.core.UsageProvider";

    /** A class of a library that the command has. */
    private static final String JACKSON = "com.fasterxml.jackson.core.JsonFactory";

    @TempDir
    Path folder;

    /** A jar of a stranger: every one has a class of the same name, which must not disturb the others. */
    private Path jar(String id) throws IOException {
        return jar(id, "stranger", "\"PLAN OF %s\"".formatted(id), Map.of());
    }

    /**
     * A jar of a stranger that bundles libraries.
     *
     * @param plan an expression, whose value is the plan in the provider's answers
     * @param libraries sources by the names of their classes
     */
    private Path jar(String id, String packageName, String plan, Map<String, String> libraries) throws IOException {
        Map<String, String> sources = new HashMap<>(libraries);
        sources.put(packageName + ".Stranger", """
                package %s;
                import dev.codexbar.core.*;
                public class Stranger implements UsageProvider {
                    public ProviderDescriptor descriptor() { return ProviderDescriptor.builder("%s", "%s").build(); }
                    public UsageSnapshot fetch(FetchRequest request) {
                        return UsageSnapshot.builder("%s", java.time.Instant.EPOCH).plan(%s).build();
                    }
                }
                """.formatted(packageName, id, id, id, plan));
        Path jar = folder.resolve(id + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> compiled :
                    CompiledClasses.of(folder.resolve("work-" + id), sources).entrySet()) {
                out.putNextEntry(new ZipEntry(compiled.getKey()));
                out.write(compiled.getValue());
            }
            out.putNextEntry(new ZipEntry(SERVICE));
            out.write((packageName + ".Stranger\n").getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static String entry(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static String planOf(UsageProvider provider) throws UsageException, InterruptedException {
        return provider.fetch(FetchRequest.defaults()).plan().orElseThrow();
    }

    private Map<String, String> environment(Object... places) {
        String listed = String.join(
                File.pathSeparator,
                List.of(places).stream().map(Object::toString).toList());
        return Map.of("HOME", folder.resolve("home").toString(), ProviderJars.VARIABLE, listed);
    }

    /** Those of the command, and those of the jars. */
    private static UsageProviders all(Map<String, String> environment) {
        return new InstalledProviders(environment).all();
    }

    @Test
    void findsJarsAndFoldersOfJars() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home/.config/codexbar/providers"));
        Files.move(jar("at-home"), home.resolve("at-home.jar"));
        Files.writeString(home.resolve("readme.txt"), "no jar");
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.move(jar("in-a-folder"), plugins.resolve("b.jar"));
        UsageProviders providers = all(environment(plugins, jar("alone"), folder.resolve("missing")));
        for (String id : List.of("alone", "at-home", "in-a-folder")) {
            assertTrue(providers.find(id).isPresent(), providers::toString);
        }
        assertTrue(providers.find("kiro").isPresent(), "the command's own providers are there, too");
        assertEquals(List.of(), providers.failures());
    }

    @Test
    void keepsTheClassesOfJarsApart() throws IOException {
        UsageProviders providers = all(environment(jar("one"), jar("two")));
        UsageProvider one = providers.find("one").orElseThrow();
        UsageProvider two = providers.find("two").orElseThrow();
        assertEquals(one.getClass().getName(), two.getClass().getName());
        assertNotEquals(one.getClass(), two.getClass());
        assertEquals(
                "one.jar", String.valueOf(ProviderJars.jarOf(one).orElseThrow().getFileName()));
        assertTrue(ProviderJars.jarOf(providers.find("kiro").orElseThrow()).isEmpty());
    }

    @Test
    void worksWithTheLibrariesOfItsJar() throws Exception {
        // The command has a class of this name, too, but in another version.
        String library = "package com.fasterxml.jackson.core;"
                + " public class JsonFactory { public static String edition() { return \"OF THE JAR\"; } }";
        Path jar = jar("bundling", "stranger", JACKSON + ".edition()", Map.of(JACKSON, library));
        UsageProvider provider = all(environment(jar)).find("bundling").orElseThrow();
        assertEquals("OF THE JAR", planOf(provider));
        ClassLoader loader = provider.getClass().getClassLoader();
        URL own = loader.getResource(entry(JACKSON));
        assertTrue(own.toString().contains("bundling.jar"), own::toString);
        assertEquals(
                List.of(own, ProviderJars.class.getClassLoader().getResource(entry(JACKSON))),
                Collections.list(loader.getResources(entry(JACKSON))));
        // What serves the command's copy of the library is no subtype of anything in the jar's.
        assertEquals(List.of(), Collections.list(loader.getResources("META-INF/services/" + JACKSON)));
    }

    /** Else JNA in the jar would take the library that the launcher unpacked, which fits the command's JNA alone. */
    @Test
    void startsTheJnaOfTheCommandBeforeThatOfAJar() throws Exception {
        // JNA sets this property when it has loaded its library.
        String library = "package com.sun.jna;"
                + " public class Native { public static final Object STATE = System.getProperty(\"jna.loaded\"); }";
        Path jar = jar(
                "native",
                "stranger",
                "\"JNA LOADED: \" + com.sun.jna.Native.STATE",
                Map.of("com.sun.jna.Native", library));
        // In a JVM of its own, because other tests load JNA.
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.codexbar.cli.CodexBar",
                "usage",
                "--provider",
                "native",
                "--json");
        command.environment().putAll(environment(jar));
        Path output = folder.resolve("output");
        Process process = command.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertTrue(printed.contains("\"JNA LOADED: true\""), printed);
    }

    @Test
    void findsTheLibrariesOfTheCommandThatItsJarLacks() throws Exception {
        Path jar = jar("lacking", "stranger", "new " + JACKSON + "().getFormatName()", Map.of());
        UsageProvider provider = all(environment(jar)).find("lacking").orElseThrow();
        assertEquals("JSON", planOf(provider));
        ClassLoader loader = provider.getClass().getClassLoader();
        ClassLoader ofCommand = ProviderJars.class.getClassLoader();
        assertEquals(ofCommand.getResource(entry(JACKSON)), loader.getResource(entry(JACKSON)));
        String service = "META-INF/services/" + JACKSON;
        assertEquals(Collections.list(ofCommand.getResources(service)), Collections.list(loader.getResources(service)));
    }

    @Test
    void takesWhatTheJdkHasFromTheJdk() throws Exception {
        // Jars with old XML libraries bundle such classes; the JDK's parsers take no copy of them.
        String copy = "package org.w3c.dom; public interface Node { String ORIGIN = \"jar\"; }";
        Path jar = jar(
                "copying", "stranger", "\"\" + org.w3c.dom.Node.class.getModule()", Map.of("org.w3c.dom.Node", copy));
        assertEquals(
                "module java.xml", planOf(all(environment(jar)).find("copying").orElseThrow()));
    }

    @Test
    void sharesCodexBarWithAJarThatBundlesIt() throws Exception {
        String copy = """
                package dev.codexbar.core;
                public interface UsageProvider {
                    ProviderDescriptor descriptor();
                    UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException;
                }
                """;
        Path jar = jar("whole", "stranger", "\"WHOLE\"", Map.of(UsageProvider.class.getName(), copy));
        assertEquals("WHOLE", planOf(all(environment(jar)).find("whole").orElseThrow()));
    }

    @Test
    void loadsAProviderWhosePackageBeginsAsThoseOfCodexBar() throws Exception {
        Path jar = jar("relative", "dev.codexbar.relative", "\"RELATIVE\"", Map.of());
        assertEquals("RELATIVE", planOf(all(environment(jar)).find("relative").orElseThrow()));
    }

    @Test
    void aJarThatIsNoneIsAFailureOfItsOwn() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar at all");
        UsageProviders providers = all(environment(broken, jar("good")));
        assertTrue(providers.find("good").isPresent(), providers::toString);
        assertTrue(providers.find("kiro").isPresent(), providers::toString);
    }

    @Test
    void namesEachPathThatHoldsNoProvider() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home/.config/codexbar/providers"));
        Path junk = Files.writeString(home.resolve("junk.jar"), "no jar at all");
        Path library = jarWith("library.jar", "library/Thing.class", "");
        Path commented = jarWith("commented.jar", SERVICE, "# stranger.Stranger\n\n");
        Path missing = folder.resolve("missing.jar");
        Map<String, String> environment = environment(missing, library, jar("good"), commented);
        List<String> problems = List.of(
                missing + " in CODEXBAR_PROVIDERS does not exist.",
                junk + " is not a jar.",
                library + " declares no provider in " + SERVICE + ".",
                commented + " declares no provider in " + SERVICE + ".");
        assertEquals(problems, ProviderJars.problems(environment));
        TestHost host = new TestHost(new InstalledProviders(environment));
        assertEquals(0, host.run("providers"));
        assertEquals(
                problems.stream().map(problem -> "codexbar: " + problem).toList(),
                host.err().lines().toList());
        assertTrue(host.out().contains("good"), host.out());
    }

    @Test
    void isDocumentedForPeopleWhoWriteProviders() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "PROVIDERS.md"));
        String end = page.substring(page.indexOf("## 8. Ship it"));
        assertTrue(end.contains("~/.config/codexbar/providers"), end);
        assertTrue(end.contains(ProviderJars.VARIABLE), end);
        assertTrue(Files.readString(Path.of("..", "README.md"))
                .contains("copy the jar into `~/.config/codexbar/providers`"));
    }

    @Test
    void findsNothingWrongWithoutJars() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        assertEquals(List.of(), ProviderJars.problems(environment()));
        Files.createDirectories(folder.resolve("home/.config/codexbar/providers"));
        assertEquals(List.of(), ProviderJars.problems(environment()));
    }

    private Path jarWith(String name, String entry, String contents) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(contents.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    @Test
    void doesNotReplaceAProviderOfTheCommand() throws IOException {
        UsageProviders providers = all(environment(jar("kiro")));
        assertTrue(ProviderJars.jarOf(providers.find("kiro").orElseThrow()).isEmpty());
        assertEquals(1, providers.failures().size());
        assertTrue(providers.failures().get(0).toString().contains("\"kiro\" is taken by"), providers::toString);
    }

    /** Their classes have the same name, so only the paths tell which file to remove. */
    @Test
    void namesBothJarsOfOneId() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("home/plugins"));
        Path one = Files.move(jar("same"), plugins.resolve("one.jar"));
        Path two = Files.copy(one, plugins.resolve("two.jar"));
        TestHost host = new TestHost(new InstalledProviders(environment(one, two)))
                .environment("HOME", folder.resolve("home").toString());
        assertEquals(0, host.run("providers"));
        assertEquals(
                "codexbar: Not loaded: stranger.Stranger: its id \"same\" is taken by stranger.Stranger in"
                        + " ~/plugins/one.jar; this one is in ~/plugins/two.jar\n",
                host.err());
    }

    @Test
    void namesJarsInADiagnosisAsElsewhere() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("home/plugins"));
        Path one = Files.move(jar("same"), plugins.resolve("one.jar"));
        UsageProviders providers = all(environment(one, Files.copy(one, plugins.resolve("two.jar"))));
        List<String> ids = new ArrayList<>();
        providers.descriptors().forEach(provider -> ids.add(provider.id()));
        UsageProviders none = providers.without(ids);
        TestHost host = new TestHost(() -> none)
                .environment("HOME", folder.resolve("home").toString());
        host.run("diagnose");
        assertTrue(host.out().contains("in ~/plugins/one.jar; this one is in ~/plugins/two.jar\n"), host.out());
    }
}
