package com.example.acmeapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.RateWindow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

class AcmeApiProviderTest {

    @Test
    void readsTheHeaders() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean isKnown = "Bearer abc".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().set("x-ratelimit-limit", "200");
            exchange.getResponseHeaders().set("x-ratelimit-remaining", "150");
            exchange.sendResponseHeaders(isKnown ? 200 : 401, -1);
            exchange.close();
        });
        server.start();
        try {
            URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            RateWindow window = new AcmeApiProvider(uri, "abc")
                    .fetch(FetchRequest.defaults())
                    .primary()
                    .orElseThrow();

            assertEquals(25, window.usedPercent());
            assertEquals(new RateWindow.Amount(50, 200, "requests"), window.amount().orElseThrow());
        } finally {
            server.stop(0);
        }
    }
}
