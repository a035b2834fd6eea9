package com.example.dashboard;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints one line for each provider whenever something changes; a slow or broken one spoils no other. */
public final class Dashboard {

    private Dashboard() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (UsageMonitor monitor = UsageMonitor.builder(UsageProviders.load()).build()) {
            monitor.addListener(change -> {
                if (!change.after().isRefreshing()) {
                    System.out.println(line(change.after()));
                }
            });
            monitor.start();
            // Until the program is ended.
            Thread.currentThread().join();
        }
    }

    static String line(UsageView view) {
        String failure = view.failure().map(Dashboard::sentence).orElse("");
        String text = switch (view.state()) {
            case PENDING -> "not asked yet";
            case FRESH -> numbers(view) + failure;
            case STALE -> numbers(view) + " " + view.age().orElseThrow().toMinutes() + " min ago" + failure;
            case EXPIRED, FAILED -> "unknown" + failure;
        };
        return view.descriptor().displayName() + ": " + text;
    }

    private static String numbers(UsageView view) {
        List<NamedRateWindow> windows =
                view.snapshot().map(UsageSnapshot::windows).orElse(List.of());
        // No window means that the tool reported no numbers: unknown is not 0.
        return windows.isEmpty()
                ? "unknown"
                : windows.stream().map(Dashboard::text).collect(Collectors.joining(", "));
    }

    private static String text(NamedRateWindow named) {
        return String.format(Locale.ROOT, "%s %.0f %% used", named.title(), named.window().usedPercent());
    }

    private static String sentence(UsageException failure) {
        return " (" + failure.getMessage() + failure.nextStep().map(step -> " " + step).orElse("") + ")";
    }
}
