package dev.codexbar.server.page;

import dev.codexbar.monitor.UsagePoint;
import dev.codexbar.monitor.UsageView;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Everything a page is made of.
 *
 * @param views the providers, in the order to show them; none if the page is locked
 * @param history returns the points of a provider and a window
 * @param now the time of the page
 * @param zone the time zone of its dates
 * @param layout the arrangement
 * @param provider the id of the only provider to show, or empty for all
 * @param access what the reader may do
 * @param identityShown whether accounts are named
 * @since 0.1.0
 */
public record PageRequest(
        List<UsageView> views,
        BiFunction<String, String, List<UsagePoint>> history,
        Instant now,
        ZoneId zone,
        PageLayout layout,
        Optional<String> provider,
        PageAccess access,
        boolean identityShown) {

    /**
     * Copies the list.
     *
     * @param views the providers, in the order to show them
     * @param history returns the points of a provider and a window
     * @param now the time of the page
     * @param zone the time zone of its dates
     * @param layout the arrangement
     * @param provider the id of the only provider to show, or empty for all
     * @param access what the reader may do
     * @param identityShown whether accounts are named
     */
    public PageRequest {
        views = List.copyOf(views);
    }
}
