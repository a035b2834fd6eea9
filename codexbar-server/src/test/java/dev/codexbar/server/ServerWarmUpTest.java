package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ServerWarmUpTest {

    private static HttpServer bind(int port) throws IOException {
        return ServerWarmUp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    }

    private static void answers(HttpServer server) throws IOException {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String answer = RawClient.exchange(server.getAddress().getPort(), RawClient.get("/"));
            assertEquals("HTTP/1.1 204 No Content", answer.lines().findFirst().orElseThrow());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void bindsWhatIsLoadedAlthoughTheFirstPortIsTaken() throws IOException {
        ServerWarmUp.run();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThrows(BindException.class, () -> bind(taken.getLocalPort()));
            assertThrows(BindException.class, () -> bind(taken.getLocalPort()));
        }
        answers(bind(0));
    }

    @Test
    void bindsOneAfterTheOther() throws IOException {
        ServerWarmUp.run();
        ServerWarmUp.run();
        HttpServer first = bind(0);
        HttpServer second = bind(0);
        answers(first);
        answers(second);
    }
}
