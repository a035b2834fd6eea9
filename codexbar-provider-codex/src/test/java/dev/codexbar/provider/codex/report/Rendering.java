package dev.codexbar.provider.codex.report;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a snapshot as the lines that stand in the {@code .expected} files. */
final class Rendering {

    private static final double LARGE = 1e15;

    private Rendering() {}

    static List<String> of(UsageSnapshot snapshot) {
        List<String> lines = new ArrayList<>();
        snapshot.plan().ifPresent(plan -> lines.add("plan: " + plan));
        String identity = identity(snapshot.identity());
        if (!identity.isEmpty()) {
            lines.add("identity: " + identity);
        }
        snapshot.windows().forEach(window -> lines.add(window(window)));
        snapshot.details().forEach(row -> lines.add("detail: " + detail(row)));
        return lines;
    }

    private static String identity(AccountIdentity identity) {
        return Stream.of(identity.loginMethod(), identity.accountEmail(), identity.accountOrganization())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" / "));
    }

    private static String window(NamedRateWindow named) {
        RateWindow window = named.window();
        StringBuilder line = new StringBuilder(named.id() + " \"" + named.title() + "\": ");
        line.append(number(window.usedPercent())).append(" %");
        window.amount()
                .ifPresent(amount -> line.append(
                        ", " + number(amount.used()) + " of " + number(amount.limit()) + " " + amount.unit()));
        window.period().ifPresent(period -> line.append(", period " + period));
        window.resetsAt().ifPresent(reset -> line.append(", resets " + reset));
        return line.toString();
    }

    private static String detail(UsageDetail row) {
        return row.label() + " = " + row.value()
                + row.secondaryValue().map(note -> " (" + note + ")").orElse("");
    }

    private static String number(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        return value < LARGE
                ? exact.setScale(4, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString()
                : exact.stripTrailingZeros().toString();
    }
}
