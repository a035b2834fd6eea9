package dev.codexbar.server.page;

import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageRounding;
import dev.codexbar.monitor.UsageView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the template of the page shows.
 *
 * @param title the title of the browser's tab, which begins with the worst percentage
 * @param favicon the address of the icon with the worst percentage
 * @param version a text that changes when the style sheet or the script does
 * @param refreshSeconds when a browser without scripts loads the page again
 * @param layout the arrangement
 * @param tabs the links to the arrangements
 * @param allProviders the link back to all providers, or empty if all are shown
 * @param locked whether there is nothing to show without a token
 * @param refreshable whether the reader may refresh
 * @param cards the providers
 * @param rows all windows, in the order of their resets
 * @param notInstalled the names of the tools that are not there, or empty
 * @param zone the time zone of the dates
 */
record Page(
        String title,
        String favicon,
        String version,
        int refreshSeconds,
        PageLayout layout,
        List<Tab> tabs,
        Optional<String> allProviders,
        boolean locked,
        boolean refreshable,
        List<Card> cards,
        List<Row> rows,
        String notInstalled,
        String zone) {

    private static final int REFRESH_SECONDS = 60;

    /** While a first answer is waited for. */
    private static final int QUICK_REFRESH_SECONDS = 5;

    /**
     * A link to an arrangement.
     *
     * @param title its name
     * @param key the key for it
     * @param href its address
     * @param current whether it is shown
     */
    record Tab(String title, String key, String href, boolean current) {}

    /**
     * A window with its provider.
     *
     * @param card the provider
     * @param bar the window
     */
    record Row(Card card, Bar bar) {}

    static Page of(PageRequest request, String version) {
        Wording wording = new Wording(request.now(), request.zone());
        List<UsageView> views = request.views();
        boolean isAnyThere = views.stream().anyMatch(view -> !isNotInstalled(view));
        List<Card> cards = new ArrayList<>();
        List<String> notInstalled = new ArrayList<>();
        for (UsageView view : views) {
            Card card = Card.of(view, request, wording);
            if (isAnyThere && isNotInstalled(view) && request.provider().isEmpty()) {
                notInstalled.add(card.name());
            } else {
                cards.add(card);
            }
        }
        Optional<Card> worst = cards.stream()
                .filter(card -> card.worst().isPresent())
                .max(Comparator.comparingDouble(card -> card.worst().getAsDouble()));
        boolean isWaiting = cards.stream().anyMatch(card -> card.state().equals("pending"));
        return new Page(
                worst.map(card -> Wording.percent(card.worst().getAsDouble()) + " " + card.name() + " – CodexBar")
                        .orElse("CodexBar"),
                "favicon.svg"
                        + worst.map(card -> "?used="
                                        + (int) UsageRounding.percent(
                                                Math.min(999, card.worst().getAsDouble()), 0))
                                .orElse(""),
                version,
                isWaiting ? QUICK_REFRESH_SECONDS : REFRESH_SECONDS,
                request.layout(),
                tabs(request),
                request.provider().map(one -> "./" + query(request.layout(), Optional.empty())),
                request.access() == PageAccess.LOCKED,
                request.access() == PageAccess.FULL,
                List.copyOf(cards),
                rows(cards),
                String.join(", ", notInstalled),
                request.zone().normalized().equals(ZoneOffset.UTC)
                        ? "UTC"
                        : request.zone().getId());
    }

    private static boolean isNotInstalled(UsageView view) {
        return view.snapshot().isEmpty()
                && view.failure()
                        .filter(failure -> failure.reason() == Reason.NOT_INSTALLED)
                        .isPresent();
    }

    private static List<Tab> tabs(PageRequest request) {
        List<Tab> tabs = new ArrayList<>();
        for (PageLayout layout : PageLayout.values()) {
            tabs.add(new Tab(
                    layout.title(),
                    String.valueOf(tabs.size() + 1),
                    "./" + query(layout, request.provider()),
                    layout == request.layout()));
        }
        return List.copyOf(tabs);
    }

    private static String query(PageLayout layout, Optional<String> provider) {
        List<String> parts = new ArrayList<>();
        if (layout != PageLayout.CARDS) {
            parts.add("view=" + layout.id());
        }
        provider.ifPresent(id -> parts.add("provider=" + id));
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static List<Row> rows(List<Card> cards) {
        List<Row> rows = new ArrayList<>();
        for (Card card : cards) {
            card.bars().forEach(bar -> rows.add(new Row(card, bar)));
        }
        rows.sort(Comparator.comparing((Row row) -> row.bar().resetsAt().isEmpty())
                .thenComparing(row -> row.bar().resetsAt().orElse(Instant.MAX)));
        return List.copyOf(rows);
    }

    /** The address of a card alone. */
    String only(Card card) {
        return "./" + query(layout, Optional.of(card.id()));
    }
}
