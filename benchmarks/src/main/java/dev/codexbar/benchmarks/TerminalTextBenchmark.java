package dev.codexbar.benchmarks;

import dev.codexbar.core.terminal.TerminalText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads a million bytes of terminal output in one operation, so that operations per second are megabytes per second.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TerminalTextBenchmark {

    private static final int SIZE = 1_000_000;

    /** As a runner reads it. */
    private static final int PIECE = 8192;

    /** What is read; one of {@link Output}. */
    @Param
    public Output output = Output.TRANSCRIPTS;

    private byte[] bytes = {};

    /** Makes a benchmark; JMH sets the rest. */
    public TerminalTextBenchmark() {}

    /**
     * Kinds of output.
     *
     * @since 0.1.0
     */
    public enum Output {
        /** Reports of the Kiro CLI as terminals got them: colours, bars of block characters, emoji, redrawn lines. */
        TRANSCRIPTS,
        /** A log. */
        ASCII,
        /** A progress display: hardly a character without a sequence before it. */
        SEQUENCES,
        /** Wide characters and marks. */
        WIDE,
        /** Far moves, repeats, insertions, cleared screens, questions. */
        HOSTILE,
        /** Bytes without any order. */
        NOISE;

        private byte[] sample() throws IOException {
            return switch (this) {
                case TRANSCRIPTS -> transcripts();
                case ASCII -> utf8("2026-11-22T12:40:00Z INFO  reader - 4096 bytes from the terminal of kiro-cli\r\n");
                case SEQUENCES ->
                    utf8("\r\033[2K\033[38;5;141m⠋\033[0m \033[1mr\033[22mu\033[32mn\033[39m\033[3Cx\033[1G");
                case WIDE -> utf8("残りクレジット 🎁 e\u0301 50 %\r\n");
                case HOSTILE ->
                    utf8(
                            "\033[9999Cx\033[9999b\r\033[9999@\033[99;1H\033[99L\n\033[2J\033[6n\033]0;\033[?1049hx\033[?1049l");
                case NOISE -> noise();
            };
        }

        private static byte[] transcripts() throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (String name : new String[] {"banner", "bonuses", "spinner", "warning", "boxed"}) {
                try (InputStream file =
                        TerminalTextBenchmark.class.getResourceAsStream("transcripts/" + name + ".txt")) {
                    all.writeBytes(Objects.requireNonNull(file, name).readAllBytes());
                }
            }
            return all.toByteArray();
        }

        private static byte[] noise() {
            byte[] bytes = new byte[SIZE];
            int state = 1;
            for (int i = 0; i < bytes.length; i++) {
                // A linear congruential generator: the same noise everywhere.
                state = state * 1_664_525 + 1_013_904_223;
                bytes[i] = (byte) (state >>> 24);
            }
            return bytes;
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Repeats the sample up to the size of one operation.
     *
     * @throws IOException if a transcript cannot be read
     */
    @Setup
    public void fill() throws IOException {
        byte[] sample = output.sample();
        bytes = Arrays.copyOf(sample, SIZE);
        for (int filled = sample.length; filled < SIZE; filled += sample.length) {
            System.arraycopy(sample, 0, bytes, filled, Math.min(sample.length, SIZE - filled));
        }
    }

    /**
     * Reads the output in pieces and makes one text of it.
     *
     * @return the text
     */
    @Benchmark
    public String read() {
        TerminalText terminal = new TerminalText();
        for (int at = 0; at < SIZE; at += PIECE) {
            terminal.append(bytes, at, Math.min(PIECE, SIZE - at));
        }
        return terminal.toString();
    }
}
