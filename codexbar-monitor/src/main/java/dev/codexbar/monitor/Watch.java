package dev.codexbar.monitor;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** All that a monitor knows about one provider. Guarded by the lock of its monitor, but for the {@link #view}. */
final class Watch {

    final UsageProvider provider;
    final ProviderDescriptor descriptor;
    final Timing timing;
    private final int historySize;
    private final Map<String, HistoryRing> history = new HashMap<>();

    /** What readers see; written under the lock, read without. */
    volatile UsageView view;

    @Nullable
    Flight flight;

    @Nullable
    Instant plannedAt;

    @Nullable
    Future<?> plan;

    @Nullable
    Future<?> transition;

    @Nullable
    Instant transitionAt;

    /** Before this instant the provider must not be asked, because its service said so. */
    Instant pausedUntil = Instant.MIN;

    /** Whether its latest fetch had to be interrupted. */
    boolean suspect;

    /** Whether a fetch of it ever ignored its interrupt: it gets platform threads, which cannot starve others. */
    boolean stubborn;

    /** When the latest attempt of this process ended. */
    Instant endedAt = Instant.MIN;

    int failuresInARow;
    private UsageView.@Nullable Answer answer;
    private @Nullable UsageException failure;
    private @Nullable Instant failedAt;
    private @Nullable Instant resetPlanned;
    private Instant resetSeen = Instant.EPOCH;

    Watch(UsageProvider provider, ProviderDescriptor descriptor, Timing timing, int historySize, Instant now) {
        this.provider = provider;
        this.descriptor = descriptor;
        this.timing = timing;
        this.historySize = historySize;
        this.view = new UsageView(descriptor, now, null, null, null, null, 0, false);
    }

    String id() {
        return descriptor.id();
    }

    @Nullable
    Instant measuredAt() {
        UsageView.Answer last = answer;
        return last == null ? null : last.measuredAt();
    }

    /**
     * Takes the answer that an earlier run left, fresh only for one interval, in which no process would ask again. An
     * old failure proves nothing, but a pause that the service asked for still holds.
     */
    void restore(StoredUsage stored, Instant now) {
        UsageSnapshot snapshot = stored.snapshot();
        if (snapshot != null) {
            UsageSnapshot titled = Snapshots.withTitlesOf(descriptor, snapshot);
            Instant measured = Times.earlier(snapshot.updatedAt(), now);
            Instant staleAt = Times.earlier(measured.plus(timing.interval()), measured.plus(timing.staleAfter()));
            answer = new UsageView.Answer(titled, measured, staleAt, measured.plus(timing.expireAfter()), true);
        }
        stored.retryAt().ifPresent(until -> pausedUntil = until);
    }

    void answered(UsageSnapshot snapshot, Instant now) {
        UsageView.Answer last = answer;
        if (last != null && Snapshots.isOtherAccount(last.snapshot().identity(), snapshot.identity())) {
            history.clear();
        }
        // A measurement cannot be of the future, whatever the clock of the one who measured says.
        Instant measured = Times.earlier(snapshot.updatedAt(), now);
        answer = new UsageView.Answer(
                snapshot, measured, measured.plus(timing.staleAfter()), measured.plus(timing.expireAfter()), false);
        failure = null;
        failedAt = null;
        failuresInARow = 0;
        pausedUntil = Instant.MIN;
        remember(snapshot, measured);
    }

    void failed(UsageException cause, Instant now) {
        failure = cause;
        failedAt = now;
        failuresInARow++;
    }

    private void remember(UsageSnapshot snapshot, Instant measured) {
        if (historySize == 0) {
            return;
        }
        for (NamedRateWindow named : snapshot.windows()) {
            history.computeIfAbsent(named.id(), id -> new HistoryRing(historySize))
                    .add(
                            measured,
                            named.window().usedPercent(),
                            Snapshots.surelyResetAt(named.window()).orElse(null));
        }
    }

    List<UsagePoint> history(String windowId) {
        HistoryRing ring = history.get(windowId);
        return ring == null ? List.of() : ring.points();
    }

    /** Returns the next reset that no attempt has followed yet, or {@code null} if none is known. */
    @Nullable
    Instant nextReset(Instant now) {
        Instant planned = resetPlanned;
        if (planned != null && !now.isBefore(planned.plus(StandardRefreshPolicy.AFTER_RESET))) {
            resetSeen = planned;
            resetPlanned = null;
        }
        UsageView.Answer last = answer;
        if (last == null) {
            return null;
        }
        // A reset that moves by less than an interval is the same: "in two hours" is a few seconds off each time.
        Instant known =
                Times.later(now.minus(StandardRefreshPolicy.AFTER_RESET), Times.plus(resetSeen, timing.interval()));
        return Snapshots.nextReset(last.snapshot(), known);
    }

    /** Notes that the attempt that is planned looks after a reset, if it does. */
    void willLookAfter(@Nullable Instant reset, Instant next) {
        boolean looks = reset != null && !next.isBefore(reset.plus(StandardRefreshPolicy.AFTER_RESET));
        resetPlanned = looks ? reset : null;
    }

    /** Returns the view at an instant. */
    UsageView viewAt(Instant now) {
        Flight flying = flight;
        boolean refreshing = flying != null && flying.stage != Flight.Stage.OVERDUE;
        return new UsageView(descriptor, now, answer, failure, failedAt, plannedAt, failuresInARow, refreshing);
    }
}
