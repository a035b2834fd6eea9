package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.test.LongForm;
import dev.codexbar.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A day of many providers that fail in ten ways, in virtual time. With {@code -Dcodexbar.long=true} there are a
 * thousand of them.
 */
class MonitorDayTest {

    private static final int PROVIDERS = LongForm.times(100, 1000);
    private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** How a provider fails. */
    private enum Failure {
        NOT_INSTALLED,
        NOT_LOGGED_IN,
        SERVICE_DOWN,
        LIMITED_FOR_A_TIME,
        LIMITED,
        UNREADABLE,
        HANGS,
        IGNORES_INTERRUPTS,
        THROWS_AN_ERROR,
        ANSWERS_FOR_ANOTHER
    }

    private static final List<Failure> FAILURES = List.of(Failure.values());

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final List<String> faults = new ArrayList<>();
    private final Map<Failure, Integer> failures = new EnumMap<>(Failure.class);
    private int fetches;
    private int changes;

    @Test
    @Timeout(600)
    void keepsItsPromisesThroughADayOfFailures() {
        List<Troubled> providers = new ArrayList<>();
        for (int i = 0; i < PROVIDERS; i++) {
            providers.add(new Troubled(i));
        }
        UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(providers.toArray(UsageProvider[]::new)))
                .timeLimit(LIMIT)
                .mostAtOnce(PROVIDERS)
                .threads(new VirtualMonitorThreads(time))
                .build();
        Map<String, UsageView> last = new HashMap<>();
        monitor.views().forEach(view -> last.put(view.providerId(), view));
        monitor.addListener(change -> {
            changes++;
            checkAge(change.after());
            UsageView known = last.put(change.providerId(), change.after());
            if (known != null && !known.saysTheSameAs(change.before())) {
                fault("out of order: " + change);
            }
            if (change.before().saysTheSameAs(change.after())) {
                fault("a change without a difference: " + change.after());
            }
        });
        monitor.start();
        for (Duration passed = Duration.ZERO; passed.compareTo(DAY) < 0; passed = passed.plusMinutes(10)) {
            time.advance(Duration.ofMinutes(10));
            monitor.views().forEach(this::checkAge);
        }
        time.advance(Duration.ofSeconds(1));
        Instant now = time.now();
        for (UsageView view : monitor.views()) {
            if (!view.saysTheSameAs(last.get(view.providerId()).at(now))) {
                fault("a change was not delivered: " + view);
            }
        }
        monitor.close();
        int before = fetches;
        time.advance(DAY);

        System.out.println(
                PROVIDERS + " providers, 24 h: " + fetches + " fetches, " + changes + " changes, failures " + failures);
        assertEquals(List.of(), faults.stream().limit(10).toList());
        assertEquals(before, fetches, "fetches after close");
        assertEquals(List.of(), monitor.overdue(), "fetches that still run a day after close");
        assertEquals(List.of(), time.unfinished(), "threads after close");
        assertEquals(FAILURES.size(), failures.size(), failures::toString);
        assertTrue(fetches > 50 * PROVIDERS, () -> fetches + " fetches");
        time.close();
    }

    private void checkAge(UsageView view) {
        if (view.snapshot().isPresent() && view.measuredAt().isEmpty()) {
            fault("a value without an age: " + view);
        }
        if (view.state() == UsageView.State.FRESH
                && view.age().orElseThrow().compareTo(Duration.ofMinutes(10).plus(LIMIT)) >= 0) {
            fault("an old value is called fresh: " + view);
        }
        if (view.snapshot().isPresent() && view.age().orElseThrow().compareTo(Duration.ofHours(1)) >= 0) {
            fault("an expired value is shown: " + view);
        }
    }

    private void fault(String what) {
        faults.add(time.now() + " " + what);
    }

    /** A provider that is well most of the time, and goes through all ways of failing in the course of the day. */
    private final class Troubled implements UsageProvider {

        private final ProviderDescriptor descriptor;
        private final Random random;
        private final int number;
        private Instant pausedUntil = Instant.MIN;
        private boolean running;

        Troubled(int number) {
            this.number = number;
            this.random = new Random(number);
            this.descriptor = ProviderDescriptor.builder("provider-" + number, "Provider " + number)
                    .build();
        }

        @Override
        public ProviderDescriptor descriptor() {
            return descriptor;
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
            fetches++;
            if (running) {
                fault("two fetches of " + descriptor.id() + " at once");
            }
            if (time.now().isBefore(pausedUntil)) {
                fault(descriptor.id() + " was asked before " + pausedUntil);
            }
            running = true;
            try {
                time.sleep(Duration.ofMillis(random.nextInt(3000)));
                // Every other phase of 72 minutes is well.
                long phase = Duration.between(START, time.now()).toMinutes() / 72 + number;
                if (phase % 2 == 0) {
                    return snapshot(descriptor.id());
                }
                Failure failure = FAILURES.get((int) (phase / 2 % FAILURES.size()));
                failures.merge(failure, 1, Integer::sum);
                return fail(failure);
            } finally {
                running = false;
            }
        }

        private UsageSnapshot fail(Failure failure) throws UsageException, InterruptedException {
            switch (failure) {
                case NOT_INSTALLED -> throw because(Reason.NOT_INSTALLED);
                case NOT_LOGGED_IN -> throw because(Reason.NOT_LOGGED_IN);
                case SERVICE_DOWN -> throw because(Reason.UNAVAILABLE);
                case LIMITED_FOR_A_TIME -> {
                    Duration pause = Duration.ofSeconds(1 + random.nextInt(4000));
                    pausedUntil = time.now().plus(pause);
                    throw UsageException.builder(Reason.RATE_LIMITED, "Too many questions.")
                            .retryAfter(pause)
                            .build();
                }
                case LIMITED -> throw because(Reason.RATE_LIMITED);
                case UNREADABLE -> throw because(Reason.UNREADABLE);
                case HANGS -> time.sleep(Duration.ofDays(30));
                case IGNORES_INTERRUPTS -> ignoreInterrupts(Duration.ofSeconds(40 + random.nextInt(1200)));
                case THROWS_AN_ERROR -> throw new StackOverflowError("a provider's fault");
                case ANSWERS_FOR_ANOTHER -> {
                    return snapshot("another");
                }
            }
            return snapshot(descriptor.id());
        }

        private void ignoreInterrupts(Duration duration) {
            long end = time.nanoTime() + duration.toNanos();
            while (time.nanoTime() < end) {
                try {
                    time.sleep(Duration.ofNanos(end - time.nanoTime()));
                } catch (InterruptedException ignored) {
                    // That is what this failure is about.
                }
            }
        }

        private UsageException because(Reason reason) {
            return UsageException.builder(reason, "The stand-in fails.").build();
        }

        private UsageSnapshot snapshot(String id) {
            RateWindow window = RateWindow.builder(random.nextInt(100))
                    .resetsAt(time.now().plusSeconds(random.nextInt(20000)))
                    .build();
            return UsageSnapshot.builder(id, time.now())
                    .primary("Usage", window)
                    .build();
        }
    }
}
