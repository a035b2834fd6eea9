package dev.codexbar.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Runs all contenders by turns in one JVM and prints every time: the name, a tab, nanoseconds.
 *
 * <p>Arguments: warm-up rounds, measured rounds, the compiled C program.
 */
final class StartComparison {

    /** A contender that takes longer runs in every tenth round only, or the others would wait for minutes. */
    private static final long SLOW = 30_000_000;

    private static final int SLOW_ROUND = 10;

    private StartComparison() {}

    /**
     * Runs the comparison.
     *
     * @param arguments see above
     * @throws IOException if a contender fails
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int warmUp = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Map<String, Contender> contenders = Contender.all(Path.of(arguments[2]));
        StringBuilder times = new StringBuilder();
        Set<String> slow = new HashSet<>();
        for (int round = 0; round < warmUp + rounds; round++) {
            for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                String name = contender.getKey();
                if (slow.contains(name) && round % SLOW_ROUND != 0) {
                    continue;
                }
                long time = contender.getValue().run();
                if (round >= warmUp) {
                    times.append(name).append('\t').append(time).append('\n');
                } else if (round == warmUp / 2 && time > SLOW) {
                    slow.add(name);
                }
            }
        }
        System.out.print(times);
    }
}
