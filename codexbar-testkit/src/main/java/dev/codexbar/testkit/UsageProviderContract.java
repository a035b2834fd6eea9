package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What every {@link UsageProvider} promises, as tests. Extend it in the tests of a provider and hand over providers in
 * certain situations:
 *
 * <pre>{@code
 * class AcmeProviderContractTest extends UsageProviderContract {
 *
 *     @Override
 *     protected UsageProvider provider() {
 *         return new AcmeProvider(new FakeProcessRunner().on(FakeProgram.prints("12 of 50\n"), "acme"));
 *     }
 *
 *     @Override
 *     protected Optional<UsageProvider> providerThatHangs() {
 *         return Optional.of(new AcmeProvider(new FakeProcessRunner().on(FakeProgram.hangs(), "acme")));
 *     }
 * }
 * }</pre>
 *
 * <p>One method is required. Each other situation is a method to override; a rule whose situation is missing is skipped
 * and says which. {@code docs/CONTRACT.md} has the rules in words.
 *
 * @since 0.1.0
 */
@ExtendWith(SkippedRules.class)
@Isolated("it counts threads and processes, and changes the default locale")
public abstract class UsageProviderContract {

    /** Long enough for any answer of a tool in a test; only a fetch that never ends takes it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final Duration TIME_LIMIT = Duration.ofMillis(500);

    /** What a constructor without work takes is microseconds. */
    private static final Duration CONSTRUCTION_LIMIT = Duration.ofMillis(100);

    private static final int CONSTRUCTIONS = 4;

    /** Times of resets are whole seconds, and what they are computed from is asked a moment later. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private static final int CALLERS = 8;

    /** A leak shows at each fetch, what a pool keeps does not. */
    private static final int REPETITIONS = 5;

    /** For subclasses. */
    protected UsageProviderContract() {}

    /**
     * Returns a provider whose tool is installed, signed in, and answers at once. Called several times.
     *
     * @return a provider, new at each call or not
     * @throws Exception if the situation cannot be made
     */
    protected abstract UsageProvider provider() throws Exception;

    /**
     * Returns a provider whose tool is not on this machine.
     *
     * @return a provider, or empty if there is nothing to install (rule 8 is skipped)
     * @throws Exception if the situation cannot be made
     */
    protected Optional<UsageProvider> providerThatIsNotInstalled() throws Exception {
        return Optional.empty();
    }

    /**
     * Returns a provider whose tool never answers.
     *
     * @return a provider, or empty if it cannot be made (rules 5 and 6 are skipped)
     * @throws Exception if the situation cannot be made
     */
    protected Optional<UsageProvider> providerThatHangs() throws Exception {
        return Optional.empty();
    }

    /**
     * Returns a provider whose tool answers, but does not report how much is used.
     *
     * @return a provider, or empty if the tool always reports it (rule 9 is skipped)
     * @throws Exception if the situation cannot be made
     */
    protected Optional<UsageProvider> providerWithUnknownUsage() throws Exception {
        return Optional.empty();
    }

    /**
     * Returns providers whose tools fail: no sign-in, nonsense printed, service down. Let them print an e-mail address,
     * so that rule 11 has something to find.
     *
     * @return providers; rule 7 is skipped if there is none and no other situation makes the provider fail
     * @throws Exception if a situation cannot be made
     */
    protected List<UsageProvider> providersThatFail() throws Exception {
        return List.of();
    }

    /**
     * Returns what the tools of all situations say about the person who uses them and what no other person may read,
     * beyond what {@link IdentityMask} recognises by its shape: names, account numbers, tokens.
     *
     * @return texts as the tools print them
     */
    protected List<String> privateTexts() {
        return List.of();
    }

    /**
     * Tells whether the provider is a service, found by {@link java.util.ServiceLoader}.
     *
     * @return {@code false} if hosts make it by hand (rules 1 and 2 are skipped)
     */
    protected boolean isService() {
        return true;
    }

    /**
     * Returns how late a fetch may be back after its time limit or an interrupt.
     *
     * @return one second unless overridden
     */
    protected Duration grace() {
        return Duration.ofSeconds(1);
    }

