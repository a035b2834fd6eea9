package dev.codexbar.test;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes a snapshot or a failure as lines of text, all of it, to compare it with a file of the test resources. */
public final class SnapshotLines {

    private SnapshotLines() {}

    /**
     * Returns all that a snapshot says.
     *
     * @param snapshot any snapshot
     * @return a line for each fact that is present
     */
    public static List<String> of(UsageSnapshot snapshot) {
        List<String> lines = new ArrayList<>();
        lines.add("of: " + snapshot.providerId() + " at " + snapshot.updatedAt());
        snapshot.plan().ifPresent(plan -> lines.add("plan: " + plan));
        snapshot.identity().accountEmail().ifPresent(account -> lines.add("account: " + account));
        snapshot.identity().accountOrganization().ifPresent(name -> lines.add("organization: " + name));
        snapshot.identity().loginMethod().ifPresent(method -> lines.add("login: " + method));
        snapshot.toolVersion().ifPresent(version -> lines.add("version: " + version));
        snapshot.windows().forEach(window -> lines.add(line(window)));
        snapshot.cost().ifPresent(cost -> lines.add(line(cost)));
        snapshot.details().forEach(detail -> lines.add(line(detail)));
        return lines;
    }

    /**
     * Returns all that a failure says.
     *
     * @param failure any failure
     * @return a line for each fact that is present
     */
    public static List<String> of(UsageException failure) {
        List<String> lines = new ArrayList<>();
        lines.add("failure: " + failure.reason());
        lines.add("message: " + failure.getMessage());
        failure.nextStep().ifPresent(step -> lines.add("next: " + step));
        failure.retryAfter().ifPresent(wait -> lines.add("retry after: " + wait));
        return lines;
    }

    private static String line(NamedRateWindow named) {
        RateWindow window = named.window();
        StringBuilder line = new StringBuilder("window: " + named.id() + " \"" + named.title() + "\" ")
                .append(window.atLeast() ? "at least " : "")
                .append(plain(window.usedPercent()))
                .append(" %");
        window.amount()
                .ifPresent(amount -> line.append(", ")
                        .append(plain(amount.used()))
                        .append(" of ")
                        .append(plain(amount.limit()))
                        .append(' ')
                        .append(amount.unit()));
        window.resetsAt().ifPresent(reset -> line.append(", resets ").append(reset));
        if (window.resetPrecision() != ResetPrecision.INSTANT) {
            line.append(" (").append(window.resetPrecision()).append(')');
        }
        window.resetDescription()
                .ifPresent(words -> line.append(", \"").append(words).append('"'));
        window.period().ifPresent(period -> line.append(", period ").append(period));
        return line.toString();
    }

    private static String line(UsageCost cost) {
        StringBuilder line = new StringBuilder("cost: " + plain(cost.used()) + " " + cost.currencyCode());
        cost.limit().ifPresent(limit -> line.append(" of ").append(plain(limit)));
        cost.period().ifPresent(period -> line.append(", ").append(period));
        cost.resetsAt().ifPresent(reset -> line.append(", resets ").append(reset));
        return line.toString();
    }

    private static String line(UsageDetail detail) {
        return "detail: " + detail.label() + " = " + detail.value()
                + detail.secondaryValue().map(more -> " (" + more + ")").orElse("");
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
