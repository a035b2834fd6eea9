package dev.codexbar.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command beside a stranger's broken provider, in a JVM of its own: the good provider's answer stands, the broken
 * one is named, and standard output holds one JSON document.
 */
@Execution(ExecutionMode.CONCURRENT)
class BrokenProvidersTest {

    private static final String TIME_LIMIT = "3";

    /** A JVM that has not ended by then hangs: far more than the time limit, for a busy machine. */
    private static final int HANGS_AFTER_SECONDS = 90;

    /**
     * A broken provider.
     *
     * @param what what is wrong with it
     * @param body the members of its class
     * @param fault what its entry in the document says, or empty if the entry is an answer
     */
    record Broken(String what, String body, String fault) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static final String DESCRIPTOR = """
            public ProviderDescriptor descriptor() { return ProviderDescriptor.builder("broken", "Broken").build(); }
            """;
    private static final String ANSWER = """
            public UsageSnapshot fetch(FetchRequest request) {
                return UsageSnapshot.builder("broken", Instant.now()).plan("BROKEN PLAN").build();
            }
            """;
    private static final String THROW_ANYTHING = """
            @SuppressWarnings("unchecked")
            private static <T extends Throwable> RuntimeException any(Throwable t) throws T { throw (T) t; }
            """;
    private static final String FOR_EVER =
            "while (true) { try { Thread.sleep(60_000); }" + " catch (InterruptedException ignored) { continue; } }";

    static final List<Broken> BROKEN = List.of(
            constructor("throws an exception", "throw new IllegalStateException(\"fault 1\");", "fault 1"),
            constructor("throws an error", "throw new Error(\"fault 2\");", "fault 2"),
            constructor("throws OutOfMemoryError", "throw new OutOfMemoryError(\"fault 3\");", "fault 3"),
            constructor("throws StackOverflowError", "throw new StackOverflowError(\"fault 4\");", "fault 4"),
            constructor(
                    "throws IOError", "throw new java.io.IOError(new java.io.IOException(\"fault 5\"));", "fault 5"),
            constructor("throws a checked exception", "throw any(new java.io.IOException(\"fault 6\"));", "fault 6"),
            constructor(
                    "throws ServiceConfigurationError",
                    "throw new java.util.ServiceConfigurationError(\"fault 7\");",
                    "fault 7"),
            constructor("never returns", FOR_EVER, "stranger.Broken"),
            new Broken(
                    "whose class cannot be initialised",
                    "static { if (true) throw new IllegalStateException(\"fault 9\"); }" + DESCRIPTOR + ANSWER,
                    "stranger.Broken"),
            descriptor("returns null", "return null;", "stranger.Broken"),
            descriptor("throws an exception", "throw new IllegalStateException(\"fault 11\");", "fault 11"),
            descriptor("throws an error", "throw new Error(\"fault 12\");", "fault 12"),
            descriptor("throws OutOfMemoryError", "throw new OutOfMemoryError(\"fault 13\");", "fault 13"),
            descriptor("throws StackOverflowError", "throw new StackOverflowError(\"fault 14\");", "fault 14"),
            descriptor("throws a checked exception", "throw any(new java.io.IOException(\"fault 15\"));", "fault 15"),
            descriptor(
                    "throws ServiceConfigurationError",
                    "throw new java.util.ServiceConfigurationError(\"fault 16\");",
                    "fault 16"),
            descriptor("never returns", FOR_EVER, "stranger.Broken"),
            new Broken("whose descriptor() throws at its second call", """
                    private int calls;
                    public ProviderDescriptor descriptor() {
                        if (calls++ > 0) throw new IllegalStateException("fault 19");
                        return ProviderDescriptor.builder("broken", "Broken").build();
                    }
                    """ + ANSWER, ""),
            new Broken("whose descriptor() has another id at its second call", """
                    private int calls;
                    public ProviderDescriptor descriptor() {
                        return ProviderDescriptor.builder(calls++ > 0 ? "other" : "broken", "Broken").build();
                    }
                    """ + ANSWER, ""),
            fetch("returns null", "return null;", "broken"),
            fetch("throws an exception", "throw new IllegalStateException(\"fault 22\");", "fault 22"),
            fetch("throws an error", "throw new Error(\"fault 23\");", "fault 23"),
            fetch("throws OutOfMemoryError", "throw new OutOfMemoryError(\"fault 24\");", "fault 24"),
            fetch("throws StackOverflowError", "return fetch(request);", "StackOverflowError"),
            fetch("throws IOError", "throw new java.io.IOError(new java.io.IOException(\"fault 26\"));", "fault 26"),
            fetch("throws a checked exception", "throw any(new java.io.IOException(\"fault 27\"));", "fault 27"),
            fetch(
                    "throws ServiceConfigurationError",
                    "throw new java.util.ServiceConfigurationError(\"fault 28\");",
                    "fault 28"),
            fetch("throws NoClassDefFoundError", "throw new NoClassDefFoundError(\"fault 29\");", "fault 29"),
            fetch(
                    "throws an exception whose message throws",
                    "throw new RuntimeException() { public String getMessage() { throw new Error(\"in it\"); } };",
                    "broken"),
            fetch("hangs and ignores interrupts", FOR_EVER, "broken"),
            fetch("spins and ignores interrupts", "while (true) { Thread.onSpinWait(); }", "broken"),
            fetch(
                    "answers for another provider",
                    "return UsageSnapshot.builder(\"good\", Instant.now()).plan(\"STOLEN\").build();",
                    "broken"),
            fetch(
                    "leaves a thread that never ends",
                    "new Thread(() -> {" + FOR_EVER + "}).start();"
                            + " return UsageSnapshot.builder(\"broken\", Instant.now()).plan(\"BROKEN PLAN\").build();",
                    ""),
            fetch(
                    "prints to standard output",
                    "System.out.println(\"[]\"); System.out.flush();"
                            + " return UsageSnapshot.builder(\"broken\", Instant.now()).plan(\"BROKEN PLAN\").build();",
                    ""),
            fetch(
                    "interrupts its own thread",
                    "Thread.currentThread().interrupt();"
                            + " return UsageSnapshot.builder(\"broken\", Instant.now()).plan(\"BROKEN PLAN\").build();",
                    ""));