    /**
     * Rule 1: it is found on the class path and on the module path.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 1] is found by ServiceLoader")
    public final void isFound() throws Exception {
        assumeTrue(isService(), "isService() says that hosts make it by hand");
        Class<?> type = provider().getClass();
        UsageProviders providers = UsageProviders.load(type.getClassLoader());
        Optional<UsageProviders.Failure> failure = providers.failures().stream()
                .filter(one -> one.provider().equals(type.getName()))
                .findFirst();
        if (failure.isPresent()) {
            fail("ServiceLoader finds " + type.getName() + ", but it cannot be used: "
                    + failure.get().reason());
        }
        boolean isFound = providers.all().stream().anyMatch(provider -> provider.getClass() == type);
        assertTrue(
                isFound,
                () -> "ServiceLoader does not find " + type.getName() + ". "
                        + (type.getModule().isNamed() ? "Its module needs \"provides … with\" in module-info. " : "")
                        + "Add a line with this name to " + ServiceDeclaration.FILE
                        + " (a nested class is written with '$')"
                        + failuresOf(providers));
        Optional<String> missing = ServiceDeclaration.missingOf(type);
        assertTrue(missing.isEmpty(), missing::get);
    }

    /**
     * Rule 2: making a provider starts nothing, loads nothing native, and takes no time. The first is made in a JVM of
     * its own, with the class path of the tests.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 2] has a constructor that does no work")
    public final void constructorDoesNoWork() throws Exception {
        assumeTrue(isService(), "isService() says that hosts make it by hand");
        Class<?> type = provider().getClass();
        Constructor<?> constructor = publicConstructor(type);
        Set<String> librariesBefore = Leftovers.nativeLibraries();
        try (Leftovers leftovers = Leftovers.watching(leftoverPatience())) {
            // The first time loads classes, and a busy machine may be slow once, but not each time.
            Duration fastest = PATIENCE;
            for (int i = 0; i < CONSTRUCTIONS; i++) {
                Attempt<?> attempt = Attempt.of(constructor::newInstance, PATIENCE);
                assertTrue(attempt.value().isPresent(), () -> "the constructor must work, but " + attempt.outcome());
                fastest = attempt.duration().compareTo(fastest) < 0 ? attempt.duration() : fastest;
            }
            String taken = Attempt.seconds(fastest);
            assertTrue(
                    fastest.compareTo(CONSTRUCTION_LIMIT) <= 0,
                    () -> "the constructor of "
                            + type.getName() + " takes " + taken
                            + ". Every host makes every provider at its start: move the work into fetch()");
            Collection<String> started = new ArrayList<>(leftovers.processes());
            started.addAll(leftovers.threads(1));
            assertNoWork("starts", started, "Start it in fetch(), and end it");
        }
        Set<String> libraries = new HashSet<>(Leftovers.nativeLibraries());
        libraries.removeAll(librariesBefore);
        assertNoWork("loads", libraries, "Load it in fetch()");
        FirstConstruction first = FirstConstruction.of(type);
        assumeTrue(
                first.obstacle() == null,
                () -> "another JVM cannot make " + type.getName() + ", so what the first one does is unknown: "
                        + first.obstacle());
        assertNoWork("of the first one starts or opens", first.left(), "Do so in fetch(), and end or close it");
        assertNoWork("of the first one loads", first.libraries(), "Load it in fetch()");
    }

    private static void assertNoWork(String does, Collection<String> what, String advice) {
        assertTrue(what.isEmpty(), () -> "the constructor " + does + " " + what + ". " + advice);
    }

    /**
     * Rule 3: hosts keep the descriptor, and find the provider by its id.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 3] describes itself always in the same, valid way")
    public final void descriptorIsStable() throws Exception {
        UsageProvider provider = provider();
        ProviderDescriptor descriptor = provider.descriptor();
        assertTrue(descriptor != null, "descriptor() returns null. Return a constant");
        assertEquals(descriptor, provider.descriptor(), "descriptor() differs from call to call. Return a constant");
        fetch(provider);
        assertEquals(descriptor, provider.descriptor(), "descriptor() differs after a fetch. Return a constant");
        assertEquals(
                descriptor,
                provider().descriptor(),
                "descriptor() differs between two providers of one class. Return a constant");
        Stream.of(descriptor.dashboardUri(), descriptor.statusUri())
                .flatMap(Optional::stream)
                .forEach(UsageProviderContract::assertWebPage);
        assertTrue(
                descriptor.cliName().stream().allMatch(name -> name.matches("[^/\\\\\\p{Cntrl}]+")),
                () -> "cliName() is " + descriptor.cliName() + ". Name the program without its folder");
    }

    /**
     * Rule 4: hosts put a snapshot beside the provider with its id.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 4] puts its own id into the snapshot")
    public final void snapshotCarriesTheId() throws Exception {
        UsageProvider provider = provider();
        assertEquals(
                provider.descriptor().id(),
                fetch(provider).providerId(),
                "the snapshot carries another id than the descriptor. Use UsageSnapshot.builder(descriptor().id(), …)");
    }

    /**
     * Rule 5: a host waits no longer than it said.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 5] keeps the time limit of the request")
    public final void keepsTheTimeLimit() throws Exception {
        UsageProvider provider = given(providerThatHangs(), "providerThatHangs()");
        try (Leftovers leftovers = Leftovers.watching(leftoverPatience())) {
            Attempt<UsageSnapshot> attempt = Attempt.start(() -> provider.fetch(FetchRequest.of(TIME_LIMIT)));
            boolean isInTime = attempt.await(TIME_LIMIT.plus(grace()));
            String outcome = attempt.outcome();
            attempt.interrupt();
            assertTrue(
                    isInTime,
                    () -> "a fetch with a time limit of " + Attempt.seconds(TIME_LIMIT) + " is late: " + outcome
                            + ". Give every wait what is left of request.timeLimit()");
            Reason reason =
                    attempt.thrown().map(UsageProviderContract::reasonOf).orElse(null);
            assertEquals(
                    Reason.TIMED_OUT,
                    reason,
                    () -> "a tool that does not answer in time is TIMED_OUT, but " + outcome
                            + ". Throw UsageException with Reason.TIMED_OUT");
            assertNothing(leftovers.processes(), "after the time limit");
        }
    }

    /**
     * Rule 6: a host can give up at any time.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 6] ends a fetch when interrupted, and leaves nothing running")
    public final void endsWhenInterrupted() throws Exception {
        UsageProvider provider = given(providerThatHangs(), "providerThatHangs()");
        // The first may fill pools that live on; the second shows what each interrupt leaves.
        interrupt(provider);
        try (Leftovers leftovers = Leftovers.watching(leftoverPatience())) {
            interrupt(provider);
            assertNothing(leftovers.processes(), "after an interrupt");
            assertNothing(leftovers.threads(1), "after an interrupt");
        }
    }

    private void interrupt(UsageProvider provider) throws InterruptedException {
        Attempt<UsageSnapshot> attempt = Attempt.start(() -> provider.fetch(FetchRequest.of(PATIENCE)));
        // It hangs, so that this only gives it time to get to where it hangs.
        attempt.await(Duration.ofMillis(200));
        assertFalse(
                attempt.hasEnded(),
                () -> "providerThatHangs() does not hang: " + attempt.outcome() + ". Let its tool" + " never answer");
        attempt.interrupt();
        boolean isInTime = attempt.await(grace());
        String outcome = attempt.outcome();
        attempt.interrupt();
        assertTrue(
                isInTime,
                () -> "the interrupt did not end the fetch: " + outcome
                        + ". Let InterruptedException out of fetch(), and never catch it to go on waiting");
        assertTrue(
                attempt.thrown().orElse(null) instanceof InterruptedException,
                () -> "an interrupted fetch throws InterruptedException, but " + outcome
                        + ". Do not turn the interrupt into an answer or another failure");
    }

    /**
     * Rule 7: people read why there is no usage, and what they can do.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 7] fails with a UsageException that has a reason and a next step")
    public final void failuresHaveANextStep() throws Exception {
        for (Throwable thrown : failures()) {
            if (!(thrown instanceof UsageException failure)) {
                fail("fetch() throws " + thrown.getClass().getName()
                        + ". Catch it in fetch(), and throw UsageException with a reason instead");
                return;
            }
            assertTrue(
                    failure.nextStep().isPresent(),
                    () -> "the failure " + failure.reason() + " \"" + failure.getMessage()
                            + "\" has no next step. Say what the person can do: UsageException.builder(…).nextStep(…)");
        }
    }

    /**
     * Rule 8: hosts hide what is not installed.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 8] says NOT_INSTALLED if the tool is not there")
    public final void saysNotInstalled() throws Exception {
        UsageProvider provider = given(providerThatIsNotInstalled(), "providerThatIsNotInstalled()");
        Attempt<UsageSnapshot> attempt = attempt(provider);
        assertEquals(
                Reason.NOT_INSTALLED,
                attempt.thrown().map(UsageProviderContract::reasonOf).orElse(null),
                () -> "a missing tool is NOT_INSTALLED, but " + attempt.outcome()
                        + ". Look for the tool first, and throw UsageException with Reason.NOT_INSTALLED");
    }

    /**
     * Rule 9: a quota of unknown use must not look untouched.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 9] leaves out what is unknown instead of saying 0")
    public final void unknownIsAbsent() throws Exception {
        UsageProvider provider = given(providerWithUnknownUsage(), "providerWithUnknownUsage()");
        Attempt<UsageSnapshot> attempt = attempt(provider);
        String outcome = attempt.outcome();
        attempt.interrupt();
        assertTrue(
                attempt.value().isPresent() || attempt.thrown().orElse(null) instanceof UsageException,
                () -> "the tool answered, but " + outcome
                        + ". Return a snapshot without what is unknown, or throw UsageException");
        attempt.value().ifPresent(snapshot -> {
            List<RateWindow> windows = windowsOf(snapshot);
            assertTrue(
                    windows.isEmpty(),
                    () -> "the tool did not tell how much is used, but the snapshot says " + windows
                            + ". Leave out the window: unknown is absent, never 0");
        });
    }

    /**
     * Rule 10: what is shown ends up in logs.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 10] masks identity in what toString shows")
    public final void masksIdentity() throws Exception {
        UsageProvider provider = provider();
        UsageSnapshot snapshot = fetch(provider);
        List<String> secrets = new ArrayList<>(privateTexts());
        snapshot.identity().accountEmail().ifPresent(secrets::add);
        assertNoIdentity(snapshot.toString(), secrets, "toString() of the snapshot");
        // What Object says looks like an e-mail address.
        String plain = provider.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(provider));
        assertNoIdentity(provider.toString().replace(plain, ""), secrets, "toString() of the provider");
    }

    /**
     * Rule 11: failures end up in logs, with their causes and stack traces.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 11] keeps identity out of failures")
    public final void failuresHoldNoIdentity() throws Exception {
        for (Throwable thrown : failures()) {
            Set<Throwable> told = new HashSet<>();
            assertNoIdentity(thrown, told);
        }
    }

    private void assertNoIdentity(Throwable thrown, Set<Throwable> told) {
        if (!told.add(thrown)) {
            return;
        }
        String place = told.size() == 1 ? "the failure" : "a cause of the failure";
        assertNoIdentity(
                Objects.requireNonNullElse(thrown.getMessage(), ""),
                privateTexts(),
                "the message of " + place + " (" + thrown.getClass().getSimpleName() + ")");
        if (thrown instanceof UsageException failure) {
            assertNoIdentity(failure.nextStep().orElse(""), privateTexts(), "the next step");
            failure.attempts()
                    .forEach(attempt ->
                            assertNoIdentity(attempt.toString(), privateTexts(), "an attempt of the failure"));
        }
        if (thrown.getCause() != null) {
            assertNoIdentity(thrown.getCause(), told);
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            assertNoIdentity(suppressed, told);
        }
    }

    private static void assertNoIdentity(String text, List<String> secrets, String place) {
        String masked = IdentityMask.mask(text);
        String advice = ". Leave out what the tool printed, or pass it through IdentityMask.mask(…)";
        assertTrue(
                masked.equals(text), () -> place + " holds identity, here in asterisks: \"" + masked + "\"" + advice);
        for (String secret : secrets) {
            assertFalse(text.contains(secret), () -> place + " holds \"" + secret + "\": \"" + masked + "\"" + advice);
        }
    }

    /**
     * Rule 12: one provider serves all threads of a host.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 12] serves several threads at once")
    public final void servesSeveralThreads() throws Exception {
        UsageProvider provider = provider();
        UsageSnapshot alone = fetch(provider);
        List<Attempt<UsageSnapshot>> attempts = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            attempts.add(Attempt.start(() -> provider.fetch(FetchRequest.of(PATIENCE))));
        }
        for (Attempt<UsageSnapshot> attempt : attempts) {
            attempt.await(PATIENCE);
            assertEquals(
                    comparable(alone, alone),
                    attempt.value().map(one -> comparable(one, alone)).orElse(null),
                    () -> "of " + CALLERS + " fetches at once one differs from a fetch alone: " + attempt.outcome()
                            + ". Keep what belongs to one fetch in local variables, not in fields");
        }
    }

    /**
     * Rule 13: hosts fetch every minute for months.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 13] leaves no thread, process, descriptor or temporary file behind")
    public final void leavesNothingBehind() throws Exception {
        UsageProvider provider = provider();
        // Fills caches and pools that are meant to stay.
        fetch(provider);
        try (Leftovers leftovers = Leftovers.watching(leftoverPatience())) {
            for (int i = 0; i < REPETITIONS; i++) {
                fetch(provider);
            }
            assertNothing(leftovers.all(REPETITIONS), "after " + REPETITIONS + " fetches");
        }
    }

    /**
     * Rule 14: numbers and dates read the same everywhere.
     *
     * @throws Exception if a situation cannot be made
     */
    @Test
    @DisplayName("[rule 14] answers the same in every locale and time zone")
    public final void isTheSameEverywhere() throws Exception {
        UsageProvider provider = provider();
        UsageSnapshot here = fetch(provider);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-SA-u-nu-arab", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
                assertEquals(
                        comparable(here, here),
                        comparable(fetch(provider), here),
                        () -> "the answer differs in the locale " + tag + " and a time zone 14 hours ahead. Use"
                                + " Locale.ROOT, and dates in UTC");
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private List<Throwable> failures() throws Exception {
        List<UsageProvider> providers = new ArrayList<>(providersThatFail());
        providerThatIsNotInstalled().ifPresent(providers::add);
        List<Throwable> failures = new ArrayList<>();
        for (UsageProvider provider : providers) {
            Attempt<UsageSnapshot> attempt = attempt(provider);
            failures.add(attempt.thrown()
                    .orElseThrow(() -> new AssertionError(
                            "a provider of providersThatFail() does not fail: " + attempt.outcome())));
        }
        Optional<UsageProvider> unknown = providerWithUnknownUsage();
        if (unknown.isPresent()) {
            // It may answer; whether it does either is rule 9.
            Attempt<UsageSnapshot> attempt = attempt(unknown.get());
            attempt.interrupt();
            attempt.thrown().ifPresent(failures::add);
        }
        assumeTrue(!failures.isEmpty(), "providersThatFail() hands over none");
        return failures;
    }

    /** Returns how long one fetch may take. Another time is for the tests of this suite only. */
    Duration patience() {
        return PATIENCE;
    }

    /** Returns how late a fetch may be until it counts as hanging. Another time is for the tests of this suite only. */
    Duration slack() {
        return SLACK;
    }

    /** Returns how long what is about to end is waited for. Another time is for the tests of this suite only. */
    Duration leftoverPatience() {
        return Leftovers.PATIENCE;
    }

    private static UsageProvider given(Optional<UsageProvider> provider, String method) {
        assumeTrue(provider.isPresent(), method + " hands over none");
        return provider.get();
    }

    private Attempt<UsageSnapshot> attempt(UsageProvider provider) throws InterruptedException {
        return Attempt.of(
                () -> provider.fetch(FetchRequest.of(patience())), patience().plus(slack()));
    }

    private UsageSnapshot fetch(UsageProvider provider) throws InterruptedException {
        Attempt<UsageSnapshot> attempt = attempt(provider);
        return attempt.value()
                .orElseThrow(() -> new AssertionError("provider() must answer, but " + attempt.outcome()));
    }

    private static Constructor<?> publicConstructor(Class<?> type) {
        List<Constructor<?>> constructors = Stream.<Constructor<?>>of(type.getConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0 && Modifier.isPublic(type.getModifiers()))
                .toList();
        assumeTrue(
                !constructors.isEmpty(),
                () -> type.getName() + " is not public, or has no public constructor without parameters; rule 1 fails");
        return constructors.get(0);
    }

    private static void assertWebPage(URI uri) {
        assertTrue(
                uri.isAbsolute() && String.valueOf(uri.getScheme()).matches("https?") && uri.getHost() != null,
                () -> "the page " + uri + " cannot be opened in a browser. Write it out, with https://");
    }

    private static void assertNothing(Collection<String> left, String when) {
        assertTrue(
                left.isEmpty(),
                () -> when + " there is left: " + String.join("; ", left)
                        + ". End or close it in a finally block, however the fetch ends");
    }

    private static @Nullable Reason reasonOf(Throwable thrown) {
        return thrown instanceof UsageException failure ? failure.reason() : null;
    }

    private static List<RateWindow> windowsOf(UsageSnapshot snapshot) {
        return snapshot.windows().stream().map(NamedRateWindow::window).toList();
    }

    /** What the tool said, without what differs from fetch to fetch; times that agree are those of the reference. */
    private static List<Object> comparable(UsageSnapshot snapshot, UsageSnapshot reference) {
        return List.of(
                snapshot.providerId(),
                snapshot.windows().stream()
                        .map(named -> List.of(named.id(), named.title(), withoutReset(named.window())))
                        .toList(),
                resets(snapshot, reference),
                snapshot.identity(),
                snapshot.plan(),
                snapshot.cost().map(cost -> List.of(cost.used(), cost.currencyCode(), cost.limit(), cost.period())),
                snapshot.details(),
                snapshot.strategy(),
                snapshot.toolVersion());
    }

    private static List<Object> withoutReset(RateWindow window) {
        return List.of(
                window.usedPercent(),
                window.atLeast(),
                window.resetPrecision(),
                window.resetDescription(),
                window.period(),
                window.amount());
    }

    /**
     * Returns when all resets are, with that of the reference in place of each that agrees with it: nearly the same
     * instant, or nearly as long after the fetch. A tool that says "in two hours" gives another instant each time, and
     * two fetches at once may lie on two sides of the end of a second.
     */
    private static List<Optional<Instant>> resets(UsageSnapshot snapshot, UsageSnapshot reference) {
        Duration shift = Duration.between(reference.updatedAt(), snapshot.updatedAt());
        List<Optional<Instant>> resets = resets(snapshot);
        List<Optional<Instant>> expected = resets(reference);
        for (int i = 0; i < Math.min(resets.size(), expected.size()); i++) {
            Optional<Instant> other = expected.get(i);
            boolean agree = resets.get(i)
                    .flatMap(
                            reset -> other.map(instant -> isNear(reset, instant) || isNear(reset, instant.plus(shift))))
                    .orElse(false);
            if (agree) {
                resets.set(i, other);
            }
        }
        return resets;
    }

    private static List<Optional<Instant>> resets(UsageSnapshot snapshot) {
        List<Optional<Instant>> resets = new ArrayList<>();
        windowsOf(snapshot).forEach(window -> resets.add(window.resetsAt()));
        resets.add(snapshot.cost().flatMap(UsageCost::resetsAt));
        return resets;
    }

    private static boolean isNear(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
    }

    private static String failuresOf(UsageProviders providers) {
        return providers.failures().isEmpty() ? "" : ". What else could not be loaded: " + providers.failures();
    }
}
