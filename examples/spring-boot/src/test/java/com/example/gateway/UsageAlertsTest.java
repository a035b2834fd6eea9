package com.example.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageChange;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.spring.UsageChangedEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class UsageAlertsTest {

    @Test
    void warnsOnceWhenAQuotaIsNearlyUsedUp(CapturedOutput output) {
        UsageView half = viewOf(snapshot().primary("Requests", RateWindow.of(50)).build());
        UsageView nearlyAll = viewOf(snapshot().primary("Requests", RateWindow.of(95)).build());

        assertEquals(1, warnings(half, nearlyAll, output));
        assertEquals(1, warnings(nearlyAll, nearlyAll, output));
    }

    @Test
    void doesNotTakeTheUnknownForZero(CapturedOutput output) {
        UsageView nothing = viewOf(snapshot().build());
        UsageView nearlyAll = viewOf(snapshot().primary("Requests", RateWindow.of(95)).build());

        assertEquals(0, warnings(nothing, nearlyAll, output));
        assertEquals(0, warnings(nearlyAll, nothing, output));
    }

    private static UsageSnapshot.Builder snapshot() {
        return UsageSnapshot.builder("acme", Instant.now());
    }

    /** Returns how many warnings there are in the output after the change. */
    private static long warnings(UsageView before, UsageView after, CapturedOutput output) {
        new UsageAlerts().on(new UsageChangedEvent(new UsageChange(before, after)));
        return output.getOut().lines().filter(line -> line.contains("is nearly used up")).count();
    }

    private static UsageView viewOf(UsageSnapshot snapshot) {
        UsageProvider provider = new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("acme", "Acme Gateway").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                return snapshot;
            }
        };
        try (UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(provider)).build()) {
            monitor.start();
            return monitor.refresh("acme").join().view();
        }
    }
}
