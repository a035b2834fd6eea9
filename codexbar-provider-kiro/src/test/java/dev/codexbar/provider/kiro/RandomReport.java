package dev.codexbar.provider.kiro;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;

/** Writes reports in all formats of the CLI, with numbers and names of every length. */
final class RandomReport {

    private static final List<String> PLANS =
            List.of("KIRO FREE", "KIRO PRO", "KIRO PRO+", "KIRO PRO MAX", "Q Developer Pro", "KIRO POWER 2000");
    private static final List<String> WORDS = List.of(
            "Welcome", "bonus", "Trial", "credits", "Re:Invent", "2025", "-", "50%", "(5", "off)", "礼物", "1,000", "🎁");
    private static final List<String> TOTALS = List.of("1", "20", "50", "500", "1000", "5000", "10000", "123456");
    private static final List<Integer> BARS = List.of(40, 60, 80, 80, 100, 118);
    private static final List<String> FOOTERS = List.of(
            "To manage your plan or configure overages navigate to https://app.kiro.dev/account/usage\n",
            "To manage your plan or purchase add-on credits navigate to https://app.kiro.dev/account/usage\n",
            "To manage your plan navigate to https://app.kiro.dev/account/usage\n",
            "Since your account is through your organization, for account management please contact your account"
                    + " administrator.\n",
            "");

    private final Random random;
    private final StringBuilder text = new StringBuilder("\n");

    private RandomReport(Random random) {
        this.random = random;
    }

    static String of(Random random) {
        RandomReport report = new RandomReport(random);
        report.header();
        report.bonuses(random.nextInt(4));
        boolean old = random.nextInt(3) == 0;
        report.breakdown(random.nextBoolean() ? "Credits" : "Vibe requests", old);
        if (random.nextInt(3) == 0) {
            report.breakdown("Spec requests", old);
        }
        if (!old && random.nextBoolean()) {
            report.packs();
        }
        report.text.append(report.any(FOOTERS)).append('\n');
        if (random.nextInt(4) > 0) {
            report.text.append("Tip: to see context window usage, run /context\n\n");
        }
        return report.text.toString();
    }

    private void header() {
        String form = random.nextBoolean() ? "%02d/%02d" : "2026-%02d-%02d";
        String date = String.format(Locale.ROOT, form, 1 + random.nextInt(12), 1 + random.nextInt(28));
        text.append("Estimated Usage | resets on " + date + " | " + any(PLANS) + "\n\n");
    }

    private void bonuses(int count) {
        if (count == 1) {
            text.append("🎁 Bonus credits: " + number() + "/" + any(TOTALS) + " credits used, expires in "
                    + random.nextInt(200) + " days\n\n");
        } else if (count > 1) {
            text.append("🎁 Bonus Credits:\n");
            for (int i = 0; i < count; i++) {
                text.append("   " + name() + " - " + number() + "/" + any(TOTALS) + " used (" + random.nextInt(200)
                        + " days left)\n");
            }
            text.append('\n');
        }
    }

    private void breakdown(String label, boolean old) {
        if (!old && random.nextInt(5) == 0) {
            text.append(label + " (" + number() + " used)\n\n");
            return;
        }
        double used = 1200 * random.nextDouble();
        text.append(String.format(Locale.ROOT, "%s (%.2f of 1000 covered in plan)\n", label, used));
        String percent = random.nextBoolean()
                ? String.format(Locale.ROOT, "%.1f", used / 10)
                : Integer.toString((int) (used / 10));
        text.append("█".repeat(any(BARS)) + " " + percent + "%\n\n");
        if (old && random.nextBoolean()) {
            text.append("Overages: Enabled  billed at $0." + (10 + random.nextInt(90)) + " per request\n"
                    + "Credits used: " + number() + "\nEst. cost: $" + number() + " USD\n\n");
        }
    }

    private void packs() {
        text.append("Additional credits\n" + number() + " of " + any(TOTALS) + " used"
                + (random.nextBoolean() ? ", expires Jun 18, 2027\n" : "\n")
                + number() + " of " + any(TOTALS) + " credits across " + (2 + random.nextInt(20)) + " packs\n\n");
    }

    private String name() {
        StringJoiner name = new StringJoiner(" ");
        for (int i = random.nextInt(5); i >= 0; i--) {
            name.add(any(WORDS));
        }
        return name.toString();
    }

    private String number() {
        return String.format(Locale.ROOT, "%.2f", Math.pow(10, random.nextInt(6)) * random.nextDouble());
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
