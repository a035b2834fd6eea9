package dev.codexbar.testkit;

import dev.codexbar.transcript.JavaCommand;
import dev.codexbar.transcript.Signals;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/** The program that {@link ProcessRunnerContract} runs: one small behaviour for each rule, the same on every system. */
final class ContractChild {

    /** A child that a faulty runner loses ends by itself. */
    private static final Duration LIFETIME = Duration.ofMinutes(2);

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

    private ContractChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        // Long-lived children write their pid to a file as well: a faulty runner may lose what they print.
        switch (arguments[0]) {
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(rest[0]));
            case "streams" -> {
                OUT.print(rest[0]);
                System.err.print(rest[1]);
            }
            case "arguments" -> {
                for (String argument : rest) {
                    OUT.print("<" + argument + ">\n");
                }
            }
            case "environment" -> {
                for (String name : rest) {
                    OUT.print(name + "=" + System.getenv(name) + "\n");
                }
            }
            case "directory" -> OUT.print(Path.of("").toRealPath() + "\n");
            case "greet" -> greet(Path.of(rest[0]));
            case "count-input" -> OUT.print(System.in.readAllBytes().length + " bytes\n");
            case "lines" -> lines(Long.parseLong(rest[0]));
            case "late" -> {
                Thread.sleep(Long.parseLong(rest[1]));
                OUT.print("late words\n");
                live(Path.of(rest[0]));
            }
            case "live" -> live(Path.of(rest[0]));
            case "stubborn" -> {
                Signals.ignore();
                live(Path.of(rest[0]));
            }
            case "parent" -> {
                Process child = JavaCommand.builder(JavaCommand.of(ContractChild.class, "hold"))
                        .inheritIO()
                        .start();
                tell(child.pid(), Path.of(rest[0]));
                if (rest[1].equals("stays")) {
                    live(Path.of(rest[0]));
                }
                OUT.print("done\n");
                Runtime.getRuntime().halt(0);
            }
            case "tidy" -> {
                tell(ProcessHandle.current().pid(), Path.of(rest[0]));
                readToTheEnd();
                // Long enough for a signal that comes too early.
                Thread.sleep(300);
                append(Path.of(rest[0]), "tidied\n");
                OUT.print("tidied\n");
                if (rest[1].equals("stays")) {
                    Thread.sleep(LIFETIME.toMillis());
                }
            }
            case "hold" -> Thread.sleep(LIFETIME.toMillis());
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void greet(Path pids) throws IOException {
        OUT.print("name?\n");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OUT.print("good morning, " + in.readLine() + "\n");
        live(pids);
    }

    private static void tell(long pid, Path pids) throws IOException {
        String line = "pid " + pid + "\n";
        append(pids, line);
        OUT.print(line);
    }

    private static void append(Path file, String line) throws IOException {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void readToTheEnd() throws IOException {
        while (System.in.read() >= 0) {
            // What comes before the end is of no interest.
        }
    }

    private static void live(Path pids) throws IOException {
        tell(ProcessHandle.current().pid(), pids);
        try {
            Thread.sleep(LIFETIME.toMillis());
        } catch (InterruptedException never) {
            throw new IOException(never);
        }
    }

    /** Numbered lines of 64 characters, so that what is missing is seen. */
    private static void lines(long count) throws IOException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        byte[] block = new byte[64 * 64];
        for (long line = 0; line < count; ) {
            int filled = 0;
            while (filled < block.length && line < count) {
                byte[] bytes = line(line++).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(bytes, 0, block, filled, bytes.length);
                filled += bytes.length;
            }
            out.write(block, 0, filled);
        }
    }

    static String line(long number) {
        String digits = Long.toString(number);
        return "0".repeat(63 - digits.length()) + digits + "\n";
    }
}
