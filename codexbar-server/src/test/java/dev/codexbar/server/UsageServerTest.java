package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.monitor.UsageMonitor;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The server by raw sockets: what the JDK's server does not do by itself. */
class UsageServerTest {

    /** Longer than a test: what is to happen after it, the test makes happen. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answering = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor timer = UsageServer.newTimer();

    private final Routes routes = new Routes() {
        @Override
        public ServerResponse answer(ServerRequest request) {
            return switch (request.path()) {
                case "/health" ->
                    ServerResponse.json(200, "{\"status\":\"ok\"}").with("X-Test", "yes");
                case "/events" -> ServerResponse.eventStream();
                case "/slow" -> ServerResponse.json(200, slowly());
                case "/broken" -> throw new IllegalStateException("a route that fails in this test");
                case "/large" -> ServerResponse.of(200, "text/plain", new byte[200_000]);
                default -> ServerResponse.error(404, "not found");
            };
        }

        /** Takes as long as the test has it. */
        private String slowly() {
            asked.countDown();
            try {
                return answering.await(1, TimeUnit.MINUTES) ? "waited" : "gave up";
            } catch (InterruptedException tooEarly) {
                return "interrupted";
            }
        }

        @Override
        public String firstEvent() {
            if (firstEventFails) {
                throw new IllegalStateException("a route that fails in this test");
            }
            return EventStreams.event("first", "{}");
        }

