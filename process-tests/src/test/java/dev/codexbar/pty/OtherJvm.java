package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@link OtherJvmTest} runs in a JVM of its own. */
final class OtherJvm {

    private OtherJvm() {}

    public static void main(String[] arguments) throws Exception {
        ProcessRunner runner = switch (arguments[0]) {
            case "pipes" -> ProcessRunners.pipes();
            case "posix_pipes" -> ProcessRunners.using(new PosixPipeSpawner());
            case "posix_spawn" -> ProcessRunners.using(new PosixSpawner());
            case "pty4j" -> ProcessRunners.using(new Pty4jSpawner());
            case "best" -> ProcessRunners.load();
            case "eager" -> ProcessRunners.of(new TerminalSpawner(), PosixPipeSpawner.eager());
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        ProcessRequest.Builder hello = ProcessRequest.builder("sh", "-c", "echo hello; exit 7");
        if (!arguments[0].endsWith("pipes")) {
            hello.terminal(TerminalSize.DEFAULT);
        }
        switch (arguments[1]) {
            case "hello" -> System.out.println(outcome(runner, hello.build()));
            case "properties" -> {
                System.out.println(outcome(runner, hello.build()));
                System.out.println(
                        Stream.of("jna.boot.library.path", "jna.tmpdir", "pty4j.tmpdir", "slf4j.internal.verbosity")
                                .map(System::getProperty)
                                .toList());
            }
            case "way" -> System.out.println(runner.run(hello.pipes().build()).runner());
            case "exhaust" -> exhaust(runner, hello.build());
            case "warm" -> {
                String before = isLoaded();
                runner.warmUp();
                System.out.println(before + " " + isLoaded() + " " + outcome(runner, hello.build()));
            }
            case "ways" -> {
                ProcessRequest pipes = hello.pipes().build();
                String before = runner.run(pipes).runner();
                runner.warmUp();
                System.out.println(before + ", " + runner.run(pipes).runner());
            }
            case "run" ->
                System.out.println(outcome(
                        runner,
                        ProcessRequest.builder("sh", "-c", arguments[2])
                                .terminal(TerminalSize.DEFAULT)
                                .build()));
            case "die-gently" -> {
                ProcessRequest.Builder reader = ProcessRequest.builder(
                                "sh",
                                "-c",
                                "echo $$ > \"$1\"; cat > /dev/null; sleep 0.2; echo finished >> \"$1\"",
                                "sh",
                                arguments[2])
                        .closeInputFirst(Duration.ofSeconds(20))
                        .timeLimit(Duration.ofMinutes(1));
                if (!arguments[0].endsWith("pipes")) {
                    reader.terminal(TerminalSize.DEFAULT);
                }
                System.out.println(outcome(runner, reader.build()));
            }
            case "die" -> {
                ProcessRequest.Builder sleeper = ProcessRequest.builder(
                                "sh",
                                "-c",
                                "trap '' TERM HUP; sleep 60 & echo $$ $! > \"$1\"; wait; sleep 60",
                                "sh",
                                arguments[2])
                        .timeLimit(Duration.ofMinutes(1));
                if (!arguments[0].endsWith("pipes")) {
                    sleeper.terminal(TerminalSize.DEFAULT);
                }
                System.out.println(outcome(runner, sleeper.build()));
            }
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    /** Runs with fewer and fewer descriptors; each time it works or says why not, and at the end it works again. */
    private static void exhaust(ProcessRunner runner, ProcessRequest request) throws Exception {
        System.out.println(outcome(runner, request));
        // Loads the classes of a failure, which takes descriptors where they are files in folders.
        ProcessRequest absent = request.terminal().isPresent()
                ? ProcessRequest.builder("none").terminal(TerminalSize.DEFAULT).build()
                : ProcessRequest.builder("none").build();
        System.out.println(outcome(runner, absent));
        List<FileInputStream> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException exhausted) {
            System.out.println("exhausted");
        }
        for (int free = 0; free < 24; free++) {
            System.out.println(free + " free: " + outcome(runner, request));
            taken.remove(taken.size() - 1).close();
        }
        for (FileInputStream stream : taken) {
            stream.close();
        }
        System.out.println(outcome(runner, request));
    }

    private static String isLoaded() throws IOException {
        return Files.readString(Path.of("/proc/self/maps")).contains("jnidispatch") ? "loaded" : "unloaded";
    }

    private static String outcome(ProcessRunner runner, ProcessRequest request) throws Exception {
        try {
            ProcessResult result = runner.run(request);
            return result.ending() + " " + result.exitCode().orElse(-1) + " "
                    + result.text().strip();
        } catch (ProcessStartException typed) {
            return typed.reason().toString();
        }
    }
}
