package com.example.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.RateWindow;
import dev.codexbar.json.UsageJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The application as a whole; a test asks no tool of the machine it runs on. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "codexbar.providers.kiro.enabled=false")
class GatewayApplicationTest {

    /** Shows noon whenever the test runs, so that no midnight comes between two requests. */
    @TestConfiguration
    static class Noon {

        @Bean
        @Primary
        Clock clockAtNoon() {
            int hour = LocalTime.now(ZoneOffset.UTC).getHour();
            return Clock.system(ZoneOffset.ofHours(12 - hour));
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    int port;

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsItsOwnQuotaAsItIsUsed() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals(200, send("GET", "/hello").statusCode());
        }
        String refresh = send("POST", "/actuator/codexbar/acme").body();
        assertTrue(refresh.contains("\"outcome\":\"fresh\""), refresh);

        String json = send("GET", "/api/usage/acme").body();
        RateWindow window = UsageJson.read(json).get(0).snapshot().orElseThrow().primary().orElseThrow();
        assertEquals(3, window.amount().orElseThrow().used());
        assertEquals(404, send("GET", "/api/usage/other").statusCode());
        assertTrue(send("GET", "/codexbar/").body().contains("Acme Gateway"));
        assertTrue(send("GET", "/actuator/health/codexbar").body().contains("\"status\":\"UP\""));
    }
}
