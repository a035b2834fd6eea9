package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.fail;

import dev.codexbar.provider.kiro.report.KiroUsageParser;
import dev.codexbar.test.LongForm;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However much a program prints, reading it takes time in proportion: twice the output costs about twice the CPU time
 * of the reading thread, whatever else the machine does.
 */
class KiroFloodTest {

    /** More than twice, because garbage collection and caches blur the measurement; quadratic time would be four. */
    private static final double LINEAR = 3.2;

    /** Below this, the measurement says nothing, and what is so short cannot hurt. */
    private static final long NOTHING = TimeUnit.MILLISECONDS.toNanos(150);

    private static final int ATTEMPTS = 4;

    /** A quarter of a megabyte in a build, five in the long form: quadratic time would take minutes, or hours. */
    private static final int VERY_LONG = LongForm.times(1, 20) << 18;

    private static final String HEADER = "Estimated Usage | resets on 2026-08-01 | KIRO PRO\n";
    private static final String CREDITS = "Credits (250.00 of 1000 covered in plan)\n████ 25%\n";

    @ParameterizedTest
    @ValueSource(strings = {"█", "9", "|", "\u001b[1m", "9\n", "█ 9 | \u001b[2K\r(1 of 2 covered in plan)\n"})
    void readsVeryLongReportsInLinearTime(String piece) {
        assertLinear(VERY_LONG, size -> {
            String text = HEADER + piece.repeat(size / piece.length()) + "\n" + CREDITS;
            byte[] output = text.getBytes(StandardCharsets.UTF_8);
            return () -> {
                KiroUsageParser.parse(text);
                KiroUsageParser.parseTerminal(output);
            };
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "█",
                "9",
                "|",
                "| ",
                "(",
                "\u001b",
                "\u001b[",
                "\u001b]",
                "\r",
                "\n",
                "9\n",
                " ",
                ",",
                "1,000,",
                " of ",
                "of covered in plan",
                "(1 of 2 covered in plan)",
                "(1 of 2 covered in plan)\n",
                "Credits (1 of 2 covered in plan)\n",
                "Credits (1 used)\n",
                "a - 1/2 used (3 days left)\n",
                "days left)",
                "100%",
                "100%\n",
                "100%\r",
                "Estimated Usage",
                "Estimated Usage | resets on\n",
                "Estimated Usage | resets on 2026-08-01 | KIRO PRO\nCredits (1 of 2 covered in plan)\n",
                "| KIRO\n",
                "Bonus credits:\n",
                "Additional credits\n1 of 2 used\n1 of 2 credits across 3 packs\n",
                "Overages: Enabled billed at $1 per request\nCredits used: 1\nEst. cost: $1 USD\n",
                "To manage your plan or https://a",
                "To manage your plan or configure overage\ns navigate to https://app.kiro.dev/accou\n",
                "Tip: to see context window usage, run \n",
                "Plan: X | 1 usage breakdowns",
                "Plan: X\n",
                "Error: \n",
                "⚠️  Warning: Could not retrieve usage information from backend\nError: x\n",
                "Failed to retrieve usage information: token ",
                "a@",
                "eyJhbGci",
                "arn:aws:",
                "\ud83c",
                "\u202e"
            })
    void readsAnyFloodInLinearTime(String piece) {
        assertLinear(LongForm.times(1 << 16, 1 << 17), size -> {
            String flood = piece.repeat(size / piece.length());
            String within = HEADER + flood + "\n" + CREDITS + flood;
            byte[] output = within.getBytes(StandardCharsets.UTF_8);
            return () -> {
                KiroUsageParser.parse(flood);
                KiroUsageParser.parse(within);
                KiroUsageParser.parseTerminal(output);
                KiroUsageParser.isComplete(flood);
            };
        });
    }

    /** Compares the work for a size with that for twice the size. */
    private static void assertLinear(int size, IntFunction<Runnable> work) {
        Runnable once = work.apply(size);
        Runnable twice = work.apply(2 * size);
        // The compiler shall not be a part of the measurement.
        once.run();
        long forOnce = 0;
        long forTwice = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            forOnce = Math.max(forOnce, cpuTime(once));
            forTwice = cpuTime(twice);
            if (forTwice <= NOTHING || forTwice <= LINEAR * forOnce) {
                return;
            }
        }
        fail(size + " characters take " + forOnce + " ns, twice as many " + forTwice + " ns");
    }

    private static long cpuTime(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - start;
    }
}
