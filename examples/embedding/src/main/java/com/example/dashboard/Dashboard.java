package com.example.dashboard;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Shows one line for each provider; a slow or broken one spoils no other. */
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
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> pending = new ArrayList<>();
            for (UsageProvider provider : providers.all()) {
                pending.add(threads.submit(() -> line(provider)));
            }
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < pending.size(); i++) {
                try {
                    lines.add(pending.get(i).get());
                } catch (ExecutionException broken) {
                    // A provider's fault, not the user's: name it and go on.
                    lines.add(nameOf(providers.all().get(i)) + ": broken (" + broken.getCause().getClass().getName() + ")");
                }
            }
            providers.failures().forEach(failure -> lines.add(failure.toString()));
            return lines;
        } finally {
            // Interrupts what still runs; providers end what they started.
            threads.shutdownNow();
        }
    }

    private String line(UsageProvider provider) throws InterruptedException {
        try {
            return nameOf(provider) + ": " + text(provider.fetch(FetchRequest.of(timeLimit)));
        } catch (UsageException failure) {
            return nameOf(provider) + ": " + failure.getMessage()
                    + failure.nextStep().map(step -> " " + step).orElse("");
        }
    }

    private static String text(UsageSnapshot snapshot) {
        Optional<RateWindow> window = snapshot.primary();
        return window.map(known -> String.format(Locale.ROOT, "%.0f %% used", known.usedPercent()))
                .orElse("unknown");
    }

    private static String nameOf(UsageProvider provider) {
        return provider.descriptor().displayName();
    }
}
