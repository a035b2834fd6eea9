package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real preparation, in a JVM of its own. `.ci/prove-launcher` has the way through the launcher. */
@Timeout(120)
class PrepareTest {

    @TempDir
    Path folder;

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private int prepare(Path program, Path stamp) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        java().toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.codexbar.cli.Prepare",
                        folder.toString(),
                        program.toString(),
                        stamp.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            assertTrue(process.waitFor(110, TimeUnit.SECONDS), "does not end");
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    @Test
    void namesThePlaceTheJdkAndAFolderWhoseOptionsStart() throws IOException, InterruptedException {
        Path stamp = folder.resolve("state").resolve("at-here");
        assertEquals(0, prepare(java(), stamp), () -> read("log"));
        List<String> lines = Files.readAllLines(stamp);
        assertEquals(folder.toRealPath().toString(), lines.get(0));
        assertEquals(System.getProperty("java.home"), lines.get(1));
        assertTrue(Files.readAllLines(Path.of(lines.get(1), "release")).contains(lines.get(2)), lines.get(2));
        Process started = new ProcessBuilder(
                        java().toString(), "@" + lines.get(3) + "/options", "dev.codexbar.cli.CodexBar", "--version")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertTrue(started.waitFor(50, TimeUnit.SECONDS));
        assertEquals(CodexBarVersion.line() + "\n", read("out"));
    }

    @Test
    void putsListsOfClassesTogether() {
        String lambda = "@lambda-proxy example/Three run ()Ljava/lang/Runnable;";
        List<String> first = List.of("# a list", "java/lang/Object id: 0", "example/One id: 7", lambda, lambda);
        List<String> second =
                List.of("# a list", "java/lang/Object id: 0", "example/Two id: 7", "example/One id: 8", lambda);
        assertEquals(
                List.of(
                        "# a list",
                        "java/lang/Object",
                        "example/One",
                        // Three threads may come to each of the two places.
                        lambda,
                        lambda,
                        lambda,
                        lambda,
                        lambda,
                        lambda,
                        "example/Two"),
                Prepare.union(List.of(first, second)));
    }

    @Test
    void startsAServerWithOptionsOfItsOwn() throws IOException, InterruptedException {
        Path stamp = folder.resolve("state").resolve("at-here");
        assertEquals(0, prepare(java(), stamp), () -> read("log"));
        Path start = Path.of(Files.readAllLines(stamp).get(3));
        Process server = new ProcessBuilder(
                        java().toString(),
                        "@" + start.resolve("serving"),
                        "dev.codexbar.cli.CodexBar",
                        "serve",
                        "--demo",
                        "--port",
                        "0",
                        "--print-url")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = server.inputReader()) {
            URI address = URI.create(output.readLine());
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
                String request = "GET /health HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            }
        } finally {
            server.destroyForcibly();
        }
        // What ends at once is compiled later than what stays, and logs without the configuration of the JDK.
        assertTrue(Files.readString(start.resolve("options")).contains("DefaultLogManager"));
        assertFalse(Files.readString(start.resolve("serving")).contains("DefaultLogManager"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void publishesNothingThatDoesNotStart() throws IOException, InterruptedException {
        Path broken = Files.writeString(folder.resolve("java"), "#!/bin/sh\nexit 1\n");
        assertTrue(broken.toFile().setExecutable(true));
        Path state = folder.resolve("state");
        assertTrue(prepare(broken, state.resolve("at-here")) != 0);
        assertTrue(read("log").contains("what was prepared does not start"), read("log"));
        try (Stream<Path> left = Files.list(state)) {
            assertEquals(List.of(), left.toList());
        }
        assertFalse(Files.exists(state.resolve("at-here")));
    }

    @Test
    void keepsWhatOthersUseAndTwoOlderOnes() throws IOException, InterruptedException {
        Path state = Files.createDirectories(folder.resolve("state"));
        for (int i = 1; i <= 5; i++) {
            Path older = Files.createDirectory(state.resolve("start" + i));
            Files.setLastModifiedTime(older, FileTime.fromMillis(i * 1000L));
        }
        Path gone = folder.resolve("gone");
        Files.write(state.resolve("at-other"), List.of(folder.toString(), "jdk", "release", state + "/start1"));
        Files.write(state.resolve("at-gone"), List.of(gone.toString(), "jdk", "release", state + "/start2"));
        Files.write(state.resolve("at-broken"), List.of(folder.toString()));
        Path stamp = state.resolve("at-here");
        assertEquals(0, prepare(java(), stamp), () -> read("log"));
        String newest = Path.of(Files.readAllLines(stamp).get(3)).getFileName().toString();
        try (Stream<Path> left = Files.list(state)) {
            assertEquals(
                    Stream.of("start1", "start4", "start5", newest).sorted().toList(),
                    left.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("start"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void leavesNoFolderIfItCannotPublish() throws IOException, InterruptedException {
        Path state = Files.createDirectories(folder.resolve("state"));
        // A folder that is not empty cannot be replaced by the stamp.
        Path stamp = Files.createDirectories(state.resolve("at-here"));
        Files.writeString(stamp.resolve("file"), "");
        assertTrue(prepare(java(), stamp) != 0);
        assertTrue(read("log").contains("java.nio.file.") && read("log").contains(stamp.toString()), read("log"));
        try (Stream<Path> left = Files.list(state)) {
            assertEquals(List.of(stamp), left.toList(), () -> read("log"));
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException fault) {
            return fault.toString();
        }
    }
}
