package com.example.gateway;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.spring.UsageChangedEvent;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Warns once a quota is nearly used up. What is unknown is no reason to warn. */
@Component
class UsageAlerts {

    private static final Logger LOGGER = LoggerFactory.getLogger(UsageAlerts.class);
    private static final double ENOUGH = 90;

    @EventListener
    void on(UsageChangedEvent event) {
        OptionalDouble before = used(event.change().before());
        OptionalDouble now = used(event.view());
        if (before.isPresent() && now.isPresent() && before.getAsDouble() < ENOUGH && now.getAsDouble() >= ENOUGH) {
            LOGGER.warn("The quota of {} is nearly used up.", event.view().descriptor().displayName());
        }
    }

    private static OptionalDouble used(UsageView view) {
        return view.snapshot().flatMap(UsageSnapshot::primary).stream()
                .mapToDouble(RateWindow::usedPercent)
                .findFirst();
    }
}
