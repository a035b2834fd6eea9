package dev.codexbar.server;

import dev.codexbar.json.DashboardJson;
import dev.codexbar.json.DashboardRow;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.RefreshResult;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to which request: CodexBar's published contract, fed by a {@link UsageMonitor}. There is no socket
 * here; {@link UsageServer} serves it, and so can a host's own web server. Thread-safe.
 *
 * <table>
 * <caption>Routes</caption>
 * <tr><th>Request</th><th>Answer</th><th>Token</th></tr>
 * <tr><td>{@code GET /}</td><td>the page for people: with {@code view} ({@code cards}, {@code resets}, {@code dense}),
 * {@code provider} and {@code zone}</td><td>for identity, and if required for usage</td></tr>
 * <tr><td>{@code GET /icons/ID.svg}</td><td>a neutral icon of a provider, and what else the page refers to</td>
 * <td>no</td></tr>
 * <tr><td>{@code GET /health}</td><td>that the server runs, and the level of the contract</td><td>no</td></tr>
 * <tr><td>{@code GET /usage}</td><td>the elements of {@code codexbar usage --json}</td>
 * <td>for identity, and if required</td></tr>
 * <tr><td>{@code GET /cost}</td><td>an empty array: no provider knows its cost by day</td><td>if required</td></tr>
 * <tr><td>{@code GET /dashboard/v1/snapshot}</td><td>{@link DashboardJson}</td><td>always</td></tr>
 * <tr><td>{@code GET /dashboard/v1/events}</td><td>the same as server-sent events</td><td>always</td></tr>
 * <tr><td>{@code POST /dashboard/v1/refresh}</td><td>asks one provider, or all</td><td>always</td></tr>
 * <tr><td>{@code GET /metrics}</td><td>the metrics, if there are any</td><td>if required</td></tr>
 * </table>
 *
 * <p>An answer waits for tools only as long as there is no answer of theirs to show, and never longer than the
 * {@linkplain Builder#patience(Duration) patience}. Every number stands beside the instant at which it was measured.
 *
 * @since 0.1.0
 */
public final class DashboardRoutes implements Routes {

    private static final String V1 = "/dashboard/v1/";

    private final UsageMonitor monitor;
    private final Clock clock;
    private final UsageRefresh refresh;
    private final AllowedHosts hosts;
    private final @Nullable AccessToken token;
    private final boolean tokenForUsage;
    private final boolean guardedByHost;
    private final UsageReports reports;
    private final String version;
    private final DashboardJson dashboard;
    private final @Nullable Supplier<String> metrics;
    private final PageRoutes pages;

    private DashboardRoutes(Builder builder) {
        this.monitor = builder.monitor;
        this.clock = builder.clock;
        this.refresh = UsageRefresh.of(monitor, builder.patience);
        this.hosts = builder.hosts;
        this.token = builder.token;
        this.tokenForUsage = builder.tokenForUsage;
        this.guardedByHost = builder.guardedByHost;
        this.reports = builder.identityShown ? UsageReports.withIdentity() : UsageReports.redacted();
        this.version = builder.version;
        DashboardJson form = DashboardJson.of(version, builder.refreshInterval);
        this.dashboard = builder.identityShown ? form.withIdentity() : form;
        this.metrics = builder.metrics;
        this.pages = new PageRoutes(monitor, clock, builder.zone, tokenForUsage, builder.identityShown);
    }

    /**
     * Returns a builder.
     *
     * @param monitor the monitor, which its owner starts and closes
     * @return a new builder
     */
    public static Builder builder(UsageMonitor monitor) {
        return new Builder(monitor);
    }

    /**
     * Answers a request.
     *
     * @param request the request
     * @return the answer; a fault of the client is an answer too
     */
    @Override
    public ServerResponse answer(ServerRequest request) {
        Optional<ServerResponse> refusal = check(request);
        ServerResponse answer = refusal.isPresent() ? refusal.get() : route(request);
        if (request.path().startsWith(V1)) {
            answer = answer.with("Cache-Control", "no-store");
        }
        return answer.forOwnPagesOnly();
    }

    /** Refuses what no client of ours sends, before anything else is looked at. */
    private Optional<ServerResponse> check(ServerRequest request) {
        List<String> host = request.headers("Host");
        if (request.isAbsolute()
                || host.size() != 1
                || request.headers("Authorization").size() > 1) {
            return Optional.of(ServerResponse.error(400, "invalid request"));
        }
        if (!guardedByHost && !hosts.allows(host.get(0))) {
            return Optional.of(ServerResponse.error(403, "forbidden host"));
        }
        boolean refresh = request.path().equals(V1 + "refresh");
        if (!request.method().equals(refresh ? "POST" : "GET")) {
            return Optional.of(ServerResponse.error(405, "method not allowed").with("Allow", refresh ? "POST" : "GET"));
        }
        if (hasBody(request)) {
            return Optional.of(ServerResponse.error(400, "invalid request"));
        }
        if (isCrossSite(request, host.get(0))) {
            return Optional.of(ServerResponse.error(403, "forbidden origin"));
        }
        return Optional.empty();
    }

    /** A body that is announced and never sent would hold a connection, most of all a stream of events. */
    private static boolean hasBody(ServerRequest request) {
        boolean isAnnounced = !request.headers("Transfer-Encoding").isEmpty();
        for (String length : request.headers("Content-Length")) {
            isAnnounced |= !length.equals("0");
        }
        return isAnnounced;
    }

    private static boolean isCrossSite(ServerRequest request, String host) {
        boolean otherOrigin = false;
        for (String origin : request.headers("Origin")) {
            otherOrigin |= !origin.equalsIgnoreCase("http://" + host) && !origin.equalsIgnoreCase("https://" + host);
        }
        boolean otherSite = false;
        for (String site : request.headers("Sec-Fetch-Site")) {
            otherSite |= site.equalsIgnoreCase("cross-site") || site.equalsIgnoreCase("same-site");
        }
        // A link on another site may lead to the page; nothing there can embed or read it.
        boolean followed = request.path().equals("/")
                && request.headers("Sec-Fetch-Mode").equals(List.of("navigate"))
                && request.headers("Sec-Fetch-Dest").equals(List.of("document"));
        return otherOrigin || (otherSite && !followed);
    }

    private ServerResponse route(ServerRequest request) {
        return switch (request.path()) {
            case "/health" ->
                ServerResponse.json(200, "{\"status\":\"ok\",\"version\":\"" + version + "\"}")
                        .with("Cache-Control", "no-store");
            case "/usage" -> guarded(request, tokenForUsage, () -> usage(request));
            case "/cost" -> guarded(request, tokenForUsage, () -> cost(request));
            case "/metrics" -> guarded(request, tokenForUsage, this::metrics);
            case V1 + "snapshot" -> guarded(request, true, () -> snapshot(request));
            case V1 + "events" -> guarded(request, true, ServerResponse::eventStream);
            case V1 + "refresh" -> guarded(request, true, () -> refresh(request));
            default -> pages.answer(request, isAuthorized(request));
        };
    }

    private ServerResponse guarded(ServerRequest request, boolean tokenNeeded, Supplier<ServerResponse> route) {
        if (tokenNeeded && !isAuthorized(request)) {
            return ServerResponse.error(401, "unauthorized")
                    .with("WWW-Authenticate", "Bearer")
                    .with("Cache-Control", "no-store");
        }
        return route.get().with("Cache-Control", "no-store");
    }

    private boolean isAuthorized(ServerRequest request) {
        // Without a token nothing that needs one is answered.
        return guardedByHost
                || (token != null && request.headers("Authorization").stream().anyMatch(token::matches));
    }

    private ServerResponse usage(ServerRequest request) {
        Selection selection = select(request);
        if (selection.fault() != null) {
            return selection.fault();
        }
        // Every program on this machine may ask without a token, but is not to learn whose usage it is.
        UsageReports shown = isAuthorized(request) ? reports : UsageReports.redacted();
        List<UsageReport> documents = new ArrayList<>();
        for (UsageView view : answered(selection.ids())) {
            documents.add(shown.of(view));
        }
        return ServerResponse.json(
                200, UsageJson.compact().withPaceAt(clock.instant()).write(documents));
    }

    private ServerResponse cost(ServerRequest request) {
        Selection selection = select(request);
        return selection.fault() != null ? selection.fault() : ServerResponse.json(200, "[]");
    }

    private ServerResponse metrics() {
        return metrics == null
                ? ServerResponse.error(404, "not found")
                : ServerResponse.of(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.get().getBytes(StandardCharsets.UTF_8));
    }

    private ServerResponse snapshot(ServerRequest request) {
        Selection selection = select(request);
        if (selection.fault() != null) {
            return selection.fault();
        }
        String detail = request.query("detail").orElse("full");
        return switch (detail) {
            case "full" -> ServerResponse.json(200, document(dashboard, answered(selection.ids())));
            case "shell" -> ServerResponse.json(200, document(dashboard.asShell(), views(selection.ids())));
            default -> unknown("dashboard detail", detail);
        };
    }

    private String document(DashboardJson form, List<UsageView> views) {
        List<String> all = providerIds();
        return form.write(
                views.stream()
                        .map(view -> row(view, all.indexOf(view.providerId())))
                        .toList(),
                clock.instant());
    }

    private List<String> providerIds() {
        return monitor.views().stream().map(UsageView::providerId).toList();
    }

    private DashboardRow row(UsageView view, int position) {
        return DashboardRow.builder(view.descriptor())
                .snapshot(view.snapshot().map(reports::shown).orElse(null))
                .failure(view.failure().orElse(null))
                .measuredAt(view.measuredAt().orElse(null))
                .nextAttemptAt(view.nextAttempt().orElse(null))
                .stale(UsageReports.isStale(view))
                .position(position)
                .build();
    }

    private ServerResponse refresh(ServerRequest request) {
        Selection selection = select(request);
        if (selection.fault() != null) {
            return selection.fault();
        }
        StringBuilder json = new StringBuilder("{\"refresh\":[");
        for (RefreshResult result : refresh.refresh(selection.ids())) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                    .append("{\"provider\":\"")
                    .append(result.view().providerId())
                    .append("\",\"outcome\":\"")
                    .append(result.outcome().name().toLowerCase(Locale.ROOT))
                    .append("\"}");
        }
        return ServerResponse.json(200, json.append("]}").toString());
    }

    /** The providers that a request asks for, or the answer that says why there are none. */
    private record Selection(List<String> ids, @Nullable ServerResponse fault) {}

    private Selection select(ServerRequest request) {
        List<String> all = providerIds();
        String asked = request.query("provider").orElse("all").toLowerCase(Locale.ROOT);
        if (asked.equals("all") || asked.equals("both")) {
            return new Selection(all, null);
        }
        return all.contains(asked)
                ? new Selection(List.of(asked), null)
                : new Selection(List.of(), unknown("provider", asked));
    }

    static ServerResponse unknown(String what, String asked) {
        // Only what an id can hold is repeated: the rest could break out of the text.
        String shown = asked.replaceAll("[^A-Za-z0-9._-]", "?");
        return ServerResponse.error(
                400, "Unknown " + what + " '" + shown.substring(0, Math.min(64, shown.length())) + "'.");
    }

    private List<UsageView> views(List<String> ids) {
        return ids.stream().map(monitor::view).flatMap(Optional::stream).toList();
    }

    /** Returns views of which each has an answer or a failure, unless the patience is over. */
    private List<UsageView> answered(List<String> ids) {
        List<String> pending = views(ids).stream()
                .filter(view -> view.snapshot().isEmpty() && view.failure().isEmpty())
                .map(UsageView::providerId)
                .toList();
        if (!pending.isEmpty()) {
            refresh.refresh(pending);
        }
        return views(ids);
    }

    @Override
    public String firstEvent() {
        return EventStreams.event("snapshot", document(dashboard, monitor.views()));
    }

    @Override
    public UsageMonitor.Subscription subscribe(Consumer<Supplier<String>> events) {
        return monitor.addListener(change ->
                events.accept(() -> EventStreams.event("change", document(dashboard, List.of(change.after())))));
    }

    /**
     * Collects the settings of {@link DashboardRoutes}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final UsageMonitor monitor;
        private Clock clock = Clock.systemUTC();
        private Supplier<ZoneId> zone = () -> ZoneOffset.UTC;
        private Duration patience = Duration.ofSeconds(30);
        private Duration refreshInterval = Duration.ofMinutes(5);
        private AllowedHosts hosts = AllowedHosts.of(InetAddress.getLoopbackAddress(), List.of());
        private @Nullable AccessToken token;
        private boolean tokenForUsage = true;
        private boolean guardedByHost;
        private boolean identityShown;
        private String version = "0.54.1";
        private @Nullable Supplier<String> metrics;

        private Builder(UsageMonitor monitor) {
            this.monitor = Objects.requireNonNull(monitor, "monitor");
        }

        /**
         * Sets the clock that dates documents.
         *
         * @param wall the clock; the system's unless set
         * @return this builder
         */
        public Builder clock(Clock wall) {
            this.clock = Objects.requireNonNull(wall, "clock");
            return this;
        }

        /**
         * Sets the time zone of the dates on the page. A browser that runs its script gets those of its own zone.
         *
         * @param ofReaders returns the zone, which is asked for at each page; UTC unless set
         * @return this builder
         */
        public Builder zone(Supplier<ZoneId> ofReaders) {
            this.zone = Objects.requireNonNull(ofReaders, "zone");
            return this;
        }

        /**
         * Sets how long a request waits for a provider that has no answer to show.
         *
         * @param time longer than zero; 30 seconds unless set
         * @return this builder
         * @throws IllegalArgumentException if the time is not longer than zero
         */
        public Builder patience(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("patience must be longer than zero: " + time);
            }
            this.patience = time;
            return this;
        }

        /**
         * Sets the interval that documents state; the monitor keeps its own.
         *
         * @param interval how often the providers are asked; 5 minutes unless set
         * @return this builder
         */
        public Builder refreshInterval(Duration interval) {
            this.refreshInterval = Objects.requireNonNull(interval, "refreshInterval");
            return this;
        }

        /**
         * Sets the names under which the server may be addressed.
         *
         * @param names the names; those of loopback unless set
         * @return this builder
         */
        public Builder hosts(AllowedHosts names) {
            this.hosts = Objects.requireNonNull(names, "hosts");
            return this;
        }

        /**
         * Sets the token. Without one, no route that needs it is answered.
         *
         * @param secret the token
         * @return this builder
         */
        public Builder token(AccessToken secret) {
            this.token = Objects.requireNonNull(secret, "token");
            return this;
        }

        /**
         * Sets whether {@code /usage}, {@code /cost} and {@code /metrics} need the token too.
         *
         * @param needed whether they do; {@code true} unless set. Existing clients on the same machine send none.
         * @return this builder
         */
        public Builder tokenForUsage(boolean needed) {
            this.tokenForUsage = needed;
            return this;
        }

        /**
         * Leaves it to the host who may call: neither a token nor a name in the {@code Host} header is checked. For an
         * application that serves the routes behind its own security. Requests from pages of other sites are refused
         * nevertheless.
         *
         * @return this builder
         */
        public Builder guardedByHost() {
            this.guardedByHost = true;
            return this;
        }

        /**
         * Sets whether answers hold e-mail addresses and organisations. An answer to a request without the token never
         * does.
         *
         * @param shown whether they do; {@code false} unless set
         * @return this builder
         */
        public Builder identityShown(boolean shown) {
            this.identityShown = shown;
            return this;
        }

        /**
         * Sets the level of the published contract that clients compare.
         *
         * @param level digits and dots
         * @return this builder
         * @throws IllegalArgumentException if the level has another shape
         */
        public Builder version(String level) {
            if (!level.matches("[0-9.]{1,32}")) {
                throw new IllegalArgumentException("version must be digits and dots: \"" + level + "\"");
            }
            this.version = level;
            return this;
        }

        /**
         * Sets what {@code /metrics} answers.
         *
         * @param text makes a document in the text format of Prometheus, without asking any provider
         * @return this builder
         */
        public Builder metrics(Supplier<String> text) {
            this.metrics = Objects.requireNonNull(text, "metrics");
            return this;
        }

        /**
         * Returns the routes.
         *
         * @return new routes with what was set so far
         */
        public DashboardRoutes build() {
            return new DashboardRoutes(this);
        }
    }
}
