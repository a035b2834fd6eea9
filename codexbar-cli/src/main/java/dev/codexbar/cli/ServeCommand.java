package dev.codexbar.cli;

import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.server.AccessToken;
import dev.codexbar.server.AllowedHosts;
import dev.codexbar.server.DashboardRoutes;
import dev.codexbar.server.UsageServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code codexbar serve}: answers dashboards over HTTP until it is interrupted. A monitor asks the providers. */
final class ServeCommand {

    private static final Duration CHECK = Duration.ofSeconds(1);

    /** The server is up by then: to ask a tool takes as much of the processors as to start a server. */
    private static final Duration FIRST_FETCH_AFTER = Duration.ofMillis(100);

    /** A token of fewer characters can be found by trying. */
    private static final int LEAST_TOKEN_LENGTH = 16;

    private final Host host;
    private final ServeSettings settings;
    private final UsageProviders providers;

    ServeCommand(Host host, ServeSettings settings, UsageProviders providers) {
        this.host = host;
        this.settings = settings;
        this.providers = providers;
    }

    int run() throws InterruptedException {
        Duration interval = settings.refreshInterval().compareTo(WatchCommand.SHORTEST) < 0
                ? WatchCommand.SHORTEST
                : settings.refreshInterval();
        try (UsageMonitor monitor = CommandMonitor.builder(providers, host)
                        .interval(interval)
                        .firstFetchAfter(FIRST_FETCH_AFTER)
                        .build();
                // Before the start, so that the first fetches are counted.
                PrometheusText metrics = settings.metrics() ? PrometheusText.of(monitor) : null) {
            serve(monitor, interval, metrics);
        }
        return ExitCode.OK.number();
    }

    private void serve(UsageMonitor monitor, Duration interval, @Nullable PrometheusText metrics)
            throws InterruptedException {
        DashboardRoutes.Builder routes = DashboardRoutes.builder(monitor)
                .clock(host.clock())
                .version(CodexBarVersion.CONTRACT)
                .refreshInterval(interval)
                .patience(settings.patience())
                .hosts(AllowedHosts.of(settings.address(), settings.allowedHosts()))
                .zone(host.zone())
                .tokenForUsage(settings.tokenForUsage())
                .identityShown(settings.identityShown());
        if (metrics != null) {
            routes.metrics(metrics::scrape);
        }
        Optional<AccessToken> minted =
                settings.token().isEmpty() && isKeyShown() ? Optional.of(AccessToken.mint()) : Optional.empty();
        Optional<AccessToken> token = minted.isPresent() ? minted : settings.token();
        if (token.isPresent()) {
            routes.token(token.get());
        }
        try (UsageServer server = UsageServer.bind(routes.build(), settings.address(), settings.port())) {
            // Clients can connect from now on: they wait in the queue of the port until the server runs.
            announce(server, minted);
            // After binding, so that no tool is asked in vain; before the first request, which may refresh the monitor.
            monitor.start();
            server.start();
            // The threads of the server are daemons: this one keeps the command alive until it is interrupted.
            while (!host.out().checkError()) {
                host.pause().of(CHECK);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(
                    "Cannot listen at " + settings.bindHost() + ":" + settings.port() + ": " + fault.getMessage()
                            + ". Give another --port, or 0 for a free one.",
                    fault);
        }
    }

    /**
     * Whether the address is printed with a key. What is no terminal may be a log, which others read and which is kept.
     */
    private boolean isKeyShown() {
        return settings.printsUrl() || host.errorTerminal();
    }

    private void announce(UsageServer server, Optional<AccessToken> minted) {
        String address = server.uri().toString();
        host.err().println("CodexBar server listening on " + address.substring(0, address.length() - 1));
        if (!settings.address().isLoopbackAddress()) {
            host.err().println(Application.PREFIX + "The token is sent unencrypted: use this in a network you trust.");
        }
        int length = settings.token().isEmpty()
                ? LEAST_TOKEN_LENGTH
                : settings.token().get().secret().length();
        if (length < LEAST_TOKEN_LENGTH) {
            host.err()
                    .println(Application.PREFIX + "The token has only " + length
                            + (length == 1 ? " character" : " characters") + " and can be guessed: use "
                            + LEAST_TOKEN_LENGTH + " or more, such as those that --token-file creates.");
        }
        for (UsageProviders.Failure failure : providers.failures()) {
            host.err().println(Application.PREFIX + Lines.notLoaded(failure, host.environment()));
        }
        String page =
                minted.isEmpty() ? address : address + "#key=" + minted.get().secret();
        if (settings.printsUrl()) {
            Application.print(host, page + "\n");
        } else if (minted.isPresent()) {
            host.err().println("Open " + page);
        } else if (settings.token().isEmpty()) {
            host.err()
                    .println(Application.PREFIX + "No token is set, so the dashboard's routes are closed. Set one in"
                            + " CODEXBAR_DASHBOARD_TOKEN or with --token-file, or start with --print-url, which prints"
                            + " the address with the key of this start.");
        }
    }
}