    @TempDir
    static Path shared;

    private static Path good;

    @TempDir
    Path folder;

    @BeforeAll
    static void compileTheGoodProvider() throws IOException {
        String body = """
                public ProviderDescriptor descriptor() { return ProviderDescriptor.builder("good", "Good").build(); }
                public UsageSnapshot fetch(FetchRequest request) {
                    return UsageSnapshot.builder("good", Instant.now()).plan("GOOD PLAN").build();
                }
                """;
        good = provider(shared, "Good", body);
    }

    @ParameterizedTest
    @FieldSource("BROKEN")
    void theOthersAnswerAndTheCulpritIsNamed(Broken broken) throws Exception {
        Outcome outcome = runBeside(List.of(provider(folder, "Broken", broken.body())));

        assertEquals(1, documents(outcome.output()), outcome::toString);
        assertTrue(outcome.output().contains("GOOD PLAN"), outcome::toString);
        String culprit = broken.fault().isEmpty() ? "BROKEN PLAN" : broken.fault();
        assertTrue((outcome.output() + outcome.error()).contains(culprit), outcome::toString);
        assertFalse(outcome.output().contains("STOLEN"), outcome::toString);
    }

    @Test
    void allOfThemTogetherCostNoMoreThanOneTimeLimit() throws Exception {
        List<Path> all = new ArrayList<>();
        for (Broken broken : BROKEN) {
            if (!broken.what().contains("standard output") && !broken.what().contains("of another provider")) {
                String name = "Broken" + all.size();
                String body = broken.body().replace("\"broken\"", "\"broken-" + all.size() + "\"");
                all.add(provider(folder.resolve(name), name, body.replace("Broken()", name + "()")));
            }
        }

        Outcome outcome = runBeside(all);

        assertEquals(1, documents(outcome.output()), outcome::toString);
        assertTrue(outcome.output().contains("GOOD PLAN"), outcome::toString);
    }

    /** An exit code of 0 with nothing on standard output would look like success. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void saysThatAProviderEndedTheProgram(int code) throws Exception {
        Broken broken = fetch("ends the program", "System.exit(" + code + "); return null;", "");

        Outcome outcome = runBeside(List.of(provider(folder, "Broken", broken.body())));

        assertEquals(1, outcome.exitCode(), outcome::toString);
        assertEquals(1, documents(outcome.output()), outcome::toString);
        assertTrue(outcome.output().contains("A provider ended the program."), outcome::toString);
    }

    @Test
    void doesNotWaitForAShutdownHookThatHangs() throws Exception {
        Broken broken = fetch(
                "leaves a shutdown hook that never ends",
                "Runtime.getRuntime().addShutdownHook(new Thread(() -> {" + FOR_EVER + "}));"
                        + " return UsageSnapshot.builder(\"broken\", Instant.now()).plan(\"BROKEN PLAN\").build();",
                "");

        Outcome outcome = runBeside(List.of(provider(folder, "Broken", broken.body())));

        assertEquals(0, outcome.exitCode(), outcome::toString);
        assertEquals(1, documents(outcome.output()), outcome::toString);
    }

    private record Outcome(int exitCode, String output, String error) {}

    private Outcome runBeside(List<Path> providers) throws Exception {
        StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        classPath.append(File.pathSeparator).append(good);
        providers.forEach(provider -> classPath.append(File.pathSeparator).append(provider));
        Path output = folder.resolve("output.txt");
        Path error = folder.resolve("error.txt");
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath.toString(),
                "dev.codexbar.cli.CodexBar",
                "usage",
                "--json",
                "--timeout",
                TIME_LIMIT);
        // No tool of this machine is asked.
        command.environment().put("PATH", folder.toString());
        command.environment().put("HOME", folder.toString());
        Process process = command.redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        try {
            assertTrue(process.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS), "the command hangs");
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(output), Files.readString(error));
    }

    /** Counts the JSON documents of a text; fails if there is anything else. */
    private static int documents(String text) throws IOException {
        int documents = 0;
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
                documents++;
            }
        }
        return documents;
    }

    private static Path provider(Path folder, String name, String body) throws IOException {
        Path classes = new Sources(Files.createDirectories(folder))
                .add("stranger", name, """
                        import dev.codexbar.core.*;
                        import java.time.Instant;
                        public class %s implements UsageProvider {
                        %s
                        %s
                        }
                        """.formatted(name, body, THROW_ANYTHING))
                .compile();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("dev.codexbar.core.UsageProvider"), "stranger." + name + "\n");
        return classes;
    }

    private static Broken constructor(String what, String body, String fault) {
        return new Broken(
                "whose constructor " + what,
                "public Broken() { if (true) { " + body + " } }" + DESCRIPTOR + ANSWER,
                fault);
    }

    private static Broken descriptor(String what, String body, String fault) {
        return new Broken(
                "whose descriptor() " + what,
                "public ProviderDescriptor descriptor() { " + body + " }" + ANSWER,
                fault);
    }

    private static Broken fetch(String what, String body, String fault) {
        return new Broken(
                "whose fetch " + what,
                DESCRIPTOR + "public UsageSnapshot fetch(FetchRequest request) { " + body + " }",
                fault);
    }
}
