package dev.codexbar.cli;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The detail rows of a snapshot as people read them, without those that the picture shows already. */
final class UsageDetails {

    /** Amounts are printed with two decimals, so rows that differ by less say the same. */
    private static final double SAME = 0.005;

    private static final String USED = " used";

    private UsageDetails() {}

    /** Returns the rows of each section that has any. */
    static List<List<String>> of(UsageSnapshot snapshot) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        for (UsageDetail detail : snapshot.details()) {
            if (!isShown(detail, snapshot)) {
                sections.computeIfAbsent(detail.section(), section -> new ArrayList<>())
                        .add(row(detail));
            }
        }
        return List.copyOf(sections.values());
    }

    private static boolean isShown(UsageDetail detail, UsageSnapshot snapshot) {
        String value = detail.value();
        if (snapshot.plan().filter(value::equals).isPresent()) {
            return true;
        }
        double number = number(value);
        if (Double.isNaN(number)) {
            return false;
        }
        if (snapshot.cost().filter(cost -> isSame(cost.used(), number)).isPresent() && isMoney(value)) {
            return true;
        }
        for (NamedRateWindow named : snapshot.windows()) {
            if (named.window()
                    .amount()
                    .filter(amount -> isOf(amount, detail, number))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(RateWindow.Amount amount, UsageDetail detail, double number) {
        String label = detail.label();
        return (label.endsWith(USED) && isSame(amount.used(), number))
                || (label.endsWith(" total") && isSame(amount.limit(), number))
                || (label.endsWith(" left") && isSame(Math.max(0, amount.limit() - amount.used()), number));
    }

    private static boolean isSame(double one, double other) {
        return Math.abs(one - other) <= SAME;
    }

    private static boolean isMoney(String value) {
        return value.startsWith("$") || value.matches("[0-9.]+ [A-Z]{3}");
    }

    /** Not a number if the value is anything else than a number, with a currency at most. */
    private static double number(String value) {
        String digits = value.startsWith("$") ? value.substring(1) : value.replaceFirst(" [A-Z]{3}$", "");
        return digits.matches("[0-9]{1,15}(\\.[0-9]{1,9})?") ? Double.parseDouble(digits) : Double.NaN;
    }

    private static String row(UsageDetail detail) {
        String label = detail.label();
        String more = detail.secondaryValue().orElse("");
        if (label.endsWith(USED) && more.equals("no limit")) {
            return label.substring(0, label.length() - USED.length()) + ": " + detail.value() + " used, no limit";
        }
        return label + ": " + detail.value() + (more.isEmpty() ? "" : " " + more);
    }
}
