package com.example.small;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.RefreshResult;
import dev.codexbar.monitor.UsageMonitor;
import java.time.Instant;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Starts with the parts of Spring Boot that are on the class path, asks its own provider once, and ends. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class Small {

    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = SpringApplication.run(Small.class, args)) {
            RefreshResult result = context.getBean(UsageMonitor.class).refresh("small").join();
            double used = result.view().snapshot().orElseThrow().primary().orElseThrow().usedPercent();
            System.out.println("small: " + result.outcome() + " " + used + " %");
        }
    }

    @Bean
    UsageProvider smallProvider() {
        return new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("small", "Small").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                // The share of the heap that is used: a figure that is measured, not made up.
                Runtime runtime = Runtime.getRuntime();
                double used = 100.0 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
                return UsageSnapshot.builder("small", Instant.now())
                        .primary("Heap", RateWindow.of(used))
                        .build();
            }
        };
    }
}
