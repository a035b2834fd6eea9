package com.example.acmeapi;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.testkit.UsageProviderContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AcmeApiProviderContractTest extends UsageProviderContract {

    private HttpServer server;
    private ServerSocket silence;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/good", 200, Map.of("x-ratelimit-limit", "200", "x-ratelimit-remaining", "150"));
        answer("/untold", 200, Map.of());
        answer("/nonsense", 200, Map.of("x-ratelimit-limit", "lots", "x-ratelimit-remaining", "1"));
        answer("/expired", 401, Map.of());
        answer("/busy", 429, Map.of());
        answer("/broken", 500, Map.of("x-account", "ada@example.org"));
        server.start();
        // The system accepts connections, and no answer ever comes.
        silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        silence.close();
    }

    @Override
    protected UsageProvider provider() {
        return at("/good");
    }

    @Override
    protected Optional<UsageProvider> providerThatHangs() {
        return Optional.of(new AcmeApiProvider(
                URI.create("http://localhost:" + silence.getLocalPort() + "/"), "secret"));
    }

    @Override
    protected Optional<UsageProvider> providerWithUnknownUsage() {
        return Optional.of(at("/untold"));
    }

    @Override
    protected List<UsageProvider> providersThatFail() throws IOException {
        return List.of(
                at("/expired"),
                at("/busy"),
                at("/broken"),
                new AcmeApiProvider(URI.create("http://localhost:1/"), "secret"),
                new AcmeApiProvider(URI.create("http://localhost:1/"), null));
    }

    @Override
    protected List<String> privateTexts() {
        return List.of("secret");
    }

    private UsageProvider at(String path) {
        return new AcmeApiProvider(
                URI.create("http://localhost:" + server.getAddress().getPort() + path), "secret");
    }

    private void answer(String path, int status, Map<String, String> headers) {
        server.createContext(path, exchange -> {
            Headers answer = exchange.getResponseHeaders();
            headers.forEach(answer::set);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
