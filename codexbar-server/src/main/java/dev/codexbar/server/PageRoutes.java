package dev.codexbar.server;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.server.page.PageAccess;
import dev.codexbar.server.page.PageAssets;
import dev.codexbar.server.page.PageLayout;
import dev.codexbar.server.page.PageRequest;
import dev.codexbar.server.page.UsagePage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The page for people, and what it refers to. Thread-safe; never waits for a tool.
 *
 * <p>A browser sends no token when it opens a page, so what the page shows then is what {@code /usage} answers without
 * a token, but for identity. The script of the page sends the token.
 */
final class PageRoutes {

    /** No script, style, image or connection but the server's own; nothing embeds the page. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none';"
            + " form-action 'none'";

    private static final String FOREVER = "public, max-age=86400, immutable";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SVG = "image/svg+xml; charset=utf-8";
    private static final String ICONS = "/icons/";

    private final UsageMonitor monitor;
    private final Clock clock;
    private final Supplier<ZoneId> zone;
    private final boolean tokenForUsage;
    private final boolean identityShown;

    PageRoutes(UsageMonitor monitor, Clock clock, Supplier<ZoneId> zone, boolean tokenForUsage, boolean identityShown) {
        this.monitor = monitor;
        this.clock = clock;
        this.zone = zone;
        this.tokenForUsage = tokenForUsage;
        this.identityShown = identityShown;
    }

    /**
     * Answers a request.
     *
     * @param request the request, already checked
     * @param authorized whether it holds the token
     */
    ServerResponse answer(ServerRequest request, boolean authorized) {
        String path = request.path();
        if (path.equals("/")) {
            return page(request, authorized);
        }
        if (path.equals("/favicon.svg")) {
            return favicon(request);
        }
        if (path.startsWith(ICONS)) {
            return icon(path.substring(ICONS.length()));
        }
        return PageAssets.named(path.substring(Math.min(1, path.length())))
                .map(asset -> ServerResponse.of(200, asset.mediaType(), asset.content())
                        .with("Cache-Control", FOREVER))
                .orElseGet(PageRoutes::notFound);
    }

    private static ServerResponse notFound() {
        return ServerResponse.error(404, "not found");
    }

    private ServerResponse page(ServerRequest request, boolean authorized) {
        Optional<PageLayout> layout = request.query("view").map(PageLayout::of).orElse(Optional.of(PageLayout.CARDS));
        if (layout.isEmpty()) {
            return DashboardRoutes.unknown("view", request.query("view").orElse(""));
        }
        PageAccess access = authorized ? PageAccess.FULL : tokenForUsage ? PageAccess.LOCKED : PageAccess.READ_ONLY;
        Optional<String> provider = request.query("provider")
                .map(id -> id.toLowerCase(Locale.ROOT))
                .filter(id -> !id.equals("all") && !id.equals("both"));
        List<UsageView> views = access == PageAccess.LOCKED
                ? List.of()
                : provider.map(id -> monitor.view(id).stream().toList()).orElseGet(monitor::views);
        if (access != PageAccess.LOCKED && provider.isPresent() && views.isEmpty()) {
            return DashboardRoutes.unknown("provider", provider.get());
        }
        String html = UsagePage.render(new PageRequest(
                views,
                monitor::history,
                clock.instant(),
                request.query("zone").flatMap(PageRoutes::zone).orElseGet(zone),
                layout.get(),
                provider,
                access,
                identityShown && authorized));
        return ServerResponse.of(200, HTML, html.getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "no-store")
                .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("X-Frame-Options", "DENY");
    }

    /** A browser may know zones that this JDK does not: its dates are then those of the server. */
    private static Optional<ZoneId> zone(String id) {
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static ServerResponse favicon(ServerRequest request) {
        Optional<Integer> used =
                request.query("used").filter(text -> text.matches("[0-9]{1,3}")).map(Integer::valueOf);
        return svg(PageAssets.favicon(used));
    }

    private ServerResponse icon(String name) {
        if (!name.endsWith(".svg")) {
            return notFound();
        }
        return monitor.view(name.substring(0, name.length() - ".svg".length()))
                .map(UsageView::descriptor)
                .map(PageRoutes::icon)
                .orElseGet(PageRoutes::notFound);
    }

    private static ServerResponse icon(ProviderDescriptor provider) {
        return svg(PageAssets.providerIcon(provider.displayName(), provider.accentColor()));
    }

    private static ServerResponse svg(String image) {
        // Opened by itself, an image in SVG is a document too.
        return ServerResponse.of(200, SVG, image.getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", FOREVER)
                .with("Content-Security-Policy", "default-src 'none'");
    }
}
