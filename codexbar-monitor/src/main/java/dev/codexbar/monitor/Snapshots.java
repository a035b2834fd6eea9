package dev.codexbar.monitor;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a monitor reads in snapshots. */
final class Snapshots {

    private static final Duration DAY = Duration.ofDays(1);

    private Snapshots() {}

    /** Returns when a window will have been reset for certain: the end of the day if the tool named only a day. */
    static Optional<Instant> surelyResetAt(RateWindow window) {
        return window.resetsAt()
                .map(reset -> window.resetPrecision() == ResetPrecision.INSTANT ? reset : Times.plus(reset, DAY));
    }

    /** Returns the reset if the tool named an instant; after a day alone, no look is planned. */
    private static Optional<Instant> exactReset(RateWindow window) {
        return window.resetPrecision() == ResetPrecision.INSTANT ? window.resetsAt() : Optional.empty();
    }

    /** Returns the ids of the windows whose reset is over at an instant. */
    static List<String> pastReset(UsageSnapshot snapshot, Instant now) {
        List<String> ids = new ArrayList<>();
        for (NamedRateWindow named : snapshot.windows()) {
            if (surelyResetAt(named.window())
                    .filter(reset -> !reset.isAfter(now))
                    .isPresent()) {
                ids.add(named.id());
            }
        }
        return List.copyOf(ids);
    }

    /** Returns the earliest instant after another one at which a window becomes past its reset, or {@code null}. */
    static @Nullable Instant nextPastReset(UsageSnapshot snapshot, Instant after) {
        return earliest(snapshot, Snapshots::surelyResetAt, after);
    }

    /**
     * Returns the earliest reset after an instant that the tool named as an instant, or {@code null} if none is known.
     */
    static @Nullable Instant nextReset(UsageSnapshot snapshot, Instant after) {
        return earliest(snapshot, Snapshots::exactReset, after);
    }

    private static @Nullable Instant earliest(
            UsageSnapshot snapshot, Function<RateWindow, Optional<Instant>> of, Instant after) {
        Instant earliest = null;
        for (NamedRateWindow named : snapshot.windows()) {
            Instant instant = of.apply(named.window()).orElse(null);
            if (instant != null && instant.isAfter(after)) {
                earliest = Times.earliest(earliest, instant);
            }
        }
        return earliest;
    }

    /**
     * Returns a snapshot from a store with the titles that its provider gives its windows, which the codec of a host
     * may not keep for the main ones.
     */
    static UsageSnapshot withTitlesOf(ProviderDescriptor descriptor, UsageSnapshot snapshot) {
        List<NamedRateWindow> windows = new ArrayList<>();
        boolean isOther = false;
        for (NamedRateWindow named : snapshot.windows()) {
            String title = descriptor.windowTitles().getOrDefault(named.id(), named.title());
            isOther |= !title.equals(named.title());
            windows.add(new NamedRateWindow(named.id(), title, named.window()));
        }
        return isOther ? snapshot.toBuilder().windows(windows).build() : snapshot;
    }

    /**
     * Returns whether two snapshots are of different accounts, as far as both name one. What only one of them names
     * proves nothing.
     */
    static boolean isOtherAccount(AccountIdentity one, AccountIdentity other) {
        return differ(one.accountEmail(), other.accountEmail())
                || differ(one.accountOrganization(), other.accountOrganization())
                || differ(one.loginMethod(), other.loginMethod());
    }

    private static boolean differ(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }
}
