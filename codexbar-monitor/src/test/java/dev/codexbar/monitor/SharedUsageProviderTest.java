package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import dev.codexbar.testkit.MutableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedUsageProviderTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final MutableClock clock = MutableClock.at("2026-01-31T10:00:00Z");

    private FileUsageStore store() {
        return FileUsageStore.in(folder, new LineCodec());
    }

    private SharedUsageProvider shared(FakeUsageProvider provider, Duration longestAge) {
        return SharedUsageProvider.of(provider, store(), longestAge, clock);
    }

    private UsageSnapshot snapshot(double percent) {
        return UsageSnapshot.builder("fake", clock.instant())
                .primary("primary", RateWindow.of(percent))
                .build();
    }

    @Test
    void asksOnceWithinTheAge() throws Exception {
        FakeUsageProvider fake =
                new FakeUsageProvider("fake").thenAnswers(snapshot(1)).thenAnswers(snapshot(2));
        assertEquals(snapshot(1), shared(fake, MINUTE).fetch(FetchRequest.defaults()));
        UsageSnapshot first = snapshot(1);
        clock.advance(Duration.ofSeconds(59));
        assertEquals(first, shared(fake, MINUTE).fetch(FetchRequest.defaults()));
        assertEquals(1, fake.requests().size());
    }

    @Test
    void asksAgainAfterTheAge() throws Exception {
        FakeUsageProvider fake =
                new FakeUsageProvider("fake").thenAnswers(snapshot(1)).thenAnswers(snapshot(2));
        shared(fake, MINUTE).fetch(FetchRequest.defaults());
        clock.advance(Duration.ofSeconds(60));
        shared(fake, MINUTE).fetch(FetchRequest.defaults());

        assertEquals(2, fake.requests().size());
    }

    @Test
    void asksEachTimeWithoutAnAge() throws Exception {
        FakeUsageProvider fake = new FakeUsageProvider("fake").thenAnswers(snapshot(1));
        for (int i = 0; i < 3; i++) {
            shared(fake, Duration.ZERO).fetch(FetchRequest.defaults());
            clock.advance(Duration.ofSeconds(1));
        }

        assertEquals(3, fake.requests().size());
    }

    @Test
    void sharesAFailureWithinTheAge() {
        FakeUsageProvider fake = new FakeUsageProvider("fake")
                .thenFails(new UsageException(Reason.NOT_LOGGED_IN, "You are not signed in.", "Sign in."));
        for (int i = 0; i < 3; i++) {
            UsageException failure = assertThrows(
                    UsageException.class, () -> shared(fake, MINUTE).fetch(FetchRequest.defaults()));
            assertEquals(Reason.NOT_LOGGED_IN, failure.reason());
            assertEquals(Optional.of("Sign in."), failure.nextStep());
        }
        assertEquals(1, fake.requests().size());
    }

    @Test
    void looksAgainForAToolThatWasNotInstalled() throws Exception {
        FakeUsageProvider fake = new FakeUsageProvider("fake")
                .thenFails(new UsageException(Reason.NOT_INSTALLED, "The tool is not installed.", "Install it."))
                .thenAnswers(snapshot(1));
        assertThrows(UsageException.class, () -> shared(fake, MINUTE).fetch(FetchRequest.defaults()));
        assertEquals(Reason.NOT_INSTALLED, store().load().get(0).failure().reason());

        assertEquals(snapshot(1), shared(fake, MINUTE).fetch(FetchRequest.defaults()));
        assertNull(store().load().get(0).failure());
    }

    /** A provider that ignores its time limit, until its host interrupts it. */
    private static final class Hanging implements UsageProvider {

        private final AtomicInteger times = new AtomicInteger();
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public ProviderDescriptor descriptor() {
            return new FakeUsageProvider("fake").descriptor();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws InterruptedException {
            times.incrementAndGet();
            asked.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("released");
        }
    }

    /** Asks on another thread, and interrupts that thread while the provider hangs. */
    private void interrupt(Hanging provider, Duration limit) throws Exception {
        FutureTask<InterruptedException> fetch = new FutureTask<>(() -> assertThrows(
                InterruptedException.class,
                () -> SharedUsageProvider.of(provider, store(), MINUTE, clock).fetch(FetchRequest.of(limit))));
        Thread thread = new Thread(fetch);
        thread.start();
        assertTrue(provider.asked.await(30, TimeUnit.SECONDS));
        thread.interrupt();
        fetch.get(30, TimeUnit.SECONDS);
    }

    @Test
    void sharesThatAProviderWasTooLate() throws Exception {
        Hanging hanging = new Hanging();
        interrupt(hanging, Duration.ofNanos(1));
        UsageException failure = assertThrows(
                UsageException.class,
                () -> SharedUsageProvider.of(hanging, store(), MINUTE, clock).fetch(FetchRequest.defaults()));

        assertEquals(Reason.TIMED_OUT, failure.reason());
        assertEquals(1, hanging.times.get());
    }

    @Test
    void saysNothingOfAProviderThatIsInterruptedInTime() throws Exception {
        interrupt(new Hanging(), Duration.ofDays(1));

        assertEquals(List.of(), store().load());
    }

    @Test
    void keepsAPauseThatAnotherProcessWasAskedFor() {
        FakeUsageProvider fake = new FakeUsageProvider("fake")
                .thenFails(UsageException.builder(Reason.RATE_LIMITED, "Too many questions.")
                        .retryAfter(Duration.ofMinutes(30))
                        .build());
        assertThrows(UsageException.class, () -> shared(fake, Duration.ZERO).fetch(FetchRequest.defaults()));
        clock.advance(Duration.ofMinutes(20));
        UsageException failure = assertThrows(
                UsageException.class, () -> shared(fake, Duration.ZERO).fetch(FetchRequest.defaults()));
        assertEquals(Optional.of(Duration.ofMinutes(10)), failure.retryAfter());
        assertEquals(1, fake.requests().size());
        clock.advance(Duration.ofMinutes(10));
        assertThrows(UsageException.class, () -> shared(fake, Duration.ZERO).fetch(FetchRequest.defaults()));

        assertEquals(2, fake.requests().size());
    }

    @Test
    void keepsTheLastAnswerOfAProviderThatFails() throws Exception {
        FakeUsageProvider fake = new FakeUsageProvider("fake")
                .thenAnswers(snapshot(1))
                .thenFails(UsageException.builder(Reason.UNAVAILABLE, "It is down.")
                        .build());
        shared(fake, Duration.ZERO).fetch(FetchRequest.defaults());
        clock.advance(MINUTE);
        assertThrows(UsageException.class, () -> shared(fake, Duration.ZERO).fetch(FetchRequest.defaults()));

        StoredUsage kept = store().load().get(0);
        assertEquals(1, kept.snapshot().primary().orElseThrow().usedPercent());
        assertEquals(Reason.UNAVAILABLE, kept.failure().reason());
        assertEquals(clock.instant(), kept.endedAt());
    }

    @Test
    void asksAgainAfterTheClockWasSetBack() throws Exception {
        FakeUsageProvider fake = new FakeUsageProvider("fake").thenAnswers(snapshot(1));
        shared(fake, MINUTE).fetch(FetchRequest.defaults());
        clock.advance(Duration.ofDays(-1));
        shared(fake, MINUTE).fetch(FetchRequest.defaults());

        assertEquals(2, fake.requests().size());
    }

    @Test
    void makesOneFetchForManyThreads() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        List<Instant> fetches = new ArrayList<>();
        UsageProvider slow = new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return new FakeUsageProvider("fake").descriptor();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) throws InterruptedException {
                synchronized (fetches) {
                    fetches.add(clock.instant());
                }
                asked.countDown();
                answer.await();
                return snapshot(7);
            }
        };
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<UsageSnapshot>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> SharedUsageProvider.of(slow, store(), Duration.ZERO, clock)
                        .fetch(FetchRequest.defaults())));
            }
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            answer.countDown();
            for (Future<UsageSnapshot> one : all) {
                assertEquals(snapshot(7), one.get(20, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, fetches.size());
    }

    @Test
    void asksItselfWhenAnotherProcessHoldsTheLockForTooLong() throws Exception {
        FakeUsageProvider fake = new FakeUsageProvider("fake").thenAnswers(snapshot(3));
        try (UsageStore.Lock stopped = store().tryLock("fake").orElseThrow()) {
            assertEquals(snapshot(3), shared(fake, MINUTE).fetch(FetchRequest.of(Duration.ofMillis(400))));
            assertTrue(stopped != null);
        }
        Duration left = fake.requests().get(0).timeLimit().orElseThrow();
        assertTrue(left.compareTo(Duration.ofMillis(200)) <= 0, left::toString);
    }

    @Test
    void asksAsIfThereWereNoStoreWhenTheStoreFails() throws Exception {
        UsageStore broken = new UsageStore() {
            @Override
            public List<StoredUsage> load() throws IOException {
                throw new IOException("a store that fails");
            }

            @Override
            public void save(StoredUsage entry) {
                throw new IllegalStateException("a store that is broken");
            }

            @Override
            public Optional<Lock> tryLock(String providerId) {
                return Optional.of(() -> {});
            }
        };
        UsageSnapshot answer = snapshot(5);
        FakeUsageProvider fake = new FakeUsageProvider("fake").thenAnswers(answer);

        assertSame(answer, SharedUsageProvider.of(fake, broken, MINUTE, clock).fetch(FetchRequest.defaults()));
    }

    @Test
    void rejectsAnAgeOutOfRange() {
        FakeUsageProvider fake = new FakeUsageProvider("fake");
        assertThrows(IllegalArgumentException.class, () -> SharedUsageProvider.of(fake, store(), Duration.ofHours(25)));
        assertThrows(
                IllegalArgumentException.class, () -> SharedUsageProvider.of(fake, store(), Duration.ofSeconds(-1)));
    }

    @Test
    void givesWindowsFromTheStoreTheTitlesOfTheirProvider() throws Exception {
        FakeUsageProvider fake = new FakeUsageProvider(ProviderDescriptor.builder("fake", "Fake")
                        .windowTitle("primary", "Credits")
                        .build())
                .thenAnswers(snapshot(1));
        shared(fake, MINUTE).fetch(FetchRequest.defaults());
        UsageSnapshot second = shared(fake, MINUTE).fetch(FetchRequest.defaults());

        assertEquals(1, fake.requests().size());
        assertEquals("Credits", second.windows().get(0).title());
    }
}
