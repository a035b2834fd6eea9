package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's modules in a real {@code java --module-path} child. */
class ModulePathTest {

    @TempDir
    Path folder;

    @Test
    void findsProvidersOfModulesAndSurvivesBadOnes() throws IOException, InterruptedException {
        Path good = new CompiledJar(folder)
                .source(
                        "module-info.java",
                        "module stranger.good { requires dev.codexbar.core;"
                                + " provides dev.codexbar.core.UsageProvider with stranger.Good; }")
                .goodProvider("Good", "good")
                .build("stranger-good.jar");
        Path bad = new CompiledJar(folder)
                .source(
                        "module-info.java",
                        "module stranger.bad { requires dev.codexbar.core;"
                                + " provides dev.codexbar.core.UsageProvider with other.Bad, other.Orphan; }")
                .source("other/Bad.java", """
                        package other;
                        import dev.codexbar.core.*;
                        public class Bad implements UsageProvider {
                            public Bad() { throw new IllegalStateException("constructor fault"); }
                            public ProviderDescriptor descriptor() { return null; }
                            public UsageSnapshot fetch(FetchRequest request) { return null; }
                        }
                        """)
                .source("other/Base.java", "package other; public abstract class Base {}")
                .source("other/Orphan.java", """
                        package other;
                        import dev.codexbar.core.*;
                        public class Orphan extends Base implements UsageProvider {
                            public ProviderDescriptor descriptor() { return null; }
                            public UsageSnapshot fetch(FetchRequest request) { return null; }
                        }
                        """)
                .without("other.Base")
                .build("stranger-bad.jar");
        Path app = new CompiledJar(folder)
                .source("module-info.java", "module app { requires dev.codexbar.core; }")
                .source("app/Main.java", """
                        package app;
                        import dev.codexbar.core.*;
                        public class Main {
                            public static void main(String[] args) {
                                UsageProviders providers = UsageProviders.load();
                                System.out.println(UsageProviders.class.getModule());
                                providers.all().forEach(p -> System.out.println("found " + p.descriptor().id()));
                                providers.failures().forEach(f -> System.out.println("failed " + f));
                            }
                        }
                        """)
                .build("app.jar");

        String printed = run(app, good, bad);

        assertTrue(printed.contains("module dev.codexbar.core"), printed);
        assertTrue(printed.contains("found good"), printed);
        assertTrue(printed.contains("failed other.Bad: constructor failed: "), printed);
        assertTrue(printed.contains("IllegalStateException: constructor fault"), printed);
        assertTrue(printed.contains("failed other.Orphan: loading failed: "), printed);
        assertTrue(printed.contains("other.Base"), printed);
    }

    private String run(Path... modules) throws IOException, InterruptedException {
        StringBuilder modulePath = new StringBuilder(CompiledJar.library().toString());
        for (Path module : modules) {
            modulePath.append(File.pathSeparator).append(module);
        }
        Path output = folder.resolve("output.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        modulePath.toString(),
                        "--module",
                        "app/app.Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(child.waitFor(60, TimeUnit.SECONDS), "the child did not end");
        } finally {
            child.destroyForcibly();
        }
        String printed = java.nio.file.Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, child.exitValue(), printed);
        return printed;
    }
}
