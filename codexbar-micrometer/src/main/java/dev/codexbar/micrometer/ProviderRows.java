package dev.codexbar.micrometer;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageView;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The series of one provider: which are known at an instant, and with which values. Reads no clock; not thread-safe, as
 * it remembers which values its tags have had.
 */
final class ProviderRows {

    static final int MOST_WINDOWS = 24;
    static final int MOST_UNITS = 8;
    static final int MOST_CURRENCIES = 8;

    /** So early in its period, a window would run out by any guess. */
    static final double LEAST_EXPECTED_PERCENT = 3;

    private static final double PERCENT = 100;
    private static final double MILLIS = 1e3;

    /**
     * What is published, and what is not.
     *
     * @param list the series, each once
     * @param omittedWindows windows without a series, because their ids are too many or unfit for a tag
     * @param omittedAmounts amounts without a series, because their units are
     */
    record Rows(List<Row> list, int omittedWindows, int omittedAmounts) {}

    private final String providerId;
    private final boolean forWinCodexBar;
    private final Supplier<UsageView> current;
    private final Tags provider;
    private final Set<String> declared;
    private final AdmittedValues windowIds;
    private final AdmittedValues units = new AdmittedValues(MOST_UNITS, List.of());
    private final AdmittedValues currencies = new AdmittedValues(MOST_CURRENCIES, List.of());

    /**
     * Rows of the provider of a view.
     *
     * @param first the view
     * @param names which names to publish
     * @param current reads the view of this provider at any instant, for values that move with time
     */
    ProviderRows(UsageView first, UsageMeterNames names, Supplier<UsageView> current) {
        this.providerId = first.providerId();
        this.forWinCodexBar = names.includesWinCodexBar();
        this.current = current;
        this.provider = Tags.of("provider", providerId);
        // What a provider declares before any answer holds no identity, and comes before what an answer may invent.
        this.declared = new TreeSet<>(first.descriptor().windowTitles().keySet());
        declared.addAll(List.of(NamedRateWindow.PRIMARY, NamedRateWindow.SECONDARY, NamedRateWindow.TERTIARY));
        this.windowIds = new AdmittedValues(
                MOST_WINDOWS, declared.stream().filter(TagValues::isPlainId).toList());
    }

    /** Returns the series that are known in a view. */
    Rows of(UsageView view) {
        Writer writer = new Writer(view);
        writer.health();
        view.snapshot().ifPresent(writer::quotas);
        return new Rows(List.copyOf(writer.rows), writer.omittedWindows, writer.omittedAmounts);
    }

    private final class Writer {

        private final UsageView view;
        private final List<Row> rows = new ArrayList<>();
        private int omittedWindows;
        private int omittedAmounts;

        private Writer(UsageView view) {
            this.view = view;
        }

        private void health() {
            if (view.failure().isPresent()) {
                // A tool that is not on this machine is not down.
                if (view.failure().get().reason() != Reason.NOT_INSTALLED) {
                    rows.add(Row.of(MeterName.UP, provider, 0));
                }
            } else if (view.measuredAt().isPresent() && !view.isStored()) {
                rows.add(Row.of(MeterName.UP, provider, 1));
            }
            if (view.measuredAt().isPresent()) {
                rows.add(Row.live(
                        MeterName.DATA_AGE,
                        provider,
                        () -> seconds(current.get().age().orElse(Duration.ZERO))));
                rows.add(Row.live(
                        MeterName.STALE, provider, () -> current.get().state() == UsageView.State.FRESH ? 0 : 1));
            }
            if (forWinCodexBar) {
                rows.add(Row.of(MeterName.WIN_ENABLED, provider, 1));
            }
        }

        private void quotas(UsageSnapshot snapshot) {
            for (NamedRateWindow named : snapshot.windows()) {
                if (!maySay(named.id(), snapshot.identity())) {
                    omittedWindows++;
                } else if (!view.windowsPastReset().contains(named.id())) {
                    window(named, snapshot);
                }
            }
            snapshot.cost().ifPresent(this::cost);
        }

        private void window(NamedRateWindow named, UsageSnapshot snapshot) {
            Tags tags = provider.and("window", named.id());
            RateWindow window = named.window();
            rows.add(Row.of(MeterName.UTILIZATION, tags, window.usedPercent() / PERCENT));
            if (forWinCodexBar) {
                rows.add(Row.of(MeterName.WIN_USED, tags, window.usedPercent()));
                rows.add(Row.of(MeterName.WIN_REMAINING, tags, window.remainingPercent()));
            }
            window.amount().ifPresent(amount -> amount(amount, tags, snapshot.identity()));
            window.resetsAt()
                    .ifPresent(reset -> rows.add(Row.of(
                            MeterName.RESET,
                            tags.and("precision", precision(window.resetPrecision())),
                            epochSeconds(reset))));
            if (UsagePace.of(window, view.asOf()).isPresent()) {
                rows.add(Row.live(
                        MeterName.EXPECTED,
                        tags,
                        () -> expected(window, current.get().asOf())));
            }
            // At the rate up to the measurement: afterwards, nothing more is known about the rate.
            UsagePace.of(window, snapshot.updatedAt())
                    .filter(pace -> pace.expectedPercent() >= LEAST_EXPECTED_PERCENT || window.usedPercent() >= PERCENT)
                    .flatMap(UsagePace::runsOutAt)
                    .ifPresent(instant -> rows.add(Row.of(MeterName.RUNOUT, tags, epochSeconds(instant))));
        }

        private void amount(RateWindow.Amount amount, Tags window, AccountIdentity identity) {
            String unit = amount.unit();
            if (!TagValues.isPlainUnit(unit) || TagValues.holdsIdentity(unit, identity) || !units.admit(unit)) {
                omittedAmounts++;
                return;
            }
            Tags tags = window.and("unit", unit);
            rows.add(Row.of(MeterName.USAGE, tags, amount.used()));
            rows.add(Row.of(MeterName.LIMIT, tags, amount.limit()));
        }

        private void cost(UsageCost cost) {
            if (!currencies.admit(cost.currencyCode())) {
                omittedAmounts++;
                return;
            }
            Tags tags = provider.and("currency", cost.currencyCode());
            rows.add(Row.of(MeterName.COST_USAGE, tags, cost.used()));
            cost.limit().ifPresent(limit -> rows.add(Row.of(MeterName.COST_LIMIT, tags, limit)));
        }
    }

    private boolean maySay(String windowId, AccountIdentity identity) {
        return TagValues.isPlainId(windowId)
                && (declared.contains(windowId) || !TagValues.holdsIdentity(windowId, identity))
                && windowIds.admit(windowId);
    }

    /** A day is never shown as an instant: this tag says which of the two the number is. */
    private static String precision(ResetPrecision precision) {
        return precision == ResetPrecision.INSTANT ? "instant" : "day";
    }

    /** Between a reset and the removal of its row, all of the quota is expected to be used. */
    private static double expected(RateWindow window, Instant now) {
        return UsagePace.of(window, now)
                .map(pace -> pace.expectedPercent() / PERCENT)
                .orElseGet(() -> window.resetsAt().filter(now::isBefore).isPresent() ? 0.0 : 1.0);
    }

    private static double epochSeconds(Instant instant) {
        return instant.getEpochSecond();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
