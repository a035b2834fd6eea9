package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.RefreshResult.Outcome;
import dev.codexbar.monitor.UsageView.State;
import dev.codexbar.testkit.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitor does beyond the contract, in virtual time. */
@Timeout(60)
class UsageMonitorTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final VirtualTime time = VirtualTime.startingAt(START);

    @AfterEach
    void end() {
        time.close();
    }

    /** A provider that does what a test says, and remembers when it was asked. */
    private final class Stub implements UsageProvider {

        private final ProviderDescriptor descriptor;
        private final Work work;
        private final List<Instant> starts = new ArrayList<>();
        private Duration lastLimit = Duration.ZERO;

        Stub(String id, Work work) {
            this(ProviderDescriptor.builder(id, id).build(), work);
        }

        Stub(ProviderDescriptor descriptor, Work work) {
            this.descriptor = descriptor;
            this.work = work;
        }

        @Override
        public ProviderDescriptor descriptor() {
            return descriptor;
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
            starts.add(time.now());
            lastLimit = request.timeLimit().orElseThrow();
            return work.run(descriptor.id());
        }
    }

    @FunctionalInterface
    private interface Work {
        UsageSnapshot run(String id) throws UsageException, InterruptedException;
    }

    private UsageSnapshot quarter(String id) {
        return UsageSnapshot.builder(id, time.now())
                .primary("Usage", RateWindow.of(25))
                .build();
    }

    private UsageSnapshot hang(String id) throws InterruptedException {
        time.sleep(Duration.ofDays(1000));
        return quarter(id);
    }

    private UsageMonitor.Builder builder(UsageProvider... providers) {
        return UsageMonitor.builder(UsageProviders.of(providers)).threads(new VirtualMonitorThreads(time));
    }

    private UsageMonitor started(UsageProvider... providers) {
        UsageMonitor monitor = builder(providers).build();
        monitor.start();
        return monitor;
    }

    private static UsageView view(UsageMonitor monitor, String id) {
        return monitor.view(id).orElseThrow();
    }

    @Test
    void leavesItsHostTimeToStart() {
        Stub one = new Stub("one", this::quarter);
        Stub two = new Stub("two", this::quarter);
        UsageMonitor monitor =
                builder(one, two).firstFetchAfter(Duration.ofSeconds(1)).build();
        monitor.start();
        time.advance(Duration.ofMillis(999));
        assertEquals(List.of(), one.starts);
        assertEquals(List.of(), two.starts);
        assertFalse(monitor.refresh("two").isDone());
        time.advance(Duration.ZERO);
        assertEquals(List.of(), one.starts);
        assertEquals(1, two.starts.size());
        time.advance(Duration.ofMillis(1));
        assertEquals(1, one.starts.size());
        assertEquals(1, two.starts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.001S", "PT1M0.001S"})
    void refusesADelayOutOfRange(Duration delay) {
        UsageMonitor.Builder builder = builder();
        assertThrows(IllegalArgumentException.class, () -> builder.firstFetchAfter(delay));
    }

    @Test
    void asksNothingWhileSuspended() {
        Stub stub = new Stub("one", this::quarter);
        UsageMonitor monitor = started(stub);
        time.advance(INTERVAL.multipliedBy(2));
        monitor.suspend();
        monitor.suspend();
        int before = stub.starts.size();
        time.advance(Duration.ofMinutes(30));

        assertEquals(before, stub.starts.size());
        assertEquals(Optional.empty(), view(monitor, "one").nextAttempt());
        assertEquals(State.STALE, view(monitor, "one").state());
    }

    @Test
    void asksAtOnceWhenResumed() {
        Stub stub = new Stub("one", this::quarter);
        UsageMonitor monitor = started(stub);
        time.advance(Duration.ofSeconds(10));
        monitor.suspend();
        time.advance(Duration.ofMinutes(30));
        int before = stub.starts.size();
        monitor.resume();
        monitor.resume();
        time.advance(Duration.ofSeconds(2));

        assertEquals(before + 1, stub.starts.size());
        assertEquals(State.FRESH, view(monitor, "one").state());
    }

    @Test
    void doesNotAskAgainSoonerThanTheIntervalWhenResumed() {
        Stub stub = new Stub("one", this::quarter);
        UsageMonitor monitor = started(stub);
        time.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 20; i++) {
            monitor.suspend();
            time.advance(Duration.ofSeconds(1));
            monitor.resume();
            time.advance(Duration.ofSeconds(1));
        }

        assertEquals(1, stub.starts.size());
    }

    @Test
    void refreshesWhileSuspended() {
        Stub stub = new Stub("one", this::quarter);
        UsageMonitor monitor = started(stub);
        monitor.suspend();
        CompletableFuture<RefreshResult> refresh = monitor.refresh("one");
        time.advance(Duration.ofSeconds(1));

        assertEquals(Outcome.FRESH, refresh.join().outcome());
        assertEquals(Optional.empty(), view(monitor, "one").nextAttempt());
    }

    @Test
    void saysThatARefreshStillRunsWhenThePatienceIsOver() {
        UsageMonitor monitor = started(new Stub("one", id -> {
            time.sleep(Duration.ofSeconds(10));
            return quarter(id);
        }));
        CompletableFuture<RefreshResult> impatient = monitor.refresh("one", Duration.ofSeconds(2));
        CompletableFuture<RefreshResult> patient = monitor.refresh("one", Duration.ofSeconds(20));
        time.advance(Duration.ofSeconds(3));
        assertEquals(Outcome.REFRESHING, impatient.join().outcome());
        assertTrue(impatient.join().view().isRefreshing());
        assertFalse(patient.isDone());
        time.advance(Duration.ofSeconds(10));

        assertEquals(Outcome.FRESH, patient.join().outcome());
    }

    @Test
    void answersARefreshAfterCloseAtOnce() {
        UsageMonitor monitor = started(new Stub("one", this::quarter));
        monitor.close();

        assertEquals(Outcome.UNAVAILABLE, monitor.refresh("one").join().outcome());
    }

    @Test
    void rejectsWhatItCannotDo() {
        UsageMonitor monitor = builder(new Stub("one", this::quarter)).build();

        assertThrows(IllegalStateException.class, () -> monitor.refresh("one"));
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> monitor.refresh("two"));
        assertTrue(unknown.getMessage().contains("[one]"), unknown::getMessage);
        monitor.start();
        assertThrows(IllegalStateException.class, monitor::start);
        monitor.close();
        assertThrows(IllegalStateException.class, monitor::start);
    }

    @Test
    void rejectsSettingsOutOfRange() {
        WatchSettings.Builder settings = WatchSettings.builder();
        assertThrows(IllegalArgumentException.class, () -> settings.interval(Duration.ofSeconds(59)));
        assertThrows(IllegalArgumentException.class, () -> settings.interval(Duration.ofHours(7)));
        assertThrows(IllegalArgumentException.class, () -> settings.timeLimit(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> settings.expireAfter(Duration.ofHours(25)));
        UsageMonitor.Builder builder = builder(new Stub("one", this::quarter));
        assertThrows(IllegalArgumentException.class, () -> builder.mostAtOnce(0));
        assertThrows(IllegalArgumentException.class, () -> builder.historySize(-1));
        builder.settings("two", WatchSettings.defaults());
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(unknown.getMessage().contains("\"two\""), unknown::getMessage);
    }

    @Test
    void watchesEachProviderByItsOwnSettings() {
        Stub own = new Stub("own", this::quarter);
        Stub other = new Stub("other", this::quarter);
        UsageMonitor monitor = builder(own, other)
                .interval(Duration.ofMinutes(10))
                .timeLimit(Duration.ofSeconds(20))
                .settings(
                        "own",
                        WatchSettings.builder()
                                .interval(Duration.ofMinutes(1))
                                .staleAfter(Duration.ofSeconds(30))
                                .build())
                .build();
        monitor.start();
        time.advance(Duration.ofMinutes(60));

        assertTrue(own.starts.size() >= 54 && own.starts.size() <= 67, () -> "asked " + own.starts.size());
        assertTrue(other.starts.size() >= 6 && other.starts.size() <= 7, () -> "asked " + other.starts.size());
        assertEquals(Duration.ofSeconds(20), own.lastLimit);
    }

    @Test
    void outlivesAPolicyThatThrowsOrAnswersNonsense() {
        List<RefreshPolicy> broken = List.of(
                attempt -> {
                    throw new IllegalStateException("a policy that throws");
                },
                attempt -> null,
                attempt -> Instant.MIN);
        for (RefreshPolicy policy : broken) {
            Stub stub = new Stub("one", this::quarter);
            UsageMonitor monitor = builder(stub).policy(policy).build();
            monitor.start();
            time.advance(Duration.ofMinutes(6));

            assertTrue(stub.starts.size() > 1 && stub.starts.size() < 400, () -> "asked " + stub.starts.size());
            monitor.close();
        }
    }

    @Test
    void keepsARateLimitWhateverThePolicySays() {
        Stub stub = new Stub("one", id -> {
            throw UsageException.builder(Reason.RATE_LIMITED, "Too many questions.")
                    .retryAfter(Duration.ofMinutes(30))
                    .build();
        });
        UsageMonitor monitor = builder(stub)
                .policy(attempt -> attempt.endedAt().plusSeconds(5))
                .build();
        monitor.start();
        time.advance(Duration.ofMinutes(29));
        monitor.suspend();
        monitor.resume();
        time.jump(Duration.ofSeconds(-20));
        time.advance(Duration.ofSeconds(50));

        assertEquals(1, stub.starts.size());
    }

    @Test
    void showsWhateverAProviderThrowsAsAFailure() {
        List<Supplier<Throwable>> throwables = List.of(
                () -> new IllegalStateException("private: person@example.com"),
                StackOverflowError::new,
                OutOfMemoryError::new,
                () -> new NoClassDefFoundError("com/example/Missing"),
                InterruptedException::new,
                () -> new Exception("sneaky"));
        for (Supplier<Throwable> throwable : throwables) {
            UsageMonitor monitor = started(new Stub("one", id -> {
                UsageMonitorTest.<RuntimeException>sneaky(throwable.get());
                return quarter(id);
            }));
            time.advance(Duration.ofSeconds(3));

            UsageException failure = view(monitor, "one").failure().orElseThrow();
            assertEquals(Reason.FAILED, failure.reason());
            assertFalse(failure.getMessage().contains("example.com"), failure::getMessage);
            monitor.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneaky(Throwable any) throws T {
        throw (T) any;
    }

    @Test
    void masksIdentityInWhatToStringShows() {
        UsageMonitor monitor = started(new Stub(
                "one",
                id -> quarter(id).toBuilder()
                        .identity(AccountIdentity.builder()
                                .accountEmail("person@example.com")
                                .build())
                        .build()));
        time.advance(Duration.ofSeconds(3));

        String shown = monitor + " " + monitor.views() + monitor.refresh("one");
        assertFalse(shown.contains("person@"), shown);
        assertTrue(shown.contains("FRESH"), shown);
    }

    /** Eight places, and two hundred providers that take one each for as long as they are let. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void findsAPlaceForProvidersThatAnswerHoweverManyHang(int mostAtOnce) {
        List<Stub> all = new ArrayList<>();
        int hanging = 200;
        for (int i = 0; i < hanging; i++) {
            all.add(new Stub("hanging-" + i, this::hang));
        }
        for (int i = 0; i < 50; i++) {
            all.add(new Stub("quick-" + i, this::quarter));
        }
        UsageMonitor monitor = builder(all.toArray(UsageProvider[]::new))
                .mostAtOnce(mostAtOnce)
                .timeLimit(Duration.ofSeconds(5))
                .build();
        monitor.start();
        // By then each of those that hang was found out.
        time.advance(Duration.ofMinutes(40));
        Map<String, Integer> before = new HashMap<>();
        all.forEach(stub -> before.put(stub.descriptor.id(), stub.starts.size()));
        time.advance(Duration.ofHours(2));

        for (Stub stub : all.subList(hanging, all.size())) {
            int made = stub.starts.size() - before.get(stub.descriptor.id());
            assertTrue(made >= 21, () -> stub.descriptor.id() + " was asked " + made + " times in two hours");
        }
    }

    @Test
    void closesFromAListenerWithoutWaitingForItself() {
        UsageMonitor monitor = builder(new Stub("one", this::quarter), new Stub("two", this::hang))
                .build();
        List<Long> took = new ArrayList<>();
        monitor.addListener(change -> {
            if (change.after().state() == State.FRESH) {
                long before = time.nanoTime();
                monitor.close();
                took.add(time.nanoTime() - before);
            }
        });
        monitor.start();
        time.advance(Duration.ofMinutes(1));

        assertEquals(List.of(0L), took);
        assertEquals(List.of(), time.unfinished());
    }

    @Test
    void callsNoListenerThatWasRemoved() {
        UsageMonitor monitor = builder(new Stub("one", this::quarter)).build();
        List<UsageChange> changes = new ArrayList<>();
        UsageMonitor.Subscription subscription = monitor.addListener(changes::add);
        monitor.start();
        time.advance(Duration.ofSeconds(3));
        int before = changes.size();
        subscription.close();
        time.advance(Duration.ofHours(1));

        assertTrue(before > 0);
        assertEquals(before, changes.size());
    }

    @Test
    void reportsEachFetchAndEachOneThatIsNotMade() {
        List<FetchReport> reports = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        UsageMonitor monitor = builder(
                        new Stub("answers", id -> {
                            time.sleep(Duration.ofSeconds(3));
                            return quarter(id);
                        }),
                        new Stub("limited", id -> {
                            throw UsageException.builder(Reason.RATE_LIMITED, "Too many questions.")
                                    .build();
                        }))
                .build();
        monitor.addListener(new UsageListener() {
            @Override
            public void changed(UsageChange change) {}

            @Override
            public void fetched(FetchReport report) {
                reports.add(report);
            }

            @Override
            public void skipped(String providerId, SkipCause cause) {
                skipped.add(providerId + " " + cause);
            }
        });
        monitor.start();
        time.advance(Duration.ofSeconds(10));
        assertEquals(Outcome.RATE_LIMITED, monitor.refresh("limited").join().outcome());
        time.advance(Duration.ofSeconds(1));

        assertEquals(
                List.of(
                        new FetchReport("limited", Duration.ZERO, Reason.RATE_LIMITED),
                        new FetchReport("answers", Duration.ofSeconds(3), null)),
                reports);
        assertEquals(List.of("limited RATE_LIMITED"), skipped);
    }

    @Test
    void keepsAHistoryPerWindow() {
        double[] percent = {10};
        UsageMonitor monitor = started(new Stub(
                "one",
                id -> UsageSnapshot.builder(id, time.now())
                        .primary("Usage", RateWindow.of(percent[0]++))
                        .secondary("Bonus", RateWindow.of(50))
                        .build()));
        time.advance(Duration.ofMinutes(50));

        List<UsagePoint> points = monitor.history("one", "primary");
        assertTrue(points.size() >= 9, points::toString);
        assertEquals(10, points.get(0).usedPercent());
        assertEquals(1, monitor.history("one", "secondary").size());
        assertEquals(List.of(), monitor.history("one", "other"));
        assertEquals(List.of(), monitor.history("other", "primary"));
    }

    @Test
    void refusesToCallAnOldMeasurementFresh() {
        Instant old = START.minusSeconds(3600 / 2);
        UsageMonitor monitor = started(new Stub(
                "one",
                id -> UsageSnapshot.builder(id, old)
                        .primary("Usage", RateWindow.of(1))
                        .build()));
        time.advance(Duration.ofSeconds(1));
        CompletableFuture<RefreshResult> refresh = monitor.refresh("one");
        time.advance(Duration.ofSeconds(1));

        assertEquals(Outcome.UNAVAILABLE, refresh.join().outcome());
        assertEquals(State.STALE, view(monitor, "one").state());
        assertEquals(Optional.of(old), view(monitor, "one").measuredAt());
    }

    @Test
    void asksForNothingMoreThanOnceAnIntervalWhenMeasurementsAreOld() {
        Stub stub = new Stub(
                "one", id -> UsageSnapshot.builder(id, START.minusSeconds(7200)).build());
        started(stub);
        time.advance(Duration.ofHours(10));

        assertTrue(stub.starts.size() <= 135, () -> "asked " + stub.starts.size());
    }

    @Test
    void forgetsAnOldFailureAtItsStartButKeepsThePause(@TempDir Path folder) throws Exception {
        FileUsageStore store = FileUsageStore.in(folder, new LineCodec());
        UsageException signedOut = UsageException.builder(Reason.NOT_LOGGED_IN, "You are not signed in.")
                .build();
        UsageException limited = UsageException.builder(Reason.RATE_LIMITED, "Too many questions.")
                .retryAfter(Duration.ofMinutes(10))
                .build();
        store.save(new StoredUsage("signed-out", START.minusSeconds(10), null, signedOut));
        store.save(new StoredUsage("limited", START.minusSeconds(60), null, limited));
        Stub signedIn = new Stub("signed-out", this::quarter);
        Stub paused = new Stub("limited", this::quarter);
        UsageMonitor monitor = builder(signedIn, paused).store(store).build();
        monitor.start();
        assertEquals(State.PENDING, view(monitor, "signed-out").state());
        time.advance(Duration.ofMinutes(8));

        assertEquals(State.FRESH, view(monitor, "signed-out").state());
        assertEquals(List.of(), paused.starts);
        assertEquals(
                Optional.of(START.plus(Duration.ofMinutes(9))),
                view(monitor, "limited").nextAttempt());
        time.advance(Duration.ofMinutes(2));
        assertEquals(State.FRESH, view(monitor, "limited").state());
    }

    @Test
    void asksAgainAfterThereWasNoThread() {
        MonitorThreads threads = new VirtualMonitorThreads(time);
        int[] refused = {0};
        ExecutorService fails = new AbstractExecutorService() {
            @Override
            public void execute(Runnable task) {
                if (refused[0]++ < 2) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                threads.newFetches().execute(task);
            }

            @Override
            public void shutdown() {}

            @Override
            public List<Runnable> shutdownNow() {
                return List.of();
            }

            @Override
            public boolean isShutdown() {
                return true;
            }

            @Override
            public boolean isTerminated() {
                return true;
            }

            @Override
            public boolean awaitTermination(long timeout, TimeUnit unit) {
                return true;
            }
        };
        Stub stub = new Stub("one", this::quarter);
        UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(stub))
                .threads(new VirtualMonitorThreads(time) {
                    @Override
                    public boolean sharesCarriers() {
                        return false;
                    }

                    @Override
                    public ExecutorService newFetches() {
                        return fails;
                    }

                    @Override
                    public ExecutorService newPlatformThreads(String name) {
                        return name.equals("fetch") ? fails : super.newPlatformThreads(name);
                    }
                })
                .build();
        monitor.start();
        time.advance(Duration.ofSeconds(40));
        assertEquals(
                Reason.TIMED_OUT, view(monitor, "one").failure().orElseThrow().reason());
        assertEquals(List.of(), monitor.overdue());
        time.advance(Duration.ofHours(2));

        assertEquals(State.FRESH, view(monitor, "one").state());
    }

    @Test
    void respectsTheMinimumIntervalAfterAJump() {
        Stub stub = failing(Reason.UNAVAILABLE, Duration.ofMinutes(2));
        started(stub);
        time.advance(Duration.ofMinutes(1));
        stub.starts.clear();
        time.jump(Duration.ofHours(8));
        time.advance(Duration.ofSeconds(100));

        assertEquals(1, stub.starts.size(), stub.starts::toString);
    }

    @Test
    void asksOftenAfterAJumpWhileTheNetworkMayBeMissing() {
        for (Reason reason : List.of(Reason.TIMED_OUT, Reason.UNAVAILABLE, Reason.FAILED, Reason.UNREADABLE)) {
            Stub stub = failing(reason, null);
            UsageMonitor monitor = started(stub);
            time.advance(Duration.ofMinutes(1));
            stub.starts.clear();
            int before = view(monitor, "one").failuresInARow();
            time.jump(Duration.ofHours(8));
            time.advance(Duration.ofSeconds(40));

            assertTrue(stub.starts.size() >= 4, () -> reason + ": " + stub.starts);
            assertEquals(before, view(monitor, "one").failuresInARow(), reason::toString);
            monitor.close();
        }
    }

    @Test
    void excusesNoFailureThatTheNetworkCannotCauseAfterAJump() {
        for (Reason reason : List.of(
                Reason.NOT_INSTALLED,
                Reason.NOT_LOGGED_IN,
                Reason.LOGIN_EXPIRED,
                Reason.UNSUPPORTED,
                Reason.RATE_LIMITED)) {
            Stub stub = failing(reason, null);
            UsageMonitor monitor = started(stub);
            time.advance(Duration.ofMinutes(1));
            stub.starts.clear();
            time.jump(Duration.ofHours(8));
            time.advance(Duration.ofMinutes(2));

            assertEquals(1, stub.starts.size(), () -> reason + ": " + stub.starts);
            assertEquals(2, view(monitor, "one").failuresInARow(), reason::toString);
            monitor.close();
        }
    }

    private Stub failing(Reason reason, @Nullable Duration minimumInterval) {
        ProviderDescriptor.Builder descriptor = ProviderDescriptor.builder("one", "one");
        if (minimumInterval != null) {
            descriptor.minimumInterval(minimumInterval);
        }
        return new Stub(descriptor.build(), id -> {
            throw UsageException.builder(reason, "The stand-in fails.").build();
        });
    }

    @Test
    void publishesChangesAndCompletesWhenClosed() {
        UsageMonitor monitor = builder(new Stub("one", this::quarter)).build();
        List<State> states = new ArrayList<>();
        boolean[] completed = {false};
        Flow.Subscriber<UsageChange> subscriber = new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(UsageChange change) {
                states.add(change.after().state());
            }

            @Override
            public void onError(Throwable fault) {
                states.clear();
            }

            @Override
            public void onComplete() {
                completed[0] = true;
            }
        };
        monitor.changes().subscribe(subscriber);
        monitor.start();
        time.advance(Duration.ofSeconds(5));
        monitor.close();
        time.advance(Duration.ofSeconds(1));

        assertEquals(List.of(State.PENDING, State.PENDING, State.FRESH), states);
        assertTrue(completed[0]);
        completed[0] = false;
        monitor.changes().subscribe(subscriber);
        assertTrue(completed[0], "a subscription to a closed monitor completes at once");
    }
}
