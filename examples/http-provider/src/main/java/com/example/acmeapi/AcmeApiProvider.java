package com.example.acmeapi;

import dev.codexbar.core.*;
import dev.codexbar.core.UsageException.Reason;
import java.net.URI;
import java.net.http.*;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.*;
import java.util.OptionalLong;
import java.util.concurrent.*;

/** Reads the rate-limit headers that the Acme API sends with every answer; asking for the list of models is free. */
public final class AcmeApiProvider implements UsageProvider {

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder("acme-api", "Acme API")
            .windowTitle(NamedRateWindow.PRIMARY, "Requests")
            .dashboardUri(URI.create("https://acme.example/usage"))
            .build();

    /** Starts threads, so it waits for the first fetch. */
    private static final class Client {
        static final HttpClient INSTANCE = HttpClient.newHttpClient();
    }

    private final URI endpoint;
    private final String token;

    public AcmeApiProvider() {
        this(URI.create("https://api.acme.example/v1/models"), System.getenv("ACME_TOKEN"));
    }

    AcmeApiProvider(URI endpoint, String token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        if (token == null) {
            throw new UsageException(Reason.NOT_LOGGED_IN, "There is no Acme token.", "Set ACME_TOKEN.");
        }
        Duration limit = request.timeLimit().orElse(Duration.ofSeconds(10));
        var question = HttpRequest.newBuilder(endpoint).header("Authorization", "Bearer " + token).build();
        var answer = Client.INSTANCE.sendAsync(question, BodyHandlers.discarding());
        try {
            return read(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new UsageException(Reason.TIMED_OUT, "Acme did not answer in time.", "Try again later.");
        } catch (ExecutionException e) {
            throw new UsageException(Reason.UNAVAILABLE, "Acme cannot be reached.", "Check the network.");
        } finally {
            answer.cancel(true); // does nothing if the answer is there
        }
    }

    private static UsageSnapshot read(HttpResponse<?> answer) throws UsageException {
        switch (answer.statusCode()) {
            case 200 -> { }
            case 401, 403 -> throw new UsageException(Reason.LOGIN_EXPIRED, "Acme refuses the token.", "Get a new one.");
            case 429 -> throw new UsageException(Reason.RATE_LIMITED, "Acme is rate limiting requests.", "Wait a minute.");
            default -> throw new UsageException(Reason.UNAVAILABLE, "Acme is out of order.", "Try again later.");
        }
        OptionalLong limit = answer.headers().firstValueAsLong("x-ratelimit-limit");
        OptionalLong left = answer.headers().firstValueAsLong("x-ratelimit-remaining");
        var snapshot = UsageSnapshot.builder(DESCRIPTOR.id(), Instant.now());
        if (limit.orElse(0) > 0 && left.isPresent()) { // unknown is absent, never 0
            double used = limit.getAsLong() - left.getAsLong();
            snapshot.primary("Requests", RateWindow.builder(100 * used / limit.getAsLong())
                    .amount(new RateWindow.Amount(used, limit.getAsLong(), "requests"))
                    .build());
        }
        return snapshot.build();
    }
}
