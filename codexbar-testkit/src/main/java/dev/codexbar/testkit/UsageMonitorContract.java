package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every program that keeps asking providers promises, as tests in virtual time. Extend it in the tests of a
 * monitor, and put that monitor behind the small interface {@link Monitor}:
 *
 * <pre>{@code
 * class AcmeMonitorContractTest extends UsageMonitorContract {
 *
 *     @Override
 *     protected Monitor monitor(Setup setup) {
 *         return new AcmeMonitorAdapter(new AcmeMonitor(
 *                 setup.providers(), setup.interval(), setup.time().clock(), setup.time().newTimer("timer")));
 *     }
 * }
 * }</pre>
 *
 * <p>The monitor takes its clock, its timers and its threads from {@link Setup#time()}, and waits in no other way: so a
 * day takes seconds. {@code docs/CONTRACT.md} has the rules in words.
 *
 * @since 0.1.0
 */
@ExtendWith(SkippedRules.class)
public abstract class UsageMonitorContract {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_AT_ONCE = 8;

    /** How early or late anything may be. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double JITTER = 0.1;

    private final List<Monitor> monitors = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final VirtualTime time = VirtualTime.startingAt(START);

    /** For subclasses. */
    protected UsageMonitorContract() {}

    /**
     * Returns a monitor that is not started.
     *
     * @param setup what it watches, and how
     * @return a new monitor
     * @throws Exception if it cannot be made
     */
    protected abstract Monitor monitor(Setup setup) throws Exception;

    /**
     * Returns whether the monitor can share its answers with other processes and find them at its next start.
     *
     * @return {@code false} if it has no store (rules 16 and 17 are skipped)
     */
    protected boolean hasStore() {
        return true;
    }

    /**
     * What a monitor watches, and how.
     *
     * @param time where its clock, its timers and its threads come from
     * @param providers what it watches
     * @param interval how often it asks
     * @param timeLimit how long a fetch may take
     * @param mostAtOnce how many fetches may run at once
     * @param stateFolder where it shares its answers with other processes, or empty if it does not
     * @since 0.1.0
     */
    public record Setup(
            VirtualTime time,
            UsageProviders providers,
            Duration interval,
            Duration timeLimit,
            int mostAtOnce,
            Optional<Path> stateFolder) {

        /**
         * Checks the parts.
         *
         * @param time where its clock, its timers and its threads come from
         * @param providers what it watches
         * @param interval how often it asks
         * @param timeLimit how long a fetch may take
         * @param mostAtOnce how many fetches may run at once
         * @param stateFolder where it shares its answers with other processes
         */
        public Setup {
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(providers, "providers");
            Objects.requireNonNull(interval, "interval");
            Objects.requireNonNull(timeLimit, "timeLimit");
            Objects.requireNonNull(stateFolder, "stateFolder");
        }
    }

    /**
     * A monitor, as the rules see it.
     *
     * @since 0.1.0
     */
    public interface Monitor extends AutoCloseable {

        /** Starts asking. */
        void start();

        /**
         * Returns what is known, without waiting and without asking.
         *
         * @return the views of all providers
         */
        List<View> views();

        /**
         * Adds a listener.
         *
         * @param listener gets the view before and after each change
         */
        void listen(BiConsumer<View, View> listener);

        /**
         * Asks a provider now.
         *
         * @param providerId the id of the provider
         * @return completes with what became of it
         */
        CompletionStage<Refreshed> refresh(String providerId);

        /**
         * Returns the fetches that ignore their interrupt.
         *
         * @return the ids of the providers
         */
        List<String> overdue();

        /**
         * Returns how many points the history of a window has.
         *
         * @param providerId the id of the provider
         * @param windowId the id of the window
         * @return the number of points, or empty if the monitor keeps no history
         */
        OptionalInt historySize(String providerId, String windowId);

        /** Ends everything. */
        @Override
        void close();
    }

    /**
     * How good an answer is.
     *
     * @since 0.1.0
     */
    public enum State {
        /** No attempt has ended yet. */
        PENDING,
        /** The answer is recent. */
        FRESH,
        /** The answer is older than it should be. */
        STALE,
        /** The answer is too old to be shown. */
        EXPIRED,
        /** There was no answer yet, and the last attempt failed. */
        FAILED
    }

    /**
     * What became of a refresh.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** There is a new answer. */
        FRESH,
        /** The fetch still runs. */
        REFRESHING,
        /** The service asked for a pause that is not over. */
        RATE_LIMITED,
        /** There is no new answer. */
        UNAVAILABLE
    }

    /**
     * What became of a refresh, and the view afterwards.
     *
     * @param outcome what became of it
     * @param view the view afterwards
     * @since 0.1.0
     */
    public record Refreshed(Outcome outcome, View view) {}

    /**
     * What a monitor knows about a provider. Two views are equal if they say the same.
     *
     * @param providerId the id of the provider
     * @param state how good the answer is
     * @param snapshot the last answer, unless there was none or it is too old to be shown
     * @param measuredAt when the last answer was measured
     * @param failure why the last attempt failed
     * @param nextAttempt when the provider is asked next
     * @param failuresInARow how many attempts failed since the last answer
     * @param stored whether the answer comes from an earlier run
     * @param refreshing whether the provider is being asked
     * @param windowsPastReset the ids of the windows whose reset is over
     * @since 0.1.0
     */
    public record View(
            String providerId,
            State state,
            Optional<UsageSnapshot> snapshot,
            Optional<Instant> measuredAt,
            Optional<UsageException> failure,
            Optional<Instant> nextAttempt,
            int failuresInARow,
            boolean stored,
            boolean refreshing,
            List<String> windowsPastReset) {

        /**
         * Checks the parts.
         *
         * @param providerId the id of the provider
         * @param state how good the answer is
         * @param snapshot the last answer
         * @param measuredAt when the last answer was measured
         * @param failure why the last attempt failed
         * @param nextAttempt when the provider is asked next
         * @param failuresInARow how many attempts failed since the last answer
         * @param stored whether the answer comes from an earlier run
         * @param refreshing whether the provider is being asked
         * @param windowsPastReset the ids of the windows whose reset is over
         */
        public View {
            windowsPastReset = List.copyOf(windowsPastReset);
        }
    }

    /** Ends what the test before left. */
    @AfterEach
    final void end() throws IOException {
        monitors.forEach(Monitor::close);
        time.close();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Rule 1.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 1] asks each provider by itself")
    public final void asksEachProviderByItself() throws Exception {
        WatchedProvider quick = provider("quick").thenAnswers(1);
        WatchedProvider slow = provider("slow").thenAnswers(1, Duration.ofSeconds(25));
        WatchedProvider hanging = provider("hanging").thenHangs();
        WatchedProvider failing = provider("failing").thenFails(Reason.UNAVAILABLE);
        started(setup(quick, slow, hanging, failing));

        time.advance(Duration.ofHours(2));

        assertRegular(quick, "while others are slow, hang and fail");
        assertRegular(slow, "while others hang and fail");
    }

    /**
     * Rule 2.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 2] asks at the interval, counted from the plan, with jitter")
    public final void asksAtTheInterval() throws Exception {
        WatchedProvider slow = provider("slow").thenAnswers(1, Duration.ofSeconds(20));
        WatchedProvider decent = new WatchedProvider(
                        time,
                        ProviderDescriptor.builder("decent", "decent")
                                .minimumInterval(Duration.ofMinutes(15))
                                .build())
                .thenAnswers(1);
        List<WatchedProvider> many = new ArrayList<>(List.of(slow, decent));
        for (int i = 0; i < 6; i++) {
            many.add(provider("quick-" + i).thenAnswers(1));
        }
        started(setup(many.toArray(WatchedProvider[]::new)));

        time.advance(TOLERANCE.plus(SECOND));
        for (WatchedProvider provider : many) {
            assertEquals(
                    1,
                    provider.fetches(),
                    () -> "fetches of \"" + provider.id() + "\" in the first " + inWords(TOLERANCE)
                            + ", in which all first ones must begin");
        }
        time.advance(Duration.ofHours(24));

        int due = (int) Duration.ofHours(24).dividedBy(INTERVAL);
        int made = slow.fetches();
        assertTrue(
                Math.abs(made - due) <= due / 40,
                () -> "a fetch that takes 20 s was made " + made + " times in 24 h, but the interval makes it " + due
                        + ": count the next from the plan, not from the end");
        assertGaps(decent, Duration.ofMinutes(15), "its own minimum interval");
        for (WatchedProvider provider : many.subList(2, many.size())) {
            assertRegular(provider, "alone");
            long gaps = gapsOf(provider).stream().distinct().count();
            assertTrue(gaps > 3, () -> "the attempts have no jitter: the gaps are " + gapsOf(provider));
        }

        WatchedProvider late = provider("late")
                .thenAnswers(1)
                .thenAnswers(1, Duration.ofMinutes(9))
                .thenAnswers(1);
        Duration minute = Duration.ofMinutes(1);
        started(new Setup(time, UsageProviders.of(late), minute, minute.multipliedBy(10), 1, Optional.empty()));
        time.advance(Duration.ofMinutes(12));
        Instant end = late.ends().get(1);
        List<Instant> after = late.starts().subList(2, late.fetches());
        assertTrue(
                after.size() <= 3,
                () -> "after a fetch of 9 min that ended at " + end + ", fetches began at " + after
                        + " although the interval is 1 min: skip what was missed");
    }

    /**
     * Rule 3.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 3] ends a fetch at its time limit, and never asks twice at once")
    public final void endsAFetchAtItsTimeLimit() throws Exception {
        WatchedProvider hanging = provider("hanging").thenHangs();
        WatchedProvider stubborn = provider("stubborn")
                .thenAnswers(1)
                .thenIgnoresInterrupts(Duration.ofMinutes(50), 77)
                .thenHangs();
        Monitor monitor = started(setup(hanging, stubborn));

        time.advance(TIME_LIMIT.plus(TOLERANCE).plus(TOLERANCE));
        assertFailure(monitor, "hanging", Reason.TIMED_OUT, "after its time limit of " + inWords(TIME_LIMIT));
        assertEquals(0, hanging.running(), "fetches of \"hanging\" that were not interrupted at the time limit");
        time.advance(Duration.ofMinutes(8));
        assertFailure(monitor, "stubborn", Reason.TIMED_OUT, "although the fetch ignores its interrupt");
        assertEquals(List.of("stubborn"), monitor.overdue(), "the fetches that ignore their interrupt");
        CompletableFuture<Refreshed> asked = monitor.refresh("stubborn").toCompletableFuture();
        time.advance(Duration.ofMinutes(40));
        assertEquals(1, stubborn.mostAtOnce(), "fetches of \"stubborn\" at once");
        Refreshed refused = asked.getNow(null);
        assertTrue(
                refused == null || refused.outcome() != Outcome.FRESH,
                "a refresh during a fetch that cannot be ended must not claim to be fresh");
        time.advance(Duration.ofMinutes(7));
        assertEquals(
                Optional.of(77.0),
                percentOf(view(monitor, "stubborn")),
                "the late answer of \"stubborn\", which is newer than the one before");
        assertEquals(1, hanging.mostAtOnce(), "fetches of \"hanging\" at once");
    }

    /**
     * Rule 4.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 4] makes one fetch for all who ask at once")
    public final void makesOneFetchForAll() throws Exception {
        Duration takes = Duration.ofSeconds(10);
        WatchedProvider answering = provider("answering").thenAnswers(1).thenAnswers(2, takes);
        WatchedProvider failing = provider("failing").thenAnswers(1).then(() -> {
            time.sleep(takes);
            throw WatchedProvider.failure(Reason.UNAVAILABLE, null);
        });
        Monitor monitor = started(setup(answering, failing));
        time.advance(Duration.ofSeconds(30));
        int before = answering.fetches();

        List<CompletableFuture<Refreshed>> answers = new ArrayList<>();
        List<CompletableFuture<Refreshed>> failures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(monitor.refresh("answering").toCompletableFuture());
            failures.add(monitor.refresh("failing").toCompletableFuture());
            time.advance(SECOND);
        }
        answers.get(0).cancel(true);
        failures.get(0).cancel(true);
        time.advance(takes.plus(TOLERANCE));

        int made = answering.fetches() - before;
        assertEquals(1, made, "fetches for four who asked within four seconds while one ran");
        assertEquals(1, answering.mostAtOnce(), "fetches of \"answering\" at once");
        for (CompletableFuture<Refreshed> answer : answers.subList(1, 4)) {
            Refreshed refreshed = ended(answer, "answering");
            assertEquals(Optional.of(2.0), percentOf(refreshed.view()), "what each of them gets, though one gave up");
            assertEquals(Outcome.FRESH, refreshed.outcome(), "the outcome for each of them");
        }
        for (CompletableFuture<Refreshed> failure : failures.subList(1, 4)) {
            assertEquals(
                    Optional.of(Reason.UNAVAILABLE),
                    ended(failure, "failing").view().failure().map(UsageException::reason),
                    "the failure that each of them gets");
        }
    }

    /**
     * Rule 5.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 5] backs off as the reason demands")
    public final void backsOff() throws Exception {
        Duration asked = Duration.ofMinutes(47);
        WatchedProvider limited = provider("limited").thenFails(Reason.RATE_LIMITED, asked);
        WatchedProvider limitedSilently = provider("limited-silently").thenFails(Reason.RATE_LIMITED);
        WatchedProvider recovering = provider("recovering")
                .thenFails(Reason.FAILED)
                .thenFails(Reason.FAILED)
                .thenAnswers(1);
        List<WatchedProvider> down = new ArrayList<>();
        for (Reason reason : List.of(Reason.UNAVAILABLE, Reason.TIMED_OUT, Reason.UNREADABLE, Reason.FAILED)) {
            down.add(provider("down-" + down.size()).thenFails(reason));
        }
        List<WatchedProvider> away = new ArrayList<>();
        for (Reason reason :
                List.of(Reason.NOT_INSTALLED, Reason.NOT_LOGGED_IN, Reason.LOGIN_EXPIRED, Reason.UNSUPPORTED)) {
            away.add(provider("away-" + away.size()).thenFails(reason));
        }
        List<WatchedProvider> all = new ArrayList<>(List.of(limited, limitedSilently, recovering));
        all.addAll(down);
        all.addAll(away);
        started(setup(all.toArray(WatchedProvider[]::new)));

        time.advance(Duration.ofHours(24));

        for (Duration gap : gapsOf(limited)) {
            assertWithin(gap, asked, asked.plus(TOLERANCE), "the pause after Retry-After " + inWords(asked));
        }
        assertTrue(limited.fetches() > 20, () -> "asked " + limited.fetches() + " times in 24 h");
        List<Duration> silent = gapsOf(limitedSilently);
        for (int i = 0; i < silent.size(); i++) {
            assertWithin(
                    silent.get(i),
                    INTERVAL,
                    Duration.ofHours(6).plus(TOLERANCE),
                    "the pause after a rate limit without Retry-After");
            Duration before = i == 0 ? Duration.ZERO : silent.get(i - 1);
            assertTrue(
                    silent.get(i).plus(TOLERANCE).compareTo(before) >= 0,
                    () -> "rate limits in a row: each pause must be at least as long as the one before: " + silent);
        }
        for (WatchedProvider provider : down) {
            for (Duration gap : gapsOf(provider)) {
                assertWithin(
                        gap,
                        Duration.ofSeconds(58),
                        Duration.ofMinutes(30).plus(TOLERANCE),
                        "the pause of \"" + provider.id() + "\", whose service is down");
            }
            int made = provider.fetches();
            assertTrue(
                    made >= 48 && made <= 200,
                    () -> "a provider whose service is down was asked " + made
                            + " times in 24 h; expected 48 to 200 (30 min at most, with jitter)");
        }
        for (WatchedProvider provider : away) {
            for (Duration gap : gapsOf(provider)) {
                assertWithin(
                        gap,
                        Duration.ofMinutes(13),
                        Duration.ofMinutes(17),
                        "the slow look at \"" + provider.id() + "\", which needs a person");
            }
        }
        List<Instant> starts = recovering.starts();
        for (int i = 3; i < starts.size(); i++) {
            assertWithin(
                    Duration.between(starts.get(i - 1), starts.get(i)),
                    scaled(INTERVAL, 1 - JITTER).minus(TOLERANCE),
                    scaled(INTERVAL, 1 + JITTER).plus(TOLERANCE),
                    "the interval after a success, which clears the back-off");
        }
    }

    /**
     * Rule 6.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 6] refreshes when asked, and never calls an old answer new")
    public final void refreshesWhenAsked() throws Exception {
        WatchedProvider away = provider("away").thenFails(Reason.NOT_LOGGED_IN).thenAnswers(5);
        WatchedProvider failing = provider("failing").thenAnswers(10).thenFails(Reason.UNAVAILABLE);
        Duration pause = Duration.ofMinutes(40);
        WatchedProvider limited = provider("limited").thenAnswers(20).thenFails(Reason.RATE_LIMITED, pause);
        Monitor monitor = started(setup(away, failing, limited));
        time.advance(Duration.ofSeconds(30));

        Refreshed signedIn = refreshed(monitor, "away");
        assertEquals(2, away.fetches(), "fetches of \"away\": a refresh does not wait for the back-off");
        assertEquals(Outcome.FRESH, signedIn.outcome(), "the outcome of a refresh that got an answer");
        assertEquals(Optional.of(5.0), percentOf(signedIn.view()), "the new answer");

        Refreshed old = refreshed(monitor, "failing");
        assertEquals(
                Outcome.UNAVAILABLE,
                old.outcome(),
                "the outcome of a refresh that failed while an old answer is shown");

        Refreshed first = refreshed(monitor, "limited");
        assertTrue(first.outcome() != Outcome.FRESH, "a refresh that was rate limited must not claim to be fresh");
        Instant lifts = time.now().plus(pause);
        int before = limited.fetches();
        Refreshed second = refreshed(monitor, "limited");
        assertEquals(
                before, limited.fetches(), "fetches of \"limited\" after a refresh during the pause it was asked for");
        assertEquals(Outcome.RATE_LIMITED, second.outcome(), "the outcome of a refresh during that pause");
        Instant next = second.view().nextAttempt().orElse(Instant.EPOCH);
        assertWithin(
                Duration.between(lifts, next).abs(),
                Duration.ZERO,
                TOLERANCE.plus(TOLERANCE),
                "the difference between the next attempt in the view and the end of the pause");
    }

    /**
     * Rule 7.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 7] keeps the last answer and its age through failures")
    public final void keepsTheLastAnswer() throws Exception {
        WatchedProvider provider = provider("one").thenAnswers(42);
        for (int i = 0; i < 3; i++) {
            provider.thenFails(Reason.UNAVAILABLE);
        }
        provider.thenAnswers(43);
        Monitor monitor = started(setup(provider));
        time.advance(TOLERANCE);
        Instant measured = provider.ends().get(0);

        boolean failed = false;
        for (int minute = 0; minute < 120 && provider.fetches() < 5; minute++) {
            time.advance(Duration.ofSeconds(30));
            View view = view(monitor, "one");
            if (provider.fetches() > 1 && provider.fetches() < 5 && !view.refreshing()) {
                failed = true;
                assertEquals(
                        Optional.of(Reason.UNAVAILABLE),
                        view.failure().map(UsageException::reason),
                        "the failure beside the last answer");
                if (view.state() != State.EXPIRED) {
                    assertEquals(Optional.of(42.0), percentOf(view), "the last answer after a failure");
                }
                assertEquals(
                        Optional.of(measured),
                        view.measuredAt(),
                        "when the last answer was measured: a failure does not change it");
            }
        }
        assertTrue(failed, "the provider was not asked again within an hour");
        View view = view(monitor, "one");
        assertEquals(Optional.of(43.0), percentOf(view), "the answer after the failures");
        assertEquals(Optional.empty(), view.failure(), "the failure after an answer");
        assertEquals(0, view.failuresInARow(), "failures in a row after an answer");
    }

    /**
     * Rule 8.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 8] says when an answer is stale, expired or past its reset")
    public final void saysHowOldAnAnswerIs() throws Exception {
        WatchedProvider provider = provider("one");
        Instant reset = START.plus(Duration.ofMinutes(12));
        provider.then(() -> provider.snapshot(42, reset, null)).thenFails(Reason.NOT_LOGGED_IN);
        Monitor monitor = started(setup(provider));

        time.advance(TOLERANCE);
        Instant measured = provider.ends().get(0);
        assertState(State.FRESH, monitor, "right after the answer");
        advanceTo(measured.plus(INTERVAL.multipliedBy(2)).minus(TOLERANCE));
        assertState(State.FRESH, monitor, "before two intervals are over");
        assertEquals(List.of(), view(monitor, "one").windowsPastReset(), "windows past their reset before it");
        advanceTo(measured.plus(INTERVAL.multipliedBy(2)).plus(TIME_LIMIT).plus(TOLERANCE));
        assertState(State.STALE, monitor, "two intervals and a time limit after the answer");
        assertEquals(Optional.of(42.0), percentOf(view(monitor, "one")), "a stale answer, which is still shown");
        advanceTo(reset.plus(TOLERANCE));
        assertEquals(
                List.of(WatchedProvider.WINDOW),
                view(monitor, "one").windowsPastReset(),
                "windows past their reset after it");
        advanceTo(measured.plus(Duration.ofHours(1)).plus(TOLERANCE));
        assertState(State.EXPIRED, monitor, "an hour, which is twelve intervals, after the answer");
        View expired = view(monitor, "one");
        assertEquals(Optional.empty(), expired.snapshot(), "the numbers of an expired answer, which are withheld");
        assertEquals(Optional.of(measured), expired.measuredAt(), "when an expired answer was measured");
    }

    /**
     * Rule 9.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 9] begins anew when the account changes")
    public final void beginsAnewWhenTheAccountChanges() throws Exception {
        WatchedProvider provider = provider("one");
        for (int i = 0; i < 4; i++) {
            double percent = 10 + i;
            provider.then(() -> provider.snapshot(percent, null, "first@example.com"));
        }
        provider.thenFails(Reason.FAILED)
                .then(() -> provider.snapshot(1, null, "second@example.com"))
                .thenFails(Reason.NOT_LOGGED_IN);
        Monitor monitor = started(setup(provider));

        advanceToFetch(provider, 5);
        assertEquals(
                Optional.of(13.0),
                percentOf(view(monitor, "one")),
                "the answer of the first account after a failure, which proves no other account");
        OptionalInt first = monitor.historySize("one", WatchedProvider.WINDOW);
        if (first.isPresent()) {
            assertEquals(4, first.getAsInt(), "points in the history of the first account");
        }
        advanceToFetch(provider, 6);
        assertEquals(Optional.of(1.0), percentOf(view(monitor, "one")), "the answer of the second account");
        OptionalInt second = monitor.historySize("one", WatchedProvider.WINDOW);
        if (second.isPresent()) {
            assertEquals(1, second.getAsInt(), "points in the history after the account changed");
        }
        advanceToFetch(provider, 7);
        assertEquals(
                Optional.of("second@example.com"),
                view(monitor, "one").snapshot().flatMap(one -> one.identity().accountEmail()),
                "whose answer is shown after a failure");
    }

    /**
     * Rule 10.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 10] looks once more half a minute after a reset")
    public final void looksAfterAReset() throws Exception {
        WatchedProvider provider = provider("one");
        Instant reset = START.plus(Duration.ofMinutes(2));
        // The tool may go on telling the old reset for a while.
        for (int i = 0; i < 3; i++) {
            int drift = i;
            provider.then(() -> provider.snapshot(90, reset.plusSeconds(drift), null));
        }
        provider.thenAnswers(0);
        started(setup(provider));

        time.advance(Duration.ofMinutes(5));
        Instant look = reset.plusSeconds(30);
        List<Instant> starts = provider.starts();
        long looks = starts.stream()
                .filter(start -> Duration.between(look, start).abs().compareTo(TOLERANCE) <= 0)
                .count();
        assertEquals(
                1,
                looks,
                () -> "looks at " + look + ", 30 s after the reset, which is sooner than the interval; it was asked at "
                        + starts);
        assertTrue(starts.size() <= 3, () -> "one look for each reset is enough, but it was asked at " + starts);
    }

    /**
     * Rule 11.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 11] survives sleep and jumps of the clock")
    public final void survivesSleep() throws Exception {
        Duration away = Duration.ofSeconds(20);
        boolean[] online = {true};
        WatchedProvider refused = provider("refused");
        refused.then(() -> {
            if (!online[0]) {
                throw WatchedProvider.failure(Reason.UNAVAILABLE, null);
            }
            return refused.snapshot(7, null, null);
        });
        WatchedProvider unanswered = provider("unanswered");
        unanswered.then(() -> {
            if (!online[0]) {
                time.sleep(Duration.ofDays(1));
            }
            return unanswered.snapshot(8, null, null);
        });
        Monitor monitor = started(setup(refused, unanswered));
        for (Duration jump : List.of(Duration.ofHours(8), Duration.ofHours(-3))) {
            time.advance(Duration.ofMinutes(26));
            online[0] = false;
            time.jump(jump);
            Instant woken = time.now();
            List<String> falseFailures = new ArrayList<>();
            for (Duration passed = Duration.ZERO; passed.compareTo(away) < 0; passed = passed.plus(SECOND)) {
                time.advance(SECOND);
                monitor.views().stream()
                        .filter(view -> view.failure().isPresent())
                        .forEach(view -> falseFailures.add(view.providerId()));
            }
            Instant early = woken.plus(Duration.ofSeconds(8));
            assertTrue(
                    refused.starts().stream().noneMatch(start -> start.isAfter(woken) && start.isBefore(early)),
                    () -> "after a jump of " + jump + " the network needs some time; it was asked at once");
            online[0] = true;
            Instant back = time.now();
            time.advance(Duration.ofSeconds(15));
            assertEquals(
                    List.of(),
                    falseFailures.stream().distinct().toList(),
                    () -> "failures shown while the network was not back yet, after the clock moved by " + jump);
            for (View view : monitor.views()) {
                assertTrue(
                        view.measuredAt()
                                .filter(measured -> !measured.isBefore(back))
                                .isPresent(),
                        () -> "\"" + view.providerId() + "\" has no new answer 15 s after the network came back at "
                                + back + ", after the clock moved by " + jump + ": " + view);
                assertEquals(0, view.failuresInARow(), "failures counted while the network was not back yet");
                assertEquals(State.FRESH, view.state(), "the state after the sleep");
            }
        }
    }

    /**
     * Rule 12.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 12] runs a bounded number of fetches, the first due first")
    public final void isFair() throws Exception {
        int most = 4;
        int count = 20;
        Duration takes = Duration.ofSeconds(10);
        int[] running = {0, 0};
        List<String> order = new ArrayList<>();
        List<WatchedProvider> providers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WatchedProvider provider = provider("p-" + (100 + i * 37 % count));
            providers.add(provider.then(() -> {
                order.add(provider.id());
                running[1] = Math.max(running[1], ++running[0]);
                time.sleep(takes);
                running[0]--;
                return provider.snapshot(1, null, null);
            }));
        }
        Monitor monitor = started(new Setup(
                time,
                UsageProviders.of(providers.toArray(UsageProvider[]::new)),
                INTERVAL,
                TIME_LIMIT,
                most,
                Optional.empty()));
        Map<String, Instant> due = new HashMap<>();
        monitor.views()
                .forEach(view -> due.put(view.providerId(), view.nextAttempt().orElse(time.now())));

        time.advance(takes.multipliedBy(count / most).plus(TOLERANCE).plus(TOLERANCE));

        assertEquals(most, running[1], "fetches at once");
        assertEquals(
                count,
                new HashSet<>(order).size(),
                () -> "providers that had their turn in the time that all of them take: " + order);
        for (int i = 1; i < order.size(); i++) {
            String before = order.get(i - 1);
            String after = order.get(i);
            assertFalse(
                    Objects.requireNonNull(due.get(before)).isAfter(Objects.requireNonNull(due.get(after))),
                    () -> "\"" + after + "\" was due before \"" + before + "\", but had to wait for it; the order was "
                            + order);
        }
    }

    /**
     * Rule 13.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 13] ends everything when closed, and names what cannot be ended")
    public final void endsEverythingWhenClosed() throws Exception {
        Monitor unused = made(setup(provider("unused").thenAnswers(1)));
        time.advance(INTERVAL);
        assertEquals(List.of(), time.unfinished(), "threads of a monitor that was never started");
        unused.close();
        Monitor empty = started(setup());
        time.advance(INTERVAL);
        assertEquals(List.of(), time.unfinished(), "threads of a monitor without providers");
        empty.close();

        WatchedProvider quick = provider("quick").thenAnswers(1);
        WatchedProvider hanging = provider("hanging").thenHangs();
        Monitor monitor = started(setup(quick, hanging));
        CompletableFuture<Refreshed> waiting = monitor.refresh("hanging").toCompletableFuture();
        time.advance(Duration.ofSeconds(5));
        assertCloses(monitor);
        time.advance(SECOND);
        assertTrue(waiting.isDone(), "a refresh that runs must be answered when the monitor is closed");
        assertEquals(List.of(), monitor.overdue(), "fetches that ended when the monitor was closed");
        assertEquals(List.of(), time.unfinished(), "threads after close");
        monitor.close();
        int before = quick.fetches() + hanging.fetches();
        time.advance(Duration.ofHours(24));
        assertEquals(before, quick.fetches() + hanging.fetches(), "fetches a day after close");
        assertEquals(2, monitor.views().size(), "views that can be read after close");

        WatchedProvider stubborn = provider("stubborn").thenIgnoresInterrupts(Duration.ofMinutes(20), 1);
        Monitor other = started(setup(stubborn));
        time.advance(Duration.ofSeconds(5));
        assertCloses(other);
        assertEquals(List.of("stubborn"), other.overdue(), "the fetches that close could not end");
        time.advance(Duration.ofHours(24));
        assertEquals(1, stubborn.fetches(), "fetches of \"stubborn\" a day after close");
    }

    private void assertCloses(Monitor monitor) {
        long began = time.nanoTime();
        monitor.close();
        assertWithin(
                Duration.ofNanos(time.nanoTime() - began),
                Duration.ZERO,
                Duration.ofMillis(2100),
                "the time that close takes");
    }

    /**
     * Rule 14.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 14] can be read at any time without waiting or asking")
    public final void canBeReadAtAnyTime() throws Exception {
        WatchedProvider hanging = provider("hanging").thenHangs();
        WatchedProvider quick = provider("quick").thenAnswers(1);
        Monitor monitor = made(setup(hanging, quick));
        assertPending(monitor, "before the start");
        monitor.start();
        time.advance(Duration.ofSeconds(5));
        View pending = view(monitor, "hanging");
        assertEquals(State.PENDING, pending.state(), "the state before the first answer");
        assertEquals(Optional.empty(), pending.snapshot(), "the numbers before the first answer");
        int before = hanging.fetches() + quick.fetches();
        long began = time.nanoTime();
        for (int i = 0; i < 1000; i++) {
            monitor.views();
        }
        assertEquals(began, time.nanoTime(), "the time after a thousand reads, which must not wait");
        time.advance(SECOND);
        assertEquals(before, hanging.fetches() + quick.fetches(), "fetches after a thousand reads");
        List<View> views = monitor.views();
        assertThrows(UnsupportedOperationException.class, views::clear, "the list of views can be changed");
    }

    private static void assertPending(Monitor monitor, String when) {
        assertEquals(2, monitor.views().size(), () -> "views " + when);
        for (View view : monitor.views()) {
            assertEquals(State.PENDING, view.state(), () -> "the state " + when);
            assertEquals(Optional.empty(), view.snapshot(), () -> "the numbers " + when);
        }
    }

    /**
     * Rule 15.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 15] calls listeners for every change once, in order")
    public final void callsListenersForEveryChangeOnce() throws Exception {
        WatchedProvider good = provider("good").thenAnswers(1).thenAnswers(2).thenAnswers(3);
        WatchedProvider bad = provider("bad").thenAnswers(1).thenFails(Reason.NOT_LOGGED_IN);
        Monitor monitor = made(setup(good, bad));
        Map<String, View> last = new HashMap<>();
        List<String> faults = new ArrayList<>();
        List<State> states = new ArrayList<>();
        int[] calls = {0, 0};
        monitor.listen((before, after) -> {
            throw new IllegalStateException("a listener of the contract suite that throws");
        });
        monitor.listen((before, after) -> {
            calls[1]++;
            sleepAsListener(Duration.ofMinutes(7));
        });
        monitor.listen((before, after) -> {
            calls[0]++;
            View known = last.put(after.providerId(), after);
            if (known != null && !known.equals(before)) {
                faults.add("a change begins with " + before + ", but the one before ended with " + known);
            }
            if (before.equals(after)) {
                faults.add("a change changes nothing: " + after);
            }
            if (after.providerId().equals("bad")) {
                states.add(after.state());
            }
        });
        monitor.start();

        time.advance(Duration.ofHours(3));

        assertEquals(List.of(), faults.stream().limit(3).toList(), "what is wrong with the changes");
        assertTrue(calls[0] >= good.fetches(), () -> calls[0] + " changes for " + good.fetches() + " fetches");
        assertEquals(Map.copyOf(last), byId(monitor), "the views after the last changes, and those that can be read");
        assertEquals(
                List.of(State.PENDING, State.FRESH, State.STALE, State.EXPIRED),
                Stream.concat(Stream.of(State.PENDING), states.stream())
                        .distinct()
                        .toList(),
                "the states of \"bad\" that a listener saw");
        assertTrue(calls[1] > 1, "the slow listener was not called again after it returned");
        assertRegular(good, "while a listener throws and another one is slow");
    }

    private void sleepAsListener(Duration duration) {
        try {
            time.sleep(duration);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, View> byId(Monitor monitor) {
        Map<String, View> views = new HashMap<>();
        monitor.views().forEach(view -> views.put(view.providerId(), view));
        return views;
    }

    /**
     * Rule 16.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 16] has the last answer at once after a restart, and does not call it fresh")
    public final void remembersAcrossARestart() throws Exception {
        assumeTrue(hasStore(), "hasStore() says that the monitor has no store");
        Path folder = folder();
        WatchedProvider provider = provider("one").thenAnswers(42).thenHangs();
        Monitor earlier = started(setup(folder, provider));
        time.advance(Duration.ofSeconds(5));
        Instant measured = provider.ends().get(0);
        earlier.close();
        // Not stale by its age alone, but the last fetch is more than an interval ago.
        time.advance(Duration.ofSeconds(500));

        Monitor later = started(setup(folder, provider));
        View view = view(later, "one");

        assertEquals(Optional.of(42.0), percentOf(view), "the answer right after the restart");
        assertEquals(Optional.of(measured), view.measuredAt(), "when it was measured");
        assertTrue(view.stored(), "the answer is not marked as one of an earlier run");
        assertTrue(view.state() != State.FRESH, () -> "an answer of an earlier run is called " + view.state());
    }

    /**
     * Rule 17.
     *
     * @throws Exception if the monitor cannot be made
     */
    @Test
    @DisplayName("[rule 17] shares one fetch with the other processes of the user")
    public final void sharesOneFetch() throws Exception {
        assumeTrue(hasStore(), "hasStore() says that the monitor has no store");
        int count = 8;
        Path folder = folder();
        WatchedProvider provider = provider("one").thenAnswers(42, Duration.ofSeconds(3));
        List<Monitor> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(made(setup(folder, provider)));
        }
        all.forEach(Monitor::start);
        time.advance(Duration.ofSeconds(10));

        assertEquals(1, provider.fetches(), () -> "fetches of " + count + " monitors that started at once");
        for (Monitor monitor : all) {
            assertEquals(Optional.of(42.0), percentOf(view(monitor, "one")), "the answer that each of them has");
        }
        time.advance(Duration.ofHours(1));
        int made = provider.fetches();
        int most = (int) Duration.ofHours(1).dividedBy(scaled(INTERVAL, 1 - JITTER)) + 3;
        assertTrue(
                made <= most, () -> count + " monitors made " + made + " fetches in an hour; one alone makes " + most);
        for (Monitor monitor : all) {
            View view = view(monitor, "one");
            Duration age = Duration.between(view.measuredAt().orElse(START), time.now());
            assertTrue(
                    age.compareTo(INTERVAL.multipliedBy(2)) <= 0,
                    () -> "the answer of another process is " + inWords(age) + " old");
        }
    }

    // ---- situations

    private WatchedProvider provider(String id) {
        return new WatchedProvider(time, id);
    }

    private Setup setup(WatchedProvider... providers) {
        return new Setup(time, UsageProviders.of(providers), INTERVAL, TIME_LIMIT, MOST_AT_ONCE, Optional.empty());
    }

    private Setup setup(Path folder, WatchedProvider provider) {
        return new Setup(time, UsageProviders.of(provider), INTERVAL, TIME_LIMIT, MOST_AT_ONCE, Optional.of(folder));
    }

    private Path folder() throws IOException {
        Path folder = Files.createTempDirectory("codexbar-monitor-contract");
        folders.add(folder);
        return folder;
    }

    private Monitor made(Setup setup) throws Exception {
        Monitor monitor = monitor(setup);
        monitors.add(monitor);
        return monitor;
    }

    private Monitor started(Setup setup) throws Exception {
        Monitor monitor = made(setup);
        monitor.start();
        return monitor;
    }

    private Refreshed refreshed(Monitor monitor, String id) {
        CompletableFuture<Refreshed> refresh = monitor.refresh(id).toCompletableFuture();
        time.advance(TOLERANCE);
        return ended(refresh, id);
    }

    private static Refreshed ended(CompletableFuture<Refreshed> refresh, String id) {
        Refreshed refreshed = refresh.getNow(null);
        return refreshed == null
                ? fail("the refresh of \"" + id + "\" has not ended although its fetch has")
                : refreshed;
    }

    private void advanceTo(Instant instant) {
        time.advance(Duration.between(time.now(), instant));
    }

    /** Lets time pass until a provider was asked that often, and a little more. */
    private void advanceToFetch(WatchedProvider provider, int count) {
        for (int second = 0; second < 7200 && provider.ends().size() < count; second++) {
            time.advance(SECOND);
        }
        assertEquals(count, provider.ends().size(), () -> "fetches of \"" + provider.id() + "\" within two hours");
    }

    // ---- looking

    private static View view(Monitor monitor, String id) {
        return monitor.views().stream()
                .filter(view -> view.providerId().equals(id))
                .findFirst()
                .orElseGet(() -> fail("there is no view of \"" + id + "\""));
    }

    private static Optional<Double> percentOf(View view) {
        return view.snapshot().flatMap(UsageSnapshot::primary).map(window -> window.usedPercent());
    }

    private static void assertState(State expected, Monitor monitor, String when) {
        assertEquals(expected, view(monitor, "one").state(), () -> "the state " + when);
    }

    private static void assertFailure(Monitor monitor, String id, Reason reason, String when) {
        assertEquals(
                Optional.of(reason),
                view(monitor, id).failure().map(UsageException::reason),
                () -> "the failure of \"" + id + "\" " + when);
    }

    private void assertRegular(WatchedProvider provider, String when) {
        assertGaps(provider, INTERVAL, when);
        Duration watched = Duration.between(START, time.now());
        int least = (int) watched.dividedBy(scaled(INTERVAL, 1 + JITTER)) - 1;
        assertTrue(
                provider.fetches() >= least,
                () -> "\"" + provider.id() + "\" was asked " + provider.fetches() + " times in " + inWords(watched)
                        + " " + when + "; expected at least " + least);
    }

    private static void assertGaps(WatchedProvider provider, Duration interval, String when) {
        for (Duration gap : gapsOf(provider)) {
            assertWithin(
                    gap,
                    scaled(interval, 1 - JITTER).minus(TOLERANCE),
                    scaled(interval, 1 + JITTER).plus(TOLERANCE),
                    "the time from one fetch of \"" + provider.id() + "\" to the next, " + when);
        }
    }

    private static List<Duration> gapsOf(WatchedProvider provider) {
        List<Duration> gaps = new ArrayList<>();
        @Nullable Instant before = null;
        for (Instant start : provider.starts()) {
            if (before != null) {
                gaps.add(Duration.between(before, start));
            }
            before = start;
        }
        return gaps;
    }

    private static void assertWithin(Duration actual, Duration least, Duration most, String what) {
        assertTrue(
                actual.compareTo(least) >= 0 && actual.compareTo(most) <= 0,
                () -> what + " is " + inWords(actual) + "; expected " + inWords(least) + " to " + inWords(most));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }

    private static String inWords(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 600 ? duration.toMillis() / 1000.0 + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
