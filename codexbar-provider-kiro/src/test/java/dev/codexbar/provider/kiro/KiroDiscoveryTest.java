package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.provider.support.JsonValue;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KiroDiscoveryTest {

    @TempDir
    Path folder;

    @Test
    void isFoundOnTheClassPath() throws Exception {
        List<String> said = child(List.of("-cp", joined(libraries(), testClasses())));
        assertTrue(said.contains("failures []"), said::toString);
        assertTrue(said.contains("found kiro in null"), said::toString);
    }

    @Test
    void isFoundOnTheModulePath() throws Exception {
        List<String> said = child(
                List.of("-p", joined(libraries()), "--add-modules", "dev.codexbar.core", "-cp", joined(testClasses())));
        assertTrue(said.contains("failures []"), said::toString);
        assertTrue(said.contains("found kiro in dev.codexbar.provider.kiro"), said::toString);
    }

    @Test
    void loadsNeitherJsonNorAnythingNativeIfTheProgramIsMissing() throws Exception {
        Path classes = folder.resolve("classes");
        // The whole class path of this test, so that there is something to load.
        List<String> said =
                child(List.of("-Xlog:class+load:file=" + classes, "-cp", System.getProperty("java.class.path")));
        assertTrue(said.contains("fetch NOT_INSTALLED"), said::toString);
        List<String> unwanted = Files.readAllLines(classes).stream()
                .filter(line ->
                        line.contains("com.fasterxml") || line.contains("com.sun.jna") || line.contains("pty4j"))
                .toList();
        assertEquals(List.of(), unwanted);
    }

    private List<String> child(List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("dev.codexbar.provider.kiro.child.FindProviders");
        Path output = Files.createTempFile(folder, "child", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("KIRO_CLI_PATH", folder.resolve("kiro-cli").toString());
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    private static List<Path> libraries() {
        return List.of(
                home(UsageProviders.class),
                home(JsonValue.class),
                home(KiroUsageProvider.class),
                home(JsonFactory.class));
    }

    private static List<Path> testClasses() {
        return List.of(home(KiroDiscoveryTest.class));
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @SafeVarargs
    private static String joined(List<Path>... paths) {
        List<String> all = new ArrayList<>();
        for (List<Path> some : paths) {
            some.forEach(path -> all.add(path.toString()));
        }
        return String.join(File.pathSeparator, all);
    }

    @Test
    void isAlsoFoundHere() {
        UsageProvider provider = UsageProviders.load().find("kiro").orElseThrow();
        assertEquals(KiroUsageProvider.class, provider.getClass());
    }
}
