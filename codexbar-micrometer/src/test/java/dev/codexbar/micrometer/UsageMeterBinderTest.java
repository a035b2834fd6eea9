package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.RefreshResult;
import dev.codexbar.monitor.StoredUsage;
import dev.codexbar.monitor.UsageStore;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.testkit.FakeUsageProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageMeterBinderTest {

    private static final Instant START = MeterHarness.START;
    private static final Instant RESET = START.plus(Duration.ofDays(15));
    private static final Duration MONTH = Duration.ofDays(30);

    private final MeterHarness harness = new MeterHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    // ---- what is known

    @Test
    void publishesWhatAnAnswerHas() {
        harness.start(kiro().thenAnswers(full()));
        assertEquals(
                Map.of(
                        "codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"}",
                        0.75,
                        "codexbar_quota_expected_ratio{provider=\"kiro\",window=\"primary\"}",
                        0.5,
                        "codexbar_quota_usage{provider=\"kiro\",unit=\"credits\",window=\"primary\"}",
                        7500.0,
                        "codexbar_quota_limit{provider=\"kiro\",unit=\"credits\",window=\"primary\"}",
                        10_000.0,
                        "codexbar_quota_reset_timestamp_seconds"
                                + "{precision=\"instant\",provider=\"kiro\",window=\"primary\"}",
                        (double) RESET.getEpochSecond(),
                        "codexbar_quota_runout_timestamp_seconds{provider=\"kiro\",window=\"primary\"}",
                        (double) START.plus(Duration.ofDays(5)).getEpochSecond(),
                        "codexbar_cost_usage{currency=\"USD\",provider=\"kiro\"}",
                        1.5,
                        "codexbar_cost_limit{currency=\"USD\",provider=\"kiro\"}",
                        20.0),
                harness.scrape("codexbar_quota_", "codexbar_cost_"));
        assertEquals(
                Map.of(
                        "codexbar_provider_up{provider=\"kiro\"}",
                        1.0,
                        "codexbar_provider_data_age_seconds{provider=\"kiro\"}",
                        0.0,
                        "codexbar_provider_stale{provider=\"kiro\"}",
                        0.0),
                harness.scrape("codexbar_provider_"));
    }

    @Test
    void leavesOutWhatAnAnswerDoesNotHave() {
        harness.start(kiro().thenAnswers(
                        snapshot().primary("Credits", RateWindow.of(0)).build()));
        assertEquals(
                Map.of("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"}", 0.0),
                harness.scrape("codexbar_quota_", "codexbar_cost_"));
    }

    @Test
    void publishesNoQuotaOfAnAnswerWithoutNumbers() {
        harness.start(kiro().thenAnswers(snapshot().plan("Managed").build()));
        assertEquals(Map.of(), harness.scrape("codexbar_quota_", "codexbar_cost_"));
        assertEquals(1, harness.value("codexbar_provider_up{provider=\"kiro\"}"));
    }

    @Test
    void publishesNothingOfAProviderThatHasNotAnswered() {
        harness.start(slow());
        harness.advance(Duration.ofSeconds(2));
        assertEquals(Map.of(), harness.scrape("codexbar_quota_", "codexbar_cost_", "codexbar_provider_"));
    }

    @Test
    void publishesOverageOverOne() {
        harness.start(kiro().thenAnswers(
                        snapshot().primary("Credits", RateWindow.of(130)).build()));
        assertEquals(1.3, harness.value("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"}"));
    }

    @Test
    void marksAResetOfWhichOnlyTheDayIsKnown() {
        harness.start(kiro().thenAnswers(snapshot()
                .primary(
                        "Credits",
                        RateWindow.builder(10)
                                .resetsOn(LocalDate.of(2026, 2, 15))
                                .build())
                .build()));
        assertEquals(
                Map.of(
                        "codexbar_quota_reset_timestamp_seconds"
                                + "{precision=\"day\",provider=\"kiro\",window=\"primary\"}",
                        (double) Instant.parse("2026-02-15T00:00:00Z").getEpochSecond()),
                harness.scrape("codexbar_quota_reset_"));
    }

    @Test
    void foretellsNoRunOutIfTheQuotaLasts() {
        harness.start(kiro().thenAnswers(
                        snapshot().primary("Credits", monthly(40, RESET)).build()));
        assertEquals(Map.of(), harness.scrape("codexbar_quota_runout_"));
    }

    @Test
    void foretellsNoRunOutInTheFirstHoursOfAPeriod() {
        Instant reset = START.plus(MONTH).minus(Duration.ofHours(12));
        harness.start(kiro().thenAnswers(
                        snapshot().primary("Credits", monthly(90, reset)).build()));
        assertEquals(Map.of(), harness.scrape("codexbar_quota_runout_"));
        assertEquals(1, harness.scrape("codexbar_quota_expected_").size());
    }

    @Test
    void saysThatAQuotaHasRunOutEvenInTheFirstHours() {
        Instant reset = START.plus(MONTH).minus(Duration.ofHours(12));
        harness.start(kiro().thenAnswers(
                        snapshot().primary("Credits", monthly(100, reset)).build()));
        assertEquals(
                (double) START.getEpochSecond(),
                harness.value("codexbar_quota_runout_timestamp_seconds{provider=\"kiro\",window=\"primary\"}"));
    }

    // ---- with time

    @Test
    void valuesThatMoveWithTimeAreReadAtTheScrape() {
        harness.start(kiro().thenAnswers(full()));
        harness.advance(Duration.ofMinutes(4));
        assertEquals(240, harness.value("codexbar_provider_data_age_seconds{provider=\"kiro\"}"));
        double minutes = Duration.ofDays(15).plusMinutes(4).toMinutes();
        assertEquals(
                minutes / MONTH.toMinutes(),
                harness.value("codexbar_quota_expected_ratio{provider=\"kiro\",window=\"primary\"}"),
                1e-9);
    }

    @Test
    void aNewAnswerReplacesValuesWithoutAGap() {
        harness.start(kiro().thenAnswers(
                        snapshot().primary("Credits", RateWindow.of(10)).build())
                .thenAnswers(UsageSnapshot.builder("kiro", START.plus(Duration.ofMinutes(5)))
                        .primary("Credits", RateWindow.of(20))
                        .build()));
        Set<Object> removed = new HashSet<>();
        harness.registry().config().onMeterRemoved(meter -> removed.add(meter.getId()));
        harness.advance(Duration.ofMinutes(6));
        assertEquals(0.2, harness.value("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"}"));
        assertEquals(Set.of(), removed);
    }

    @Test
    void aWindowDisappearsWithTheAnswerThatLacksIt() {
        harness.start(kiro().thenAnswers(full())
                .thenAnswers(UsageSnapshot.builder("kiro", START.plus(Duration.ofMinutes(5)))
                        .window("bonus", "Bonus", RateWindow.of(1))
                        .build()));
        harness.advance(Duration.ofMinutes(6));
        assertEquals(
                Set.of("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"bonus\"}"),
                harness.scrape("codexbar_quota_", "codexbar_cost_").keySet());
    }

    @Test
    void aFailureKeepsTheLastNumbersAndIsReported() {
        harness.start(kiro().thenAnswers(full()).thenFails(failure(Reason.UNAVAILABLE)));
        harness.advance(Duration.ofMinutes(14));
        assertEquals(0, harness.value("codexbar_provider_up{provider=\"kiro\"}"));
        assertEquals(1, harness.value("codexbar_provider_stale{provider=\"kiro\"}"));
        assertEquals(840, harness.value("codexbar_provider_data_age_seconds{provider=\"kiro\"}"));
        assertEquals(0.75, harness.value("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"}"));
        // At the rate up to the measurement, whatever time passes without another one.
        assertEquals(
                (double) START.plus(Duration.ofDays(5)).getEpochSecond(),
                harness.value("codexbar_quota_runout_timestamp_seconds{provider=\"kiro\",window=\"primary\"}"));
    }

    @Test
    void expiredNumbersDisappearAndTheirAgeStays() {
        harness.start(kiro().thenAnswers(full()).thenFails(failure(Reason.UNAVAILABLE)));
        harness.advance(Duration.ofMinutes(61));
        assertEquals(
                UsageView.State.EXPIRED,
                harness.monitor().view("kiro").orElseThrow().state());
        assertEquals(Map.of(), harness.scrape("codexbar_quota_", "codexbar_cost_"));
        assertEquals(
                Map.of(
                        "codexbar_provider_up{provider=\"kiro\"}",
                        0.0,
                        "codexbar_provider_data_age_seconds{provider=\"kiro\"}",
                        3660.0,
                        "codexbar_provider_stale{provider=\"kiro\"}",
                        1.0),
                harness.scrape("codexbar_provider_"));
    }

    @Test
    void aWindowPastItsResetDisappears() {
        Instant soon = START.plus(Duration.ofMinutes(10));
        harness.start(kiro().thenAnswers(snapshot()
                        .primary("Session", monthly(90, soon))
                        .secondary("Week", monthly(50, RESET))
                        .build())
                .thenFails(failure(Reason.UNAVAILABLE)));
        harness.advance(Duration.ofMinutes(11));
        assertEquals(
                Set.of("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"secondary\"}"),
                harness.scrape("codexbar_quota_utilization_").keySet());
        assertEquals(
                Set.of(),
                harness.scrape("codexbar_quota_").keySet().stream()
                        .filter(series -> series.contains("primary"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void aToolThatIsNotInstalledIsNotDown() {
        harness.start(kiro().thenFails(failure(Reason.NOT_INSTALLED)));
        assertEquals(Map.of(), harness.scrape("codexbar_provider_"));
        assertEquals(
                1,
                harness.value("codexbar_fetch_seconds_count"
                        + "{outcome=\"failure\",provider=\"kiro\",reason=\"not_installed\"}"));
    }

    @Test
    void aToolThatCannotBeAskedIsDownFromTheStart() {
        harness.start(kiro().thenFails(failure(Reason.NOT_LOGGED_IN)));
        assertEquals(Map.of("codexbar_provider_up{provider=\"kiro\"}", 0.0), harness.scrape("codexbar_provider_"));
    }

    @Test
    void numbersOfAnEarlierRunSayNothingAboutTheLastFetch() {
        UsageSnapshot earlier = UsageSnapshot.builder("slow", START.minus(Duration.ofMinutes(20)))
                .primary("Credits", RateWindow.of(30))
                .build();
        harness.start(UsageMeterNames.standard(), new OneEntry(earlier), slow());
        assertEquals(
                Map.of(
                        "codexbar_provider_data_age_seconds{provider=\"slow\"}",
                        1200.0,
                        "codexbar_provider_stale{provider=\"slow\"}",
                        1.0),
                harness.scrape("codexbar_provider_"));
        assertEquals(0.3, harness.value("codexbar_quota_utilization_ratio{provider=\"slow\",window=\"primary\"}"));
        harness.advance(Duration.ofSeconds(3));
        assertEquals(1, harness.value("codexbar_provider_up{provider=\"slow\"}"));
    }

    /** A store with what an earlier run learned, which keeps nothing. */
    private record OneEntry(UsageSnapshot snapshot) implements UsageStore {

        @Override
        public List<StoredUsage> load() {
            return List.of(new StoredUsage(snapshot.providerId(), snapshot.updatedAt(), snapshot, null));
        }

        @Override
        public void save(StoredUsage entry) {}

        @Override
        public Optional<Lock> tryLock(String providerId) {
            return Optional.of(() -> {});
        }
    }

    @Test
    void survivesACollectionOfGarbage() throws InterruptedException {
        harness.start(kiro().thenAnswers(full()));
        Map<String, Double> before = harness.scrape("codexbar_");
        collectGarbage();
        assertEquals(before, harness.scrape("codexbar_"));
    }

    // ---- fetches

    @Test
    void aScrapeNeverAsksAProvider() {
        FakeUsageProvider kiro = kiro().thenAnswers(full());
        harness.start(kiro);
        int asked = kiro.requests().size();
        for (int i = 0; i < 100; i++) {
            harness.scrape("codexbar_");
        }
        harness.advance(Duration.ofMinutes(1));
        assertEquals(asked, kiro.requests().size());
    }

    @Test
    void countsAndTimesFetches() {
        harness.start(slow());
        harness.advance(Duration.ofSeconds(3));
        String success = "{outcome=\"success\",provider=\"slow\",reason=\"none\"}";
        assertEquals(1, harness.value("codexbar_fetch_seconds_count" + success));
        assertEquals(3, harness.value("codexbar_fetch_seconds_sum" + success));
        harness.advance(Duration.ofMinutes(5));
        assertEquals(2, harness.value("codexbar_fetch_seconds_count" + success));
    }

    @Test
    void countsFailuresByReason() {
        harness.start(kiro().thenFails(failure(Reason.UNREADABLE)));
        assertEquals(
                Map.of(
                        "codexbar_fetch_seconds_count{outcome=\"success\",provider=\"kiro\",reason=\"none\"}",
                        0.0,
                        "codexbar_fetch_seconds_count{outcome=\"failure\",provider=\"kiro\",reason=\"unreadable\"}",
                        1.0),
                harness.scrape("codexbar_fetch_seconds_count"));
    }

    @Test
    void countsWhatIsNotFetched() {
        harness.start(kiro().thenFails(UsageException.builder(Reason.RATE_LIMITED, "Too many requests.")
                .retryAfter(Duration.ofHours(1))
                .build()));
        String limited = "codexbar_fetch_skipped_total{cause=\"rate_limited\",provider=\"kiro\"}";
        assertEquals(0, harness.value(limited));
        assertEquals(
                RefreshResult.Outcome.RATE_LIMITED,
                harness.monitor().refresh("kiro").join().outcome());
        harness.advance(Duration.ZERO);
        assertEquals(1, harness.value(limited));
        assertEquals(0, harness.value("codexbar_fetch_skipped_total{cause=\"in_flight\",provider=\"kiro\"}"));
    }

    @Test
    void countsFetchesThatIgnoreTheirInterrupt() {
        harness.start(new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("deaf", "Deaf").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                Instant end = harness.time().now().plus(Duration.ofMinutes(10));
                while (harness.time().now().isBefore(end)) {
                    try {
                        harness.time().sleep(Duration.ofMinutes(1));
                    } catch (InterruptedException ignored) {
                        // That is the point.
                    }
                }
                return UsageSnapshot.builder("deaf", harness.time().now()).build();
            }
        });
        assertEquals(0, harness.value("codexbar_fetch_overdue"));
        harness.advance(Duration.ofMinutes(5));
        assertEquals(1, harness.value("codexbar_fetch_overdue"));
        harness.advance(Duration.ofMinutes(6));
        assertEquals(0, harness.value("codexbar_fetch_overdue"));
    }

    // ---- bounds and identity

    @Test
    void omitsAndCountsWindowsBeyondTheBound() {
        UsageSnapshot.Builder many = snapshot();
        IntStream.range(0, 100).forEach(i -> many.window("extra-" + i, "Extra", RateWindow.of(i)));
        many.primary("Credits", RateWindow.of(50));
        harness.start(kiro().thenAnswers(many.build()));
        assertEquals(24, ProviderRows.MOST_WINDOWS);
        // Three places are kept for the main windows, of which one is there.
        assertEquals(22, harness.scrape("codexbar_quota_utilization_").size());
        assertEquals(0.5, harness.value("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"primary\"}"));
        assertEquals(79, harness.value("codexbar_series_omitted{kind=\"window\"}"));
    }

    @Test
    void everNewWindowsDoNotMakeEverNewSeries() {
        FakeUsageProvider kiro = kiro();
        for (int i = 0; i < 50; i++) {
            kiro.thenAnswers(UsageSnapshot.builder("kiro", START.plus(Duration.ofMinutes(5L * i)))
                    .window("session-" + i, "Session", RateWindow.of(i))
                    .window(
                            "other",
                            "Other",
                            RateWindow.builder(i)
                                    .amount(new RateWindow.Amount(i, 9, "unit" + i))
                                    .build())
                    .build());
        }
        harness.start(kiro);
        Set<String> seen = new HashSet<>();
        while (kiro.requests().size() < 50) {
            seen.addAll(harness.scrape("codexbar_quota_utilization_", "codexbar_quota_usage")
                    .keySet());
            harness.advance(Duration.ofMinutes(5));
        }
        assertEquals(21 + 8, seen.size(), seen::toString);
        assertEquals(1, harness.value("codexbar_series_omitted{kind=\"amount\"}"));
    }

    @Test
    void omitsAndCountsProvidersBeyondTheBound() {
        harness.start(IntStream.range(0, 70)
                .mapToObj(i -> new FakeUsageProvider("provider-" + i)
                        .thenAnswers(UsageSnapshot.builder("provider-" + i, START)
                                .primary("Credits", RateWindow.of(1))
                                .build()))
                .toArray(UsageProvider[]::new));
        harness.advance(Duration.ofSeconds(3));
        assertEquals(64, harness.scrape("codexbar_quota_utilization_").size());
        assertEquals(64, harness.scrape("codexbar_provider_up").size());
        assertEquals(6, harness.value("codexbar_series_omitted{kind=\"provider\"}"));
    }

    @Test
    void omitsWindowsAndUnitsThatHoldIdentity() {
        harness.start(kiro().thenAnswers(snapshot()
                .identity(AccountIdentity.builder()
                        .accountEmail("jane.doe@example.com")
                        .accountOrganization("Example Works")
                        .build())
                .windowByTitle("bonus-", "For Example Works", RateWindow.of(1))
                .window("gift-of-jane-doe", "Gift", RateWindow.of(2))
                .window("jane.doe@example.com", "Mine", RateWindow.of(3))
                .window(
                        "fine",
                        "Fine",
                        RateWindow.builder(4)
                                .amount(new RateWindow.Amount(4, 100, "credits of Example Works"))
                                .build())
                .build()));
        assertEquals(
                Map.of("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"fine\"}", 0.04),
                harness.scrape("codexbar_quota_"));
        assertEquals(3, harness.value("codexbar_series_omitted{kind=\"window\"}"));
        assertEquals(1, harness.value("codexbar_series_omitted{kind=\"amount\"}"));
    }

    @Test
    void logsOnceWhatItOmits() {
        FakeUsageProvider kiro = kiro();
        for (int i = 0; i < 5; i++) {
            kiro.thenAnswers(UsageSnapshot.builder("kiro", START.plus(Duration.ofMinutes(5L * i)))
                    .window("jane.doe@example.com", "Mine", RateWindow.of(i))
                    .build());
        }
        harness.start(kiro);
        harness.advance(Duration.ofMinutes(20));
        assertEquals(1, harness.logged().size(), () -> "" + harness.logged());
        String message = harness.logged().get(0);
        assertTrue(message.contains("provider kiro") && message.contains("windows: 1"), message);
        assertFalse(message.contains("jane"), message);
    }

    @Test
    void omitsNamesThatAreRunTogether() {
        harness.start(kiro().thenAnswers(snapshot()
                .identity(AccountIdentity.builder()
                        .accountEmail("jane.doe@example.com")
                        .accountOrganization("Acme Corp")
                        .build())
                .window("acmecorp-bonus", "Bonus", RateWindow.of(1))
                .window("gift-for-janedoe", "Gift", RateWindow.of(2))
                .window("janedoeexamplecom", "Other", RateWindow.of(3))
                .window("corporate", "Plan", RateWindow.of(4))
                .build()));
        assertEquals(
                Map.of("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"corporate\"}", 0.04),
                harness.scrape("codexbar_quota_"));
        assertEquals(3, harness.value("codexbar_series_omitted{kind=\"window\"}"));
    }

    @Test
    void aShortNameIsIdentityOnlyAsAWholeWord() {
        harness.start(kiro().thenAnswers(snapshot()
                .identity(AccountIdentity.builder().accountOrganization("Pro").build())
                .window("bonus-pro", "Bonus", RateWindow.of(1))
                .window("promotion", "Promotion", RateWindow.of(2))
                .build()));
        assertEquals(
                Map.of("codexbar_quota_utilization_ratio{provider=\"kiro\",window=\"promotion\"}", 0.02),
                harness.scrape("codexbar_quota_"));
    }

    @Test
    void aWindowThatTheProviderDeclaresIsNotIdentity() {
        ProviderDescriptor kiro = ProviderDescriptor.builder("kiro", "Kiro")
                .windowTitle("weekly-opus", "Opus")
                .build();
        harness.start(new FakeUsageProvider(kiro)
                .thenAnswers(snapshot()
                        .identity(AccountIdentity.builder()
                                .accountEmail("opus@example.com")
                                .accountOrganization("Primary")
                                .build())
                        .primary("Credits", RateWindow.of(1))
                        .window("weekly-opus", "Opus", RateWindow.of(2))
                        .build()));
        assertEquals(2, harness.scrape("codexbar_quota_utilization_").size());
    }

    // ---- life

    @Test
    void aClosedMonitorHasNoNumbers() {
        harness.start(kiro().thenAnswers(full()));
        assertFalse(harness.scrape("codexbar_quota_").isEmpty());
        harness.monitor().close();
        assertEquals(Map.of(), harness.scrape("codexbar_quota_", "codexbar_cost_", "codexbar_provider_"));
    }

    @Test
    void aMonitorThatIsClosedAlreadyHasNoNumbers() {
        harness.start(kiro().thenAnswers(full()));
        harness.monitor().close();
        MeterRegistry late = new SimpleMeterRegistry();
        try (UsageMeterBinder binder = UsageMeterBinder.of(harness.monitor())) {
            binder.bindTo(late);
            assertEquals(
                    List.of(),
                    List.copyOf(late.find("codexbar.quota.utilization").gauges()));
            assertEquals(1, late.get("codexbar.info").gauge().value());
        }
    }

    @Test
    void closingRemovesEveryMeter() {
        UsageMeterBinder binder = harness.start(kiro().thenAnswers(full()));
        harness.registry().counter("of.the.host").increment();
        binder.close();
        binder.close();
        harness.advance(Duration.ofMinutes(10));
        assertEquals(Set.of("of_the_host_total"), harness.scrape("").keySet());
        assertThrows(IllegalStateException.class, () -> binder.bindTo(new SimpleMeterRegistry()));
    }

    @Test
    void bindingTwiceCountsOnce() {
        UsageMeterBinder binder = harness.start(kiro().thenAnswers(full()));
        binder.bindTo(harness.registry());
        harness.advance(Duration.ofMinutes(5));
        assertEquals(
                2,
                harness.value("codexbar_fetch_seconds_count{outcome=\"success\",provider=\"kiro\",reason=\"none\"}"));
    }

    @Test
    void bindsToSeveralRegistriesAndToCompositeOnes() {
        UsageMeterBinder binder = harness.start(kiro().thenAnswers(full()));
        MeterRegistry second = new SimpleMeterRegistry();
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(second);
        binder.bindTo(composite);
        assertEquals(0.75, second.get("codexbar.quota.utilization").gauge().value());
        binder.close();
        assertEquals(List.of(), second.getMeters());
    }

    @Test
    void leavesNothingInARegistryThatThrows() {
        MeterRegistry registry = new SimpleMeterRegistry();
        registry.config().onMeterAdded(meter -> {
            if (meter.getId().getName().equals("codexbar.fetch.skipped")) {
                throw new UnsupportedOperationException("a registry of this test");
            }
        });
        UsageMeterBinder first = harness.start(kiro().thenAnswers(full()));
        assertThrows(UnsupportedOperationException.class, () -> first.bindTo(registry));

        // A listener that stayed would count the next fetch.
        harness.advance(Duration.ofMinutes(5));
        assertEquals(
                List.of(),
                registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .filter(name -> !name.equals("codexbar.fetch.skipped"))
                        .toList());
    }

    @Test
    void holdsNoLockWhileListenersOfARegistryAreCalled() {
        UsageMeterBinder binder = harness.start(kiro().thenAnswers(full()));
        MeterRegistry first = new SimpleMeterRegistry();
        MeterRegistry second = new SimpleMeterRegistry();
        first.config()
                .onMeterAdded(meter -> CompletableFuture.runAsync(() -> binder.bindTo(second))
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join());
        binder.bindTo(first);
        assertEquals(1, second.get("codexbar.info").gauges().size());
    }

    @Test
    void canBeBoundToAMonitorThatRunsAlready() {
        harness.start(kiro().thenAnswers(full()));
        MeterRegistry late = new SimpleMeterRegistry();
        try (UsageMeterBinder binder = UsageMeterBinder.of(harness.monitor())) {
            binder.bindTo(late);
            assertEquals(0.75, late.get("codexbar.quota.utilization").gauge().value());
        }
    }

    @Test
    void everySeriesHasTheTagsOfTheHost() {
        harness.start(kiro().thenAnswers(full()));
        MeterRegistry tagged = new SimpleMeterRegistry();
        try (UsageMeterBinder binder = UsageMeterBinder.builder(harness.monitor())
                .tags(List.of(Tag.of("account", "work")))
                .build()) {
            binder.bindTo(tagged);
            assertFalse(tagged.getMeters().isEmpty());
            tagged.getMeters()
                    .forEach(meter -> assertEquals("work", meter.getId().getTag("account"), () -> "" + meter.getId()));
        }
    }

    @Test
    void publishesTheNamesOfWinCodexBarOnRequest() {
        harness.start(UsageMeterNames.winCodexBar(), kiro().thenAnswers(full()));
        assertEquals(
                Map.of(
                        "codexbar_up",
                        1.0,
                        "codexbar_provider_enabled{provider=\"kiro\"}",
                        1.0,
                        "codexbar_quota_used_percent{provider=\"kiro\",window=\"primary\"}",
                        75.0,
                        "codexbar_quota_remaining_percent{provider=\"kiro\",window=\"primary\"}",
                        25.0),
                harness.scrape(
                        "codexbar_up",
                        "codexbar_provider_enabled",
                        "codexbar_quota_used_",
                        "codexbar_quota_remaining_"));
    }

    private static void collectGarbage() throws InterruptedException {
        WeakReference<Object> sign = new WeakReference<>(new Object());
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (sign.get() != null) {
            assertTrue(Instant.now().isBefore(deadline), "no garbage was collected");
            System.gc();
            Thread.sleep(1);
        }
    }

    private static FakeUsageProvider kiro() {
        return new FakeUsageProvider("kiro");
    }

    /** Answers after three seconds. */
    private UsageProvider slow() {
        return new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("slow", "Slow").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) throws InterruptedException {
                harness.time().sleep(Duration.ofSeconds(3));
                return UsageSnapshot.builder("slow", harness.time().now()).build();
            }
        };
    }

    private static UsageSnapshot.Builder snapshot() {
        return UsageSnapshot.builder("kiro", START);
    }

    private static UsageSnapshot full() {
        return snapshot()
                .window(new NamedRateWindow(
                        NamedRateWindow.PRIMARY,
                        "Credits",
                        monthly(75, RESET).toBuilder()
                                .amount(new RateWindow.Amount(7500, 10_000, "credits"))
                                .build()))
                .cost(UsageCost.builder(1.5, "USD").limit(20).build())
                .build();
    }

    private static RateWindow monthly(double usedPercent, Instant reset) {
        return RateWindow.builder(usedPercent).period(MONTH).resetsAt(reset).build();
    }

    private static UsageException failure(Reason reason) {
        return UsageException.builder(reason, "It does not work.").build();
    }
}
