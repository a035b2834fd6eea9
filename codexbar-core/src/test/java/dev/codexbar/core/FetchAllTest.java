package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageException.Reason;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FetchAllTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:40:00Z");
    private static final FetchRequest PATIENT = FetchRequest.of(Duration.ofSeconds(50));
    private static final FetchRequest SHORT = FetchRequest.of(Duration.ofMillis(50));

    /** Ends the providers that hang. */
    private final CountDownLatch release = new CountDownLatch(1);

    private interface Fetch {
        UsageSnapshot apply(FetchRequest request) throws Throwable;
    }

    private record Fake(String id, Fetch fetch) implements UsageProvider {

        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder(id, "The " + id).build();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) {
            try {
                return fetch.apply(request);
            } catch (Throwable thrown) {
                FetchAllTest.<RuntimeException>throwUndeclared(thrown);
                throw new AssertionError("unreachable");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUndeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static UsageSnapshot snapshot(String id) {
        return UsageSnapshot.builder(id, NOW)
                .primary("Usage", RateWindow.of(25))
                .build();
    }

    private static Fake good(String id) {
        return new Fake(id, request -> snapshot(id));
    }

    private UsageSnapshot hangAndIgnoreInterrupts() {
        while (true) {
            try {
                release.await();
                return snapshot("bad");
            } catch (InterruptedException ignored) {
                // This is the fault.
            }
        }
    }

    @AfterEach
    void releaseTheProvidersThatHang() {
        release.countDown();
    }

    @Test
    void returnsAResultOfEachProviderInTheOrderOfTheIds() throws InterruptedException {
        UsageException failure = new UsageException(Reason.NOT_LOGGED_IN, "Not logged in.", "Log in.");
        Fake failing = new Fake("b", request -> {
            throw failure;
        });

        List<UsageResult> results =
                UsageProviders.of(good("c"), failing, good("a")).fetchAll(PATIENT);

        assertEquals(List.of("a", "b", "c"), ids(results));
        assertEquals(snapshot("a"), results.get(0).snapshot().orElseThrow());
        assertSame(failure, results.get(1).failure().orElseThrow());
        assertTrue(results.get(1).snapshot().isEmpty());
        assertEquals("The c", results.get(2).displayName());
        assertEquals("c", results.get(2).descriptor().orElseThrow().id());
        assertThrows(UnsupportedOperationException.class, results::clear);
    }

    @Test
    void asksAllAtOnceAndHandsTheRequestOver() throws InterruptedException {
        CyclicBarrier all = new CyclicBarrier(3);
        Fetch meeting = request -> {
            assertEquals(PATIENT, request);
            all.await();
            return null;
        };

        List<UsageResult> results = UsageProviders.of(
                        new Fake("a", meeting), new Fake("b", meeting), new Fake("c", meeting))
                .fetchAll(PATIENT);

        for (UsageResult result : results) {
            assertTrue(failure(result).getMessage().endsWith("returned no snapshot."), result::toString);
        }
    }

    static Stream<Arguments> throwables() {
        return Stream.<Throwable>of(
                        new IllegalStateException("gone"),
                        new IOError(new IOException("disk fault")),
                        new ServiceConfigurationError("no such service"),
                        new OutOfMemoryError("Java heap space"),
                        new InternalError("broken JVM"),
                        new NoClassDefFoundError("other/Library"),
                        new AssertionError("impossible"),
                        new Error("plain"),
                        new IOException("undeclared"),
                        new BrokenBarrierException(),
                        new HostileThrowable(),
                        ownCause())
                .map(thrown -> Arguments.of(thrown.getClass().getSimpleName(), thrown));
    }

    private static final class HostileThrowable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no string");
        }
    }

    private static Throwable ownCause() {
        Exception outer = new Exception("outer");
        outer.initCause(new Exception("inner", outer));
        return outer;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("throwables")
    void turnsWhateverIsThrownIntoAFailureThatNamesTheProvider(String type, Throwable thrown)
            throws InterruptedException {
        Fake bad = new Fake("bad", request -> {
            throw thrown;
        });

        List<UsageResult> results = UsageProviders.of(good("a"), bad, good("z")).fetchAll(PATIENT);

        assertEquals(List.of("a", "bad", "z"), ids(results));
        assertTrue(results.get(0).snapshot().isPresent());
        assertTrue(results.get(2).snapshot().isPresent());
        UsageException failure = failure(results.get(1));
        assertEquals(Reason.FAILED, failure.reason());
        assertTrue(failure.getMessage().startsWith("The bad (" + Fake.class.getName() + ") failed unexpectedly: "));
        assertTrue(failure.getMessage().contains(type), failure::getMessage);
        assertTrue(failure.nextStep().isPresent());
    }

    @Test
    void survivesARealStackOverflow() throws InterruptedException {
        Fake bad = new Fake("bad", new Fetch() {
            @Override
            @SuppressWarnings("InfiniteRecursion")
            public UsageSnapshot apply(FetchRequest request) throws Throwable {
                return apply(request);
            }
        });

        List<UsageResult> results = UsageProviders.of(bad, good("good")).fetchAll(PATIENT);

        assertTrue(failure(results.get(0)).getMessage().contains("StackOverflowError"));
        assertTrue(results.get(1).snapshot().isPresent());
    }

    @Test
    void keepsTheStackTraceAndMasksTheMessagesOfTheCause() throws InterruptedException {
        Exception inner = new IOException("read \033[1mjane@example.com");
        Exception thrown = new IllegalStateException("jane@example.com is gone", inner);
        Fake bad = new Fake("bad", request -> {
            throw thrown;
        });

        UsageException failure =
                failure(UsageProviders.of(bad).fetchAll(PATIENT).get(0));

        Throwable cause = failure.getCause();
        assertEquals("java.lang.IllegalStateException: ***@*** is gone", cause.getMessage());
        assertArrayEquals(thrown.getStackTrace(), cause.getStackTrace());
        assertEquals("java.io.IOException: read ***@***", cause.getCause().getMessage());
        assertFalse(failure.getMessage().contains("jane"), failure::getMessage);
    }

    @Test
    void rejectsTheSnapshotOfAnotherProvider() throws InterruptedException {
        Fake bad = new Fake("bad", request -> snapshot("good"));

        List<UsageResult> results = UsageProviders.of(bad, good("good")).fetchAll(PATIENT);

        assertTrue(failure(results.get(0)).getMessage().endsWith("returned a snapshot of another provider, \"good\"."));
        assertTrue(results.get(1).snapshot().isPresent());
    }

    @Test
    void abandonsAProviderThatIgnoresItsInterrupt() throws InterruptedException {
        Fake bad = new Fake("bad", request -> hangAndIgnoreInterrupts());

        List<UsageResult> results = UsageProviders.of(bad, good("good")).fetchAll(SHORT);

        UsageException failure = failure(results.get(0));
        assertEquals(Reason.TIMED_OUT, failure.reason());
        assertEquals(
                "The bad did not answer within 0.05 s and did not end when it was interrupted, so its thread was"
                        + " abandoned.",
                failure.getMessage());
        assertTrue(results.get(1).snapshot().isPresent());
    }

    @Test
    void asksAProviderThatHangsAgainOnlyWhenItsThreadHasEnded() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<Thread> hanging = new AtomicReference<>();
        Fake bad = new Fake("bad", request -> {
            if (asked.incrementAndGet() == 1) {
                hanging.set(Thread.currentThread());
                hangAndIgnoreInterrupts();
            }
            return snapshot("bad");
        });
        UsageProviders providers = UsageProviders.of(bad);
        providers.fetchAll(SHORT);

        UsageException failure = failure(providers.only("bad").fetchAll(SHORT).get(0));
        assertEquals(Reason.TIMED_OUT, failure.reason());
        assertTrue(failure.getMessage().contains("still hangs in an earlier fetch"), failure::getMessage);
        assertEquals(1, asked.get());

        release.countDown();
        hanging.get().join();
        assertTrue(providers.fetchAll(PATIENT).get(0).snapshot().isPresent());
    }

    @Test
    void interruptsAProviderThatIsLate() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Fake late = new Fake("late", request -> {
            thread.set(Thread.currentThread());
            release.await();
            return snapshot("late");
        });

        UsageException failure = failure(UsageProviders.of(late).fetchAll(SHORT).get(0));

        assertEquals(Reason.TIMED_OUT, failure.reason());
        assertEquals("The late did not answer within 0.05 s.", failure.getMessage());
        assertTrue(thread.get().isDaemon());
        thread.get().join();
    }

    @Test
    void acceptsAnAnswerThatComesAfterTheInterrupt() throws InterruptedException {
        Fake late = new Fake("late", request -> {
            try {
                release.await();
            } catch (InterruptedException interrupt) {
                // The answer is there already.
            }
            return snapshot("late");
        });

        assertTrue(UsageProviders.of(late).fetchAll(SHORT).get(0).snapshot().isPresent());
    }

    @Test
    void callsAnInterruptThatTheProviderMadeUpAFailure() throws InterruptedException {
        Fake bad = new Fake("bad", request -> {
            throw new InterruptedException();
        });

        assertEquals(
                Reason.FAILED,
                failure(UsageProviders.of(bad).fetchAll(PATIENT).get(0)).reason());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void passesAnInterruptOnToAllProvidersAndWaitsForTheirEnd() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(2);
        AtomicInteger tidied = new AtomicInteger();
        Fetch waiting = request -> {
            inside.countDown();
            try {
                release.await();
                return null;
            } finally {
                tidied.incrementAndGet();
            }
        };
        UsageProviders providers = UsageProviders.of(new Fake("a", waiting), new Fake("b", waiting));
        AtomicInteger tidiedAtTheEnd = new AtomicInteger();
        FutureTask<Throwable> call = new FutureTask<>(() -> {
            Throwable thrown = assertThrows(InterruptedException.class, () -> providers.fetchAll(PATIENT));
            tidiedAtTheEnd.set(tidied.get());
            return thrown;
        });
        Thread caller = new Thread(call);
        caller.start();
        inside.await();

        caller.interrupt();
        caller.join();

        assertEquals(2, tidiedAtTheEnd.get());
    }

    @Test
    void returnsFromAnInterruptThoughAProviderIgnoresIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        UsageProviders providers = UsageProviders.of(new Fake("bad", request -> {
            inside.countDown();
            return hangAndIgnoreInterrupts();
        }));
        FutureTask<Throwable> call =
                new FutureTask<>(() -> assertThrows(InterruptedException.class, () -> providers.fetchAll(PATIENT)));
        Thread caller = new Thread(call);
        caller.start();
        inside.await();

        caller.interrupt();

        assertInstanceOf(InterruptedException.class, call.get(30, TimeUnit.SECONDS));
    }

    @Test
    void asksAProviderThatHangsNotAgainAfterAnInterruptOfTheCaller() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        UsageProviders providers = UsageProviders.of(new Fake("bad", request -> {
            asked.incrementAndGet();
            inside.countDown();
            return hangAndIgnoreInterrupts();
        }));
        FutureTask<Throwable> call =
                new FutureTask<>(() -> assertThrows(InterruptedException.class, () -> providers.fetchAll(PATIENT)));
        Thread caller = new Thread(call);
        caller.start();
        inside.await();
        caller.interrupt();
        call.get(30, TimeUnit.SECONDS);

        UsageException failure = failure(providers.fetchAll(SHORT).get(0));

        assertTrue(failure.getMessage().contains("still hangs in an earlier fetch"), failure::getMessage);
        assertEquals(1, asked.get());
    }

    @Test
    void givesProvidersTheClassLoaderOfTheCallerButNotItsThreadLocals() throws InterruptedException {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        AtomicReference<String> seen = new AtomicReference<>("not asked");
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        Fake provider = new Fake("good", request -> {
            seen.set(local.get());
            loader.set(Thread.currentThread().getContextClassLoader());
            return snapshot("good");
        });
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        Thread.currentThread().setContextClassLoader(own);
        local.set("of the caller");
        try {
            UsageProviders.of(provider).fetchAll(PATIENT);
        } finally {
            local.remove();
            Thread.currentThread().setContextClassLoader(before);
        }

        assertNull(seen.get());
        assertSame(own, loader.get());
    }

    @Test
    void acceptsTheLongestLimit() throws InterruptedException {
        FetchRequest endless = FetchRequest.of(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));

        assertTrue(UsageProviders.of(good("good"))
                .fetchAll(endless)
                .get(0)
                .snapshot()
                .isPresent());
    }

    @Test
    void reportsProvidersThatCouldNotBeLoaded() throws InterruptedException {
        UsageProvider bad = new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                throw new IOError(new IOException("no descriptor for jane@example.com"));
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                throw new AssertionError("not asked");
            }
        };
        UsageProviders providers = UsageProviders.of(bad, good("z"));

        List<UsageResult> results = providers.fetchAll(PATIENT);

        assertEquals(List.of("z", Slug.of(bad.getClass().getName())), ids(results));
        UsageResult result = results.get(1);
        assertTrue(result.providerId().startsWith("dev-codexbar-core-fetchalltest-"), result::providerId);
        assertEquals(result.providerId(), result.displayName());
        assertTrue(result.descriptor().isEmpty());
        String message = failure(result).getMessage();
        assertTrue(message.contains(bad.getClass().getName()), message);
        assertTrue(message.contains("descriptor() failed: "), message);
        assertTrue(message.contains("IOException: no descriptor for ***@***"), message);
        assertEquals(List.of("z"), ids(providers.only("z").fetchAll(PATIENT)));
    }

    @Test
    void doesNothingWithoutProviders() throws InterruptedException {
        assertEquals(List.of(), UsageProviders.of().fetchAll(PATIENT));
    }

    @Test
    void asksEachDescriptorOnce() throws InterruptedException {
        AtomicBoolean asked = new AtomicBoolean();
        UsageProvider moody = new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                if (asked.getAndSet(true)) {
                    throw new IllegalStateException("asked again");
                }
                return ProviderDescriptor.builder("moody", "Moody").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                return snapshot("moody");
            }
        };
        UsageProviders providers = UsageProviders.of(moody);

        assertTrue(providers.fetchAll(PATIENT).get(0).snapshot().isPresent());
        assertTrue(providers.find("moody").isPresent());
        assertEquals("Moody", providers.descriptors().get(0).displayName());
        assertEquals(1, providers.only("moody").all().size());
    }

    @Test
    void choosesProvidersById() {
        UsageProviders providers = UsageProviders.of(good("a"), good("b"), good("c"));

        assertEquals(
                List.of("a", "c"),
                providers.only("c", "a", "c").descriptors().stream()
                        .map(ProviderDescriptor::id)
                        .toList());
        String message = assertThrows(IllegalArgumentException.class, () -> providers.only("a", "d"))
                .getMessage();
        assertTrue(message.contains("\"d\""), message);
    }

    private static List<String> ids(List<UsageResult> results) {
        return results.stream().map(UsageResult::providerId).toList();
    }

    private static UsageException failure(UsageResult result) {
        return result.failure().orElseThrow(() -> new AssertionError(result.toString()));
    }
}
