package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java examples of the README: each is compiled as it stands there, and run in a JVM of its own. */
class ReadmeExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void theFiveLinesShowTheUsageOfKiro() throws Exception {
        List<String> printed = run("Five", examples().get(0));

        assertEquals("25.0 % used", printed.get(0));
        assertTrue(printed.get(1).matches("resets \\d{4}-\\d{2}-\\d{2}T00:00:00Z"), printed::toString);
        assertTrue(printed.contains("KIRO FREE"), printed::toString);
    }

    @Test
    void theLoopShowsEveryWindowOfEveryProvider() throws Exception {
        List<String> printed = run("Loop", examples().get(1));

        assertEquals(1, printed.size(), printed::toString);
        assertTrue(printed.get(0).equals("Kiro, Credits: 25.0 % used"), printed::toString);
    }

    private static List<String> examples() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "README.md")));
        List<String> found = example.results().map(result -> result.group(1)).toList();
        assertEquals(2, found.size(), "examples in the README");
        return found;
    }

    private List<String> run(String name, String body) throws Exception {
        compile(name, """
                import dev.codexbar.core.*;
                import dev.codexbar.provider.kiro.*;
                import java.time.Duration;
                import java.util.List;
                public class %s {
                    public static void main(String[] args) throws Exception {
                %s
                    }
                }
                """.formatted(name, body));
        Path output = folder.resolve(name + ".txt");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-cp",
                folder + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                name);
        child.environment()
                .put(
                        "KIRO_CLI_PATH",
                        FakeKiroCli.install(folder, "2.11.0").executable().toString());
        Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the example did not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue());
        return Files.readAllLines(output);
    }

    private void compile(String name, String text) throws Exception {
        Path source = Files.writeString(folder.resolve(name + ".java"), text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    folder.toString(),
                                    "-proc:none",
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertTrue(compiled, messages::toString);
        }
    }
}
