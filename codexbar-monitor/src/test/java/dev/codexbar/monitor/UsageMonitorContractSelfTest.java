package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.test.ContractRun;
import dev.codexbar.testkit.UsageMonitorContract;
import dev.codexbar.testkit.UsageMonitorContract.Monitor;
import dev.codexbar.testkit.UsageMonitorContract.Outcome;
import dev.codexbar.testkit.UsageMonitorContract.Refreshed;
import dev.codexbar.testkit.UsageMonitorContract.Setup;
import dev.codexbar.testkit.UsageMonitorContract.State;
import dev.codexbar.testkit.UsageMonitorContract.View;
import dev.codexbar.testkit.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each rule of {@link UsageMonitorContract} catches the monitor that breaks it, with a message that helps. */
@Timeout(60)
class UsageMonitorContractSelfTest {

    private static final int RULES = 17;

    /** What the suite under test watches. A field, because JUnit makes the suite. */
    private static Function<Setup, Monitor> monitors = VirtualMonitors::of;

    static class Suite extends UsageMonitorContract {

        @Override
        protected Monitor monitor(Setup setup) {
            return monitors.apply(setup);
        }
    }

    @AfterEach
    void forget() {
        monitors = VirtualMonitors::of;
    }

    @Test
    void everyRuleHasASelfTest() {
        for (int rule = 1; rule <= RULES; rule++) {
            String prefix = "rule" + rule + "Catches";
            assertTrue(
                    Arrays.stream(getClass().getDeclaredMethods())
                            .anyMatch(method -> method.getName().startsWith(prefix)),
                    prefix);
        }
        assertEquals(
                RULES,
                Arrays.stream(UsageMonitorContract.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .count());
    }

    @Test
    void rule1CatchesOneAfterTheOther() {
        AtomicInteger running = new AtomicInteger();
        withProviders((setup, provider) -> new Altered(provider) {
            @Override
            public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
                while (running.get() > 0) {
                    setup.time().sleep(Duration.ofSeconds(1));
                }
                running.incrementAndGet();
                try {
                    return super.fetch(request);
                } finally {
                    running.decrementAndGet();
                }
            }
        });

        assertBreaks(1, "\"quick\"", "while others");
    }

    @Test
    void rule2CatchesAPlanThatCountsFromTheEnd() {
        monitors = setup -> new VirtualMonitors.Adapter(VirtualMonitors.builder(setup)
                .policy(attempt -> attempt.endedAt().plus(attempt.interval()))
                .build());

        assertBreaks(2, "count the next from the plan");
    }

    @Test
    void rule2CatchesAttemptsThatAreCaughtUp() {
        withMonitor((setup, monitor) -> new Wrapped(monitor) {
            @Override
            public void start() {
                Optional<UsageProvider> late = setup.providers().find("late");
                if (late.isEmpty()) {
                    super.start();
                    return;
                }
                Future<?> rate = setup.time()
                        .newTimer("fixed rate")
                        .scheduleAtFixedRate(
                                () -> fetch(late.get()), 0, setup.interval().toNanos(), TimeUnit.NANOSECONDS);
                assertFalse(rate.isDone());
            }

            private void fetch(UsageProvider provider) {
                try {
                    provider.fetch(FetchRequest.defaults());
                } catch (UsageException | InterruptedException ignored) {
                    // It answers.
                }
            }
        });

        assertBreaks(2, "skip what was missed");
    }

    @Test
    void rule3CatchesATimeLimitThatIsNotKept() {
        withSetup(setup -> new Setup(
                setup.time(),
                setup.providers(),
                setup.interval(),
                setup.timeLimit().multipliedBy(4),
                setup.mostAtOnce(),
                setup.stateFolder()));

        assertBreaks(3, "\"hanging\"", "TIMED_OUT", "time limit");
    }

    @Test
    void rule4CatchesAFetchForEachWhoAsks() {
        withMonitor((setup, monitor) -> new Wrapped(monitor) {
            @Override
            public CompletionStage<Refreshed> refresh(String providerId) {
                CompletableFuture<Refreshed> result = new CompletableFuture<>();
                UsageProvider provider = setup.providers().find(providerId).orElseThrow();
                setup.time().newThreads("impatient").execute(() -> {
                    Outcome outcome = Outcome.FRESH;
                    try {
                        provider.fetch(FetchRequest.defaults());
                    } catch (UsageException | InterruptedException failure) {
                        outcome = Outcome.UNAVAILABLE;
                    }
                    result.complete(new Refreshed(outcome, views().get(0)));
                });
                return result;
            }
        });

        assertBreaks(4, "fetches for four who asked");
    }

