package dev.codexbar.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all contenders by turns in one JVM and prints every time: the name, a tab, nanoseconds.
 *
 * <p>Arguments: mebibytes of heap to hold and touch, warm-up rounds, measured rounds, the compiled C program.
 */
final class StartComparison {

    private static final int CHUNK = 1 << 20;
    private static final int PAGE = 4096;

    private StartComparison() {}

    /**
     * Runs the comparison.
     *
     * @param arguments see above
     * @throws IOException if a contender fails
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<byte[]> heap = touched(Integer.parseInt(arguments[0]));
        int warmUp = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Map<String, Contender> contenders = new LinkedHashMap<>(Contender.all(Path.of(arguments[3])));
        StringBuilder times = new StringBuilder();
        for (int round = 0; round < warmUp + rounds; round++) {
            for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                long time = contender.getValue().run();
                if (round >= warmUp) {
                    times.append(contender.getKey()).append('\t').append(time).append('\n');
                }
            }
        }
        System.out.print(times);
        if (heap.stream().anyMatch(chunk -> chunk[PAGE] != 1)) {
            throw new IllegalStateException("the heap was not touched");
        }
    }

    private static List<byte[]> touched(int mebibytes) {
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < mebibytes; i++) {
            byte[] chunk = new byte[CHUNK];
            for (int at = 0; at < CHUNK; at += PAGE) {
                chunk[at] = 1;
            }
            chunks.add(chunk);
        }
        return chunks;
    }
}
