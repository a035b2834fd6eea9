package com.example.gateway;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.spring.UsageChangedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Warns once a quota is nearly used up. */
@Component
class UsageAlerts {

    private static final Logger LOGGER = LoggerFactory.getLogger(UsageAlerts.class);
    private static final double ENOUGH = 90;

    @EventListener
    void on(UsageChangedEvent event) {
        boolean crossed = used(event.change().before().snapshot().orElse(null)) < ENOUGH
                && used(event.view().snapshot().orElse(null)) >= ENOUGH;
        if (crossed) {
            LOGGER.warn("The quota of {} is nearly used up.", event.view().descriptor().displayName());
        }
    }

    private static double used(UsageSnapshot snapshot) {
        return snapshot == null ? 0 : snapshot.primary().map(RateWindow::usedPercent).orElse(0.0);
    }
}
