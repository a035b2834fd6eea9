package dev.codexbar.provider.codex.report;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.provider.codex.report.CodexUsage.Bucket;
import dev.codexbar.provider.codex.report.CodexUsage.CreditLimit;
import dev.codexbar.provider.codex.report.CodexUsage.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every window its id and title. The session is {@code primary} and the week {@code secondary}, wherever Codex
 * lists them; a window of another length takes the place that is free.
 */
final class CodexWindows {

    private static final String PRIMARY = "primary";
    private static final String SECONDARY = "secondary";

    private final List<NamedRateWindow> windows = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private CodexWindows() {}

    /** Returns all windows in the order to show. */
    static List<NamedRateWindow> of(CodexUsage usage) {
        CodexWindows all = new CodexWindows();
        all.addMain(usage.main());
        // In a stable sort, what is neither stays in its place.
        // Plain lambdas, here and elsewhere: those of Comparator are serializable, which no class-data archive holds.
        all.windows.sort((one, other) -> Integer.compare(rank(one.id()), rank(other.id())));
        usage.extras().forEach(all::addExtra);
        usage.creditLimit().ifPresent(all::addCreditLimit);
        return all.windows;
    }

    private static int rank(String id) {
        return id.equals(PRIMARY) ? 0 : id.equals(SECONDARY) ? 1 : 2;
    }

    private void addMain(Bucket main) {
        Set<WindowPeriod> seen = EnumSet.noneOf(WindowPeriod.class);
        Optional<Window> first = main.first().filter(window -> !takesOwnPlace(window, seen));
        Optional<Window> second = main.second().filter(window -> !takesOwnPlace(window, seen));
        first.ifPresent(window -> addOther(window, seen, PRIMARY, "Usage"));
        second.ifPresent(window -> addOther(window, seen, SECONDARY, "Secondary usage"));
    }

    /** Adds a session or a week; not a second one. */
    private boolean takesOwnPlace(Window window, Set<WindowPeriod> seen) {
        WindowPeriod period = WindowPeriod.of(window.period());
        boolean isSession = period == WindowPeriod.SESSION;
        if ((!isSession && period != WindowPeriod.WEEKLY) || !seen.add(period)) {
            return false;
        }
        add(isSession ? PRIMARY : SECONDARY, WindowPeriod.title(window.period()), window);
        return true;
    }

    private void addOther(Window window, Set<WindowPeriod> seen, String place, String usualTitle) {
        WindowPeriod period = WindowPeriod.of(window.period());
        String id;
        if (period == WindowPeriod.UNKNOWN) {
            // Only its place tells what it is.
            id = place.equals(SECONDARY) ? free(SECONDARY, PRIMARY) : free(PRIMARY, SECONDARY);
        } else if (period == WindowPeriod.OTHER || seen.add(period)) {
            id = free(PRIMARY, SECONDARY);
        } else {
            id = "codex-" + WindowPeriod.slug(window.period());
        }
        String title = WindowPeriod.title(window.period());
        add(id, title.isEmpty() ? usualTitle : title, window);
    }

    /** One of both places is always free, because there are at most two windows. */
    private String free(String place, String otherPlace) {
        return ids.contains(place) ? otherPlace : place;
    }

    private void addExtra(Bucket bucket) {
        String name = bucket.name().orElse(bucket.id().isEmpty() ? "Other" : bucket.id());
        // The id under which displays already know this bucket, whose own id is a code name.
        String base = name.toLowerCase(Locale.ROOT).contains("spark") ? "codex-spark" : "codex-" + slug(bucket.id());
        for (Optional<Window> place : List.of(bucket.first(), bucket.second())) {
            place.ifPresent(window -> {
                String period = WindowPeriod.title(window.period());
                String title = period.isEmpty() ? name : name + " (" + period.toLowerCase(Locale.ROOT) + ")";
                add(id(base, window), title, window);
            });
        }
    }

    private void addCreditLimit(CreditLimit limit) {
        RateWindow.Builder window = RateWindow.builder(limit.usedPercent());
        if (limit.used().isPresent() && limit.limit().isPresent()) {
            window.amount(new RateWindow.Amount(
                    limit.used().getAsDouble(), limit.limit().getAsDouble(), "credits"));
        }
        limit.resetsAt().ifPresent(window::resetsAt);
        add("codex-credit-limit", "Monthly credit limit", window.build());
    }

    private static String id(String base, Window window) {
        String period = WindowPeriod.slug(window.period());
        // The session of a model is its usual window.
        return period.isEmpty() || WindowPeriod.of(window.period()) == WindowPeriod.SESSION
                ? base
                : base + "-" + period;
    }

    private static String slug(String id) {
        String slug = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "other" : slug;
    }

    private void add(String id, String title, Window window) {
        RateWindow.Builder builder = RateWindow.builder(window.usedPercent());
        window.period().ifPresent(builder::period);
        window.resetsAt().ifPresent(builder::resetsAt);
        add(id, title, builder.build());
    }

    private void add(String id, String title, RateWindow window) {
        String unique = id;
        for (int copy = 2; !ids.add(unique); copy++) {
            unique = id + "-" + copy;
        }
        windows.add(new NamedRateWindow(unique, title, window));
    }
}
