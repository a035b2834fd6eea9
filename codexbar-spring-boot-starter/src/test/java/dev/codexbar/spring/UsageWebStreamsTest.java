package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.server.DashboardRoutes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.ServerResponse.StreamBuilder;

class UsageWebStreamsTest {

    /** The common pool of two processors has one thread, and the one that waits would hold it. */
    private static final Executor THREADS = work -> new Thread(work).start();

    private static final Duration NEVER = Duration.ofDays(1);

    private final UsageMonitor monitor =
            UsageMonitor.builder(UsageProviders.of(new TestProvider("one"))).build();
    private final DashboardRoutes routes =
            DashboardRoutes.builder(monitor).guardedByHost().build();

    @AfterEach
    void close() {
        monitor.close();
    }

    private static void open(UsageWebStreams streams, StreamBuilder out) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAsyncContext(new MockAsyncContext(request, null));
        streams.open(out, request);
    }

    @Test
    void writesHeartbeatsToAClientWithoutEvents() {
        UsageWebStreams streams = new UsageWebStreams(routes, Duration.ofMillis(20));
        streams.start();
        Client client = new Client(text -> {});
        open(streams, client);
        Await.until(() -> client.written.size() > 2);
        assertThat(client.written.get(0)).startsWith("event: snapshot\n");
        assertThat(client.written.subList(1, 3)).containsOnly(":\n\n");
        streams.stop();
        assertThat(client.completed.getCount()).isZero();
    }

    @Test
    void forgetsAClientThatAHeartbeatDoesNotReach() {
        UsageWebStreams streams = new UsageWebStreams(routes, Duration.ofMillis(20));
        streams.start();
        Client client = new Client(text -> {
            if (text.startsWith(":")) {
                throw new IllegalStateException("the connection of this test is broken");
            }
        });
        open(streams, client);
        Await.until(() -> streams.size() == 0);
        streams.stop();
    }

    @Test
    void stopsWithoutWaitingForAClientThatDoesNotRead() throws Exception {
        UsageWebStreams streams = new UsageWebStreams(routes, NEVER);
        streams.start();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch reads = new CountDownLatch(1);
        Client slow = new Client(text -> {
            blocked.countDown();
            Await.until(() -> reads.getCount() == 0);
        });
        Client quick = new Client(text -> {});
        open(streams, quick);
        CompletableFuture<Void> opening = CompletableFuture.runAsync(() -> open(streams, slow), THREADS);
        try {
            assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture.runAsync(streams::stop, THREADS).get(10, TimeUnit.SECONDS);
            assertThat(quick.completed.getCount()).isZero();
            assertThat(streams.size()).isZero();
            // The response is in use, so the thread that writes completes it.
            assertThat(slow.completed.getCount()).isOne();
        } finally {
            reads.countDown();
        }
        opening.get(30, TimeUnit.SECONDS);
        assertThat(slow.completed.getCount()).isZero();
    }

    /** A client whose connection is a function. */
    private static final class Client implements StreamBuilder {

        private final List<String> written = new CopyOnWriteArrayList<>();
        private final CountDownLatch completed = new CountDownLatch(1);
        private final Consumer<String> connection;

        private Client(Consumer<String> connection) {
            this.connection = connection;
        }

        @Override
        public StreamBuilder write(Object object) {
            connection.accept((String) object);
            written.add((String) object);
            return this;
        }

        @Override
        public StreamBuilder write(Object object, MediaType mediaType) {
            return write(object);
        }

        @Override
        public void flush() {}

        @Override
        public void error(Throwable fault) {
            throw new AssertionError(fault);
        }

        @Override
        public void complete() {
            completed.countDown();
        }

        @Override
        public StreamBuilder onTimeout(Runnable action) {
            return this;
        }

        @Override
        public StreamBuilder onError(Consumer<Throwable> action) {
            return this;
        }

        @Override
        public StreamBuilder onComplete(Runnable action) {
            return this;
        }
    }
}
