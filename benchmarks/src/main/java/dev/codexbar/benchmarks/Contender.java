package dev.codexbar.benchmarks;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A way to run a program and get what it printed. */
interface Contender {

    /** Runs the program once and returns how many nanoseconds that took, from the start to the result. */
    long run() throws IOException, InterruptedException;

    /** What every contender runs. */
    List<String> COMMAND = List.of("/bin/echo", "ok");

    /** The name of the contender that the others are compared with. */
    String BASELINE = "JDK pipes";

    /** The names of the contenders that have a target. */
    String OUR_PIPES = "our pipes runner";

    String OUR_TERMINAL = "our terminal runner";

    String RAW_PTY4J = "pty4j raw";

    String FORKPTY = "C forkpty";

    /**
     * What our runner starts where it has the JDK's pipes only: the session keeps Ctrl-C and prompts of the host's
     * terminal away from programs.
     */
    String SESSION = "JDK pipes, setsid";

    /**
     * Returns all contenders by name, in the order of the table.
     *
     * @param forkpty the compiled C program
     */
    static Map<String, Contender> all(Path forkpty) throws IOException {
        Map<String, Contender> all = new LinkedHashMap<>();
        all.put(BASELINE, () -> jdkPipes(COMMAND));
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            List<String> command = new ArrayList<>(COMMAND);
            command.add(0, setsid.toString());
            all.put(SESSION, () -> jdkPipes(command));
        }
        all.put("our pipes runner on the JDK's", () -> ours(ProcessRunners.pipes(), request()));
        ProcessRunner best = ProcessRunners.load();
        best.warmUp();
        all.put(OUR_PIPES, () -> ours(best, request()));
        all.put(OUR_TERMINAL, () -> ours(best, request().terminal(TerminalSize.DEFAULT)));
        all.put(RAW_PTY4J, Contender::rawPty4j);
        all.put(FORKPTY, forkpty(forkpty));
        return all;
    }

    private static long jdkPipes(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] output;
        try (InputStream stream = process.getInputStream()) {
            output = stream.readAllBytes();
        }
        int exit = process.waitFor();
        long time = System.nanoTime() - start;
        check(new String(output, StandardCharsets.UTF_8), exit);
        return time;
    }

    private static long ours(ProcessRunner runner, ProcessRequest.Builder request)
            throws IOException, InterruptedException {
        ProcessRequest built = request.build();
        long start = System.nanoTime();
        ProcessResult result = runner.run(built);
        long time = System.nanoTime() - start;
        check(result.text(), result.exitCode().orElse(-1));
        return time;
    }

    private static ProcessRequest.Builder request() {
        return ProcessRequest.builder(COMMAND.get(0), COMMAND.subList(1, COMMAND.size()));
    }

    private static long rawPty4j() throws IOException, InterruptedException {
        long start = System.nanoTime();
        PtyProcess process = new PtyProcessBuilder(COMMAND.toArray(new String[0]))
                .setEnvironment(System.getenv())
                .setInitialColumns(TerminalSize.DEFAULT.columns())
                .setInitialRows(TerminalSize.DEFAULT.rows())
                // Without this, output is lost at a quick exit.
                .setUnixOpenTtyToPreserveOutputAfterTermination(true)
                .start();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        InputStream stream = process.getInputStream();
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            output.write(buffer, 0, count);
        }
        int exit = process.waitFor();
        stream.close();
        process.getOutputStream().close();
        long time = System.nanoTime() - start;
        check(output.toString(StandardCharsets.UTF_8), exit);
        return time;
    }

    private static Contender forkpty(Path program) throws IOException {
        List<String> command = new ArrayList<>(COMMAND);
        command.add(0, program.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader times = process.inputReader(StandardCharsets.US_ASCII);
        return () -> {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String time = times.readLine();
            if (time == null) {
                throw new IOException("the C program ended with " + process.waitFor());
            }
            return Long.parseLong(time);
        };
    }

    private static void check(String output, int exit) throws IOException {
        if (!output.strip().equals("ok") || exit != 0) {
            throw new IOException("exit " + exit + " and \"" + output + "\"");
        }
    }
}