    @Test
    void rule5CatchesARetryAfterThatIsNotKept() {
        withProviders((setup, provider) -> new Altered(provider) {
            @Override
            public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
                try {
                    return super.fetch(request);
                } catch (UsageException failure) {
                    throw UsageException.builder(failure.reason(), "Without the pause.")
                            .build();
                }
            }
        });

        assertBreaks(5, "Retry-After", "expected");
    }

    @Test
    void rule5CatchesAMonitorThatNeverBacksOff() {
        monitors = setup -> new VirtualMonitors.Adapter(VirtualMonitors.builder(setup)
                .policy(attempt -> attempt.endedAt().plus(attempt.interval()))
                .build());

        assertBreaks(5, "down", "24 h");
    }

    @Test
    void rule6CatchesAnOldAnswerThatIsCalledNew() {
        withMonitor((setup, monitor) -> new Wrapped(monitor) {
            @Override
            public CompletionStage<Refreshed> refresh(String providerId) {
                return super.refresh(providerId).thenApply(result -> new Refreshed(Outcome.FRESH, result.view()));
            }
        });

        assertBreaks(6, "an old answer is shown");
    }

    @Test
    void rule7CatchesAnAgeThatAFailureRenews() {
        withViews((setup, view) -> view.failure().isEmpty()
                ? view
                : with(
                        view,
                        view.state(),
                        view.measuredAt().map(measured -> setup.time().now()),
                        view.stored()));

        assertBreaks(7, "a failure does not change it");
    }

    @Test
    void rule8CatchesAnAnswerThatNeverAges() {
        withViews((setup, view) ->
                view.state() == State.STALE ? with(view, State.FRESH, view.measuredAt(), view.stored()) : view);

        assertBreaks(8, "two intervals and a time limit");
    }

    @Test
    void rule9CatchesAHistoryOfTwoAccounts() {
        withSnapshots(snapshot ->
                snapshot.toBuilder().identity(AccountIdentity.unknown()).build());

        assertBreaks(9, "after the account changed");
    }

    @Test
    void rule10CatchesAMonitorThatDoesNotLookAfterAReset() {
        withSnapshots(snapshot -> {
            List<NamedRateWindow> windows = snapshot.windows().stream()
                    .map(named -> new NamedRateWindow(
                            named.id(),
                            named.title(),
                            RateWindow.of(named.window().usedPercent())))
                    .toList();
            return snapshot.toBuilder().windows(windows).build();
        });

        assertBreaks(10, "30 s after the reset");
    }

    @Test
    void rule11CatchesAMonitorThatDoesNotNoticeTheSleep() {
        monitors = setup -> {
            VirtualTime time = setup.time();
            Instant start = time.now();
            Clock blind = new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return start.plusNanos(time.nanoTime());
                }
            };
            return new VirtualMonitors.Adapter(VirtualMonitors.builder(setup)
                    .threads(new VirtualMonitorThreads(time) {
                        @Override
                        public Clock clock() {
                            return blind;
                        }
                    })
                    .build());
        };

        assertBreaks(11, "15 s after the network came back", "PT8H");
    }

    @Test
    void rule12CatchesTooManyAtOnce() {
        withSetup(setup -> new Setup(
                setup.time(),
                setup.providers(),
                setup.interval(),
                setup.timeLimit(),
                setup.mostAtOnce() * 2,
                setup.stateFolder()));

        assertBreaks(12, "fetches at once");
    }

    @Test
    void rule13CatchesACloseThatLeavesThreads() {
        withMonitor((setup, monitor) -> new Wrapped(monitor) {
            @Override
            public void close() {
                // That is what this monitor does wrong.
            }
        });

        assertBreaks(13, "close");
    }

    @Test
    void rule14CatchesAReadThatAsks() {
        withMonitor((setup, monitor) -> new Wrapped(monitor) {
            private boolean started;

            @Override
            public void start() {
                started = true;
                super.start();
            }

            @Override
            public List<View> views() {
                if (started) {
                    super.views().forEach(view -> refresh(view.providerId()));
                }
                return super.views();
            }
        });

        assertBreaks(14, "fetches after a thousand reads");
    }

    @Test
    void rule15CatchesAChangeThatIsToldTwice() {
        withMonitor((setup, monitor) -> new Wrapped(monitor) {
            @Override
            public void listen(BiConsumer<View, View> listener) {
                super.listen((before, after) -> {
                    listener.accept(before, after);
                    listener.accept(before, after);
                });
            }
        });

        assertBreaks(15, "a change begins with", "but the one before ended with");
    }

    @Test
    void rule16CatchesAnEarlierRunThatIsNotMarked() {
        withViews((setup, view) -> with(view, view.state(), view.measuredAt(), false));

        assertBreaks(16, "not marked as one of an earlier run");
    }

    @Test
    void rule17CatchesAFetchForEachProcess() {
        AtomicInteger processes = new AtomicInteger();
        withSetup(setup -> new Setup(
                setup.time(),
                setup.providers(),
                setup.interval(),
                setup.timeLimit(),
                setup.mostAtOnce(),
                setup.stateFolder().map(folder -> folder.resolve("process-" + processes.incrementAndGet()))));

        assertBreaks(17, "fetches of 8 monitors that started at once");
    }

    // ---- monitors with a fault

    private static void assertBreaks(int rule, String... words) {
        ContractRun run = ContractRun.of(Suite.class, rule);
        assertFalse(run.failures().isEmpty(), "the rule is kept");
        run.assertBreaksOnly(rule, words);
    }

    @FunctionalInterface
    private interface Alteration<T> {
        T apply(Setup setup, T original);
    }

    private static void withSetup(UnaryOperator<Setup> alteration) {
        monitors = setup -> VirtualMonitors.of(alteration.apply(setup));
    }

    private static void withMonitor(Alteration<Monitor> alteration) {
        monitors = setup -> alteration.apply(setup, VirtualMonitors.of(setup));
    }

    private static void withProviders(Alteration<UsageProvider> alteration) {
        withSetup(setup -> new Setup(
                setup.time(),
                UsageProviders.of(setup.providers().all().stream()
                        .map(provider -> alteration.apply(setup, provider))
                        .toArray(UsageProvider[]::new)),
                setup.interval(),
                setup.timeLimit(),
                setup.mostAtOnce(),
                setup.stateFolder()));
    }

    private static void withSnapshots(UnaryOperator<UsageSnapshot> alteration) {
        withProviders((setup, provider) -> new Altered(provider) {
            @Override
            public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
                return alteration.apply(super.fetch(request));
            }
        });
    }

    private static void withViews(Alteration<View> alteration) {
        withMonitor((setup, monitor) -> new Wrapped(monitor) {
            @Override
            public List<View> views() {
                return super.views().stream()
                        .map(view -> alteration.apply(setup, view))
                        .toList();
            }
        });
    }

    private static View with(View view, State state, Optional<Instant> measuredAt, boolean stored) {
        return new View(
                view.providerId(),
                state,
                view.snapshot(),
                measuredAt,
                view.failure(),
                view.nextAttempt(),
                view.failuresInARow(),
                stored,
                view.refreshing(),
                view.windowsPastReset());
    }

    private static class Altered implements UsageProvider {

        private final UsageProvider provider;

        Altered(UsageProvider provider) {
            this.provider = provider;
        }

        @Override
        public ProviderDescriptor descriptor() {
            return provider.descriptor();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
            return provider.fetch(request);
        }
    }

    private static class Wrapped implements Monitor {

        private final Monitor monitor;

        Wrapped(Monitor monitor) {
            this.monitor = monitor;
        }

        @Override
        public void start() {
            monitor.start();
        }

        @Override
        public List<View> views() {
            return monitor.views();
        }

        @Override
        public void listen(BiConsumer<View, View> listener) {
            monitor.listen(listener);
        }

        @Override
        public CompletionStage<Refreshed> refresh(String providerId) {
            return monitor.refresh(providerId);
        }

        @Override
        public List<String> overdue() {
            return monitor.overdue();
        }

        @Override
        public OptionalInt historySize(String providerId, String windowId) {
            return monitor.historySize(providerId, windowId);
        }

        @Override
        public void close() {
            monitor.close();
        }
    }
}
