package dev.codexbar.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Makes all figures and writes them into one file, with the targets and whether they are met.
 *
 * @since 0.1.0
 */
public final class Report {

    private static final int SMALL_HEAP = 64;
    private static final int LARGE_HEAP = 2048;
    /** What a fork costs depends on where a JVM came to lie in memory, so one JVM is not enough. */
    private static final int JVMS = 5;

    private static final int WARM_UP = 500;
    private static final int ROUNDS = 100;

    private final StringBuilder page = new StringBuilder();
    private final StringBuilder targets = new StringBuilder();

    private Report() {}

    /**
     * Makes the report.
     *
     * @param arguments the file to write
     * @throws IOException if a program or the file cannot be written or started
     * @throws InterruptedException if the thread is interrupted
     * @throws RunnerException if JMH fails
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        Report report = new Report();
        report.introduce();
        report.compareStarts();
        report.measureText();
        Files.writeString(Path.of(arguments[0]), report.page + "\n## Targets\n\n" + report.targets);
        System.out.println(report.page + "\n" + report.targets);
    }

    private void introduce() {
        line("# Results");
        line("");
        line("Made by `benchmarks/run`, which writes this file. Compare the ratios: the absolute figures belong to one"
                + " machine and one day.");
        line("");
        line(
                "%s %s, %d processors, %s %s. Load average when it began: %.1f; above 1, something else was running and the"
                        + " figures of contenders with several threads or processes suffer most.",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        targets.append("| target | measured | met |\n|---|---|---|\n");
    }

    private void compareStarts() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("codexbar-benchmarks");
        try {
            Path forkpty = compile(folder);
            Map<String, long[]> small = times(SMALL_HEAP, forkpty);
            Map<String, long[]> large = times(LARGE_HEAP, forkpty);
            tabulate(small, large);
            judge(small, large);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void tabulate(Map<String, long[]> small, Map<String, long[]> large) {
        line("");
        line("## Start to result");
        line("");
        line(
                "`%s`, warm, all contenders by turns, in %d JVMs one after the other %d rounds after %d each (a tenth of them for"
                        + " contenders that take longer than 30 ms). Small: a touched heap of %d MiB; large: of %d MiB. Milliseconds.",
                String.join(" ", Contender.COMMAND), JVMS, ROUNDS, WARM_UP, SMALL_HEAP, LARGE_HEAP);
        line("");
        line(
                "| | small, median | 90 %% | × %1$s | large, median | 90 %% | × %1$s | large : small |",
                Contender.BASELINE);
        line("|---|---|---|---|---|---|---|---|");
        for (String name : small.keySet()) {
            double ofSmall = median(small, name);
            double ofLarge = median(large, name);
            line(
                    "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |",
                    name,
                    ofSmall / 1e6,
                    quantile(small, name, 0.9) / 1e6,
                    ofSmall / median(small, Contender.BASELINE),
                    ofLarge / 1e6,
                    quantile(large, name, 0.9) / 1e6,
                    ofLarge / median(large, Contender.BASELINE),
                    ofLarge / ofSmall);
        }
    }

    private void judge(Map<String, long[]> small, Map<String, long[]> large) {
        double ours = median(small, Contender.OUR_TERMINAL);
        double pipes = median(small, Contender.OUR_PIPES);
        atMost("our pipes runner : JDK pipes, small heap", pipes / median(small, Contender.BASELINE), 1.2);
        atMost("our terminal runner : C forkpty, small heap", ours / median(small, Contender.FORKPTY), 1.3);
        atMost("our terminal runner : JDK pipes, small heap", ours / median(small, Contender.BASELINE), 2.5);
        atMost("our terminal runner, large heap : small heap", median(large, Contender.OUR_TERMINAL) / ours, 1.3);
        atLeast("pty4j raw : our terminal runner, small heap", median(small, Contender.RAW_PTY4J) / ours, 3);
    }

    private void measureText() throws RunnerException {
        line("");
        line("## Terminal text");
        line("");
        line("`TerminalText` (JMH), pieces of 8192 bytes, one text at the end of each megabyte.");
        line("");
        line("| output | MB/s | ± |");
        line("|---|---|---|");
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(TerminalTextBenchmark.class.getName())
                        .build())
                .run()) {
            String output = result.getParams().getParam("output").toLowerCase(Locale.ROOT);
            double speed = result.getPrimaryResult().getScore();
            line(
                    "| %s | %.0f | %.0f |",
                    output, speed, result.getPrimaryResult().getScoreError());
            if (output.equals("transcripts")) {
                atLeast("terminal text, transcripts, MB/s", speed, 60);
            }
        }
    }

    private void atMost(String what, double measured, double bound) {
        target(what + " ≤ " + bound, measured, measured <= bound);
    }

    private void atLeast(String what, double measured, double bound) {
        target(what + " ≥ " + bound, measured, measured >= bound);
    }

    private void target(String what, double measured, boolean met) {
        targets.append(String.format(Locale.ROOT, "| %s | %.2f | %s |%n", what, measured, met ? "yes" : "**no**"));
    }

    private void line(String format, Object... arguments) {
        page.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
                .append('\n');
    }

    private static Path compile(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("forkpty.c");
        try (InputStream text = Report.class.getResourceAsStream("forkpty.c")) {
            Files.copy(Objects.requireNonNull(text), source, StandardCopyOption.REPLACE_EXISTING);
        }
        Path program = folder.resolve("forkpty");
        output(List.of("gcc", "-O2", "-o", program.toString(), source.toString(), "-lutil"));
        return program;
    }

    /** Runs the comparison in JVMs of its own. */
    private static Map<String, long[]> times(int heap, Path forkpty) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Touched memory is what a fork copies the page tables of.
        command.addAll(List.of("-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+AlwaysPreTouch"));
        // The raw contender makes pty4j log through SLF4J, which warns on standard error that it has no provider.
        command.add("-Dslf4j.internal.verbosity=ERROR");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StartComparison.class.getName()));
        for (int number : new int[] {WARM_UP, ROUNDS}) {
            command.add(Integer.toString(number));
        }
        command.add(forkpty.toString());
        StringBuilder times = new StringBuilder();
        for (int jvm = 0; jvm < JVMS; jvm++) {
            times.append(output(command));
        }
        return times.toString()
                .lines()
                .map(line -> line.split("\t", -1))
                .collect(Collectors.groupingBy(
                        field -> field[0],
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(field -> field[1], Collectors.toList()), Report::sorted)));
    }

    private static long[] sorted(List<String> numbers) {
        return numbers.stream().mapToLong(Long::parseLong).sorted().toArray();
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(command + " failed: " + output);
        }
        return output;
    }

    private static double median(Map<String, long[]> times, String name) {
        return quantile(times, name, 0.5);
    }

    private static double quantile(Map<String, long[]> times, String name, double part) {
        long[] sorted = Objects.requireNonNull(times.get(name), name);
        return sorted[(int) ((sorted.length - 1) * part)];
    }
}
