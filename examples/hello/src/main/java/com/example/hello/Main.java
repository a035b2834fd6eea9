package com.example.hello;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import java.time.Duration;
import java.util.List;

/** Prints how much of the quotas is used: of Kiro, and then of every tool with a provider on the class path. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("Kiro alone:");
        try {
            kiro();
        } catch (UsageException failure) {
            System.out.println(failure.getMessage() + " " + failure.nextStep().orElse(""));
        }
        System.out.println("Every tool with a provider on the class path:");
        all();
    }

    private static void kiro() throws UsageException, InterruptedException {
        UsageSnapshot snapshot = new KiroUsageProvider().fetch(FetchRequest.defaults());
        snapshot.primary().ifPresent(window -> System.out.printf("%.1f %% used%n", window.usedPercent()));
        snapshot.primary().flatMap(RateWindow::resetsAt).ifPresent(reset -> System.out.println("resets " + reset));
        snapshot.secondary().ifPresent(bonus -> System.out.printf("bonus %.1f %%%n", bonus.usedPercent()));
        System.out.println(snapshot.plan().orElse("plan unknown"));
    }

    private static void all() throws InterruptedException {
        for (UsageResult result : UsageProviders.load().fetchAll(FetchRequest.of(Duration.ofSeconds(10)))) {
            for (NamedRateWindow named : result.snapshot().map(UsageSnapshot::windows).orElse(List.of())) {
                System.out.printf("%s, %s: %.1f %% used%n", result.displayName(), named.title(), named.window().usedPercent());
            }
            result.failure().ifPresent(failure -> System.out.println(failure.getMessage() + " " + failure.nextStep().orElse("")));
        }
    }
}
