package com.example.dashboard;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows one line for each provider. A slow or broken provider affects no other: {@code fetchAll} sees to that. */
public final class Dashboard {

    private final UsageProviders providers;
    private final Duration timeLimit;

    public Dashboard(UsageProviders providers, Duration timeLimit) {
        this.providers = providers;
        this.timeLimit = timeLimit;
    }

    public static void main(String[] arguments) throws InterruptedException {
        new Dashboard(UsageProviders.load(), Duration.ofSeconds(10)).lines().forEach(System.out::println);
    }

    public List<String> lines() throws InterruptedException {
        return providers.fetchAll(FetchRequest.of(timeLimit)).stream()
                .map(Dashboard::line)
                .toList();
    }

    private static String line(UsageResult result) {
        return result.displayName() + ": "
                + result.snapshot()
                        .map(Dashboard::text)
                        .orElseGet(() -> text(result.failure().orElseThrow()));
    }

    private static String text(UsageSnapshot snapshot) {
        // No window means that the tool reported no numbers: unknown is not 0.
        return snapshot.windows().isEmpty()
                ? "unknown"
                : snapshot.windows().stream().map(Dashboard::text).collect(Collectors.joining(", "));
    }

    private static String text(NamedRateWindow named) {
        return String.format(Locale.ROOT, "%s %.0f %% used", named.title(), named.window().usedPercent());
    }

    private static String text(UsageException failure) {
        return failure.getMessage() + failure.nextStep().map(step -> " " + step).orElse("");
    }
}
