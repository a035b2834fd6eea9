package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.codexbar.provider.kiro.report.KiroUsageParser;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much a program prints, reading it takes time in proportion. */
class KiroFloodTest {

    private static final String HEADER = "Estimated Usage | resets on 2026-08-01 | KIRO PRO\n";
    private static final String CREDITS = "Credits (250.00 of 1000 covered in plan)\n████ 25%\n";

    /**
     * What is not linear takes minutes. The deadline is for slow machines; on a quiet one it is well under a second.
     */
    @ParameterizedTest
    @ValueSource(strings = {"█", "9", "|", "\u001b[1m", "9\n", "█ 9 | \u001b[2K\r(1 of 2 covered in plan)\n"})
    void readsTenMegabytesInNoTime(String piece) {
        String flood = piece.repeat((10 << 20) / piece.length());
        assertTimeout(Duration.ofSeconds(10), () -> KiroUsageParser.parse(HEADER + flood + "\n" + CREDITS));
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
        String flood = piece.repeat((1 << 18) / piece.length());
        assertTimeout(Duration.ofSeconds(10), () -> {
            KiroUsageParser.parse(flood);
            KiroUsageParser.parse(HEADER + flood + "\n" + CREDITS + flood);
            KiroUsageParser.isComplete(flood);
        });
    }
}