        @Override
        public UsageMonitor.Subscription subscribe(Consumer<Supplier<String>> consumer) {
            events = consumer;
            return () -> {};
        }
    };

    private UsageServer server;
    private Consumer<Supplier<String>> events = event -> {};
    private volatile boolean firstEventFails;

    @AfterEach
    void close() {
        server.close();
    }

    private UsageServer bind() throws IOException {
        return UsageServer.bind(routes, InetAddress.getLoopbackAddress(), 0, LIMIT, timer);
    }

    private int start() throws IOException {
        server = bind().start();
        return server.port();
    }

    /** Does what is due after the time limits. */
    private void elapse() {
        for (Runnable due : List.copyOf(timer.getQueue())) {
            if (timer.remove(due)) {
                due.run();
            }
        }
    }

    @Test
    void answersAndClosesTheConnection() throws IOException {
        int port = start();

        String answer = RawClient.exchange(port, RawClient.get("/health"));

        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("Content-length: 15\r\n"), answer);
        assertTrue(answer.contains("Connection: close\r\n"), answer);
        assertTrue(answer.contains("X-test: yes\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n{\"status\":\"ok\"}"), answer);
        assertEquals(
                200_000,
                RawClient.exchange(port, RawClient.get("/large"))
                        .split("\r\n\r\n", 2)[1]
                        .length());
    }

    @Test
    void answersWhatHasWaitedSinceThePortWasTaken() throws IOException {
        UsageServer.warmUp();
        server = bind();
        try (RawClient early = new RawClient(server.port())) {
            early.send(RawClient.get("/health"));

            server.start();

            assertTrue(early.rest().startsWith("HTTP/1.1 200 OK\r\n"));
        }
        assertThrows(IllegalStateException.class, server::start);
    }

    @Test
    void makesNoEventWhileNoClientListens() throws Exception {
        int port = start();
        AtomicInteger made = new AtomicInteger();
        Supplier<String> event = () -> EventStreams.event("change", String.valueOf(made.incrementAndGet()));

        events.accept(event);
        assertEquals(0, made.get());

        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.get("/events"));
            client.until("event: first\ndata: {}\n\n");
            events.accept(event);
            client.until("event: change\ndata: 1\n\n");
        }
    }

    @Test
    void refusesAHeadThatIsTooLong() throws IOException {
        int port = start();
        String request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(17_000) + "\r\n\r\n";

        assertTrue(RawClient.exchange(port, request).startsWith("HTTP/1.1 400 "));
    }

    @Test
    void freesThePlacesOfSixteenClientsWhoseHeadsDoNotEndInTime() throws Exception {
        int port = start();
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                RawClient client = new RawClient(port);
                slow.add(client);
                client.send("GET /health HT");
            }
            await(() -> timer.getQueue().size() == 16, "16 slow clients have a time limit each");
            assertEquals(0, server.freePlaces());
            assertEquals("", RawClient.exchange(port, RawClient.get("/health")), "the 17th is closed unanswered");

            elapse();

            for (RawClient client : slow) {
                assertEquals("", client.rest());
            }
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
        await(() -> server.freePlaces() == 16, "all places are free again");
        assertTrue(RawClient.exchange(port, RawClient.get("/health")).contains("200 OK"));
        await(() -> timer.getQueue().isEmpty(), "no time limit is left");
    }

    @Test
    void doesNotInterruptARouteThatTakesLongerThanTheLimit() throws Exception {
        int port = start();
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.get("/slow"));
            assertTrue(asked.await(1, TimeUnit.MINUTES));

            elapse();
            answering.countDown();

            String answer = client.rest();
            assertTrue(answer.endsWith("\r\n\r\nwaited"), answer);
        }
    }

    @Test
    void answersAnInternalErrorWhenARouteFails() throws IOException {
        int port = start();
        firstEventFails = true;

        for (String path : List.of("/broken", "/events")) {
            String answer = RawClient.exchange(port, RawClient.get(path));

            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertTrue(answer.endsWith("\r\n\r\n{\"error\":\"internal error\"}"), answer);
        }
        assertEquals(0, server.openStreams());
    }

    @Test
    void opensNoMoreThanSixtyFourStreams() throws Exception {
        int port = start();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MOST_STREAMS; i++) {
                RawClient client = new RawClient(port);
                clients.add(client);
                client.send(RawClient.get("/events"));
                client.until("event: first");
            }

            String refused = RawClient.exchange(port, RawClient.get("/events"));
            assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
            assertTrue(refused.contains("Retry-after: 5\r\n"), refused);
            assertEquals(EventStreams.MOST_STREAMS, server.openStreams());
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        await(
                () -> {
                    events.accept(() -> EventStreams.event("change", "{}"));
                    return server.openStreams() == 0;
                },
                "no stream is open");
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.get("/events"));
            client.until("event: first");
        }
    }

    @Test
    void sendsEventsToAllThatListen() throws Exception {
        int port = start();
        try (RawClient one = new RawClient(port);
                RawClient two = new RawClient(port)) {
            one.send(RawClient.get("/events"));
            two.send(RawClient.get("/events"));
            assertTrue(one.until("event: first\ndata: {}\n\n").contains("text/event-stream"));
            two.until("event: first\ndata: {}\n\n");

            events.accept(() -> EventStreams.event("change", "{\"a\":1}\n{\"b\":2}"));

            String expected = "event: change\ndata: {\"a\":1}\ndata: {\"b\":2}\n\n";
            assertTrue(one.until(expected).contains(expected));
            assertTrue(two.until(expected).contains(expected));
            assertEquals(2, server.openStreams());
        }
    }

    @Test
    void clientsThatComeAndGoLeaveNothing() throws Exception {
        int port = start();
        for (int i = 0; i < 200; i++) {
            try (RawClient client = new RawClient(port)) {
                client.send(RawClient.get("/events"));
                client.until("\r\n\r\n");
            }
            events.accept(() -> EventStreams.event("change", "{}"));
        }
        await(
                () -> {
                    events.accept(() -> EventStreams.event("change", "{}"));
                    return server.openStreams() == 0;
                },
                "no stream is open");
    }

    @Test
    void closesAllStreamsWhenItCloses() throws Exception {
        int port = start();
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.get("/events"));
            client.until("event: first");

            server.close();

            client.rest();
            await(() -> server.openStreams() == 0, "no stream is open");
        }
    }

    /** A server of the JDK keeps three descriptors if it is stopped without having been started. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsNoDescriptorsWhenItClosesWithoutAStart() throws Exception {
        bindAndClose();
        int before = descriptors();
        for (int i = 0; i < 20; i++) {
            bindAndClose();
        }
        await(() -> descriptors() < before + 20, "the descriptors of twenty servers are closed");
        assertThrows(IllegalStateException.class, server::start);
    }

    private void bindAndClose() throws IOException {
        server = UsageServer.bind(routes, InetAddress.getLoopbackAddress(), 0, LIMIT, UsageServer.newTimer());
        server.close();
        server.close();
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    /** Waits for a condition; a minute is a hang, even on a busy machine. */
    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(1)) {
                throw new AssertionError("did not happen: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
