package dev.codexbar.server;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.Freshness;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.UsageView;

/**
 * Turns what a host knows into elements of the published document, with or without identity: the same for every way in
 * which a server shows usage. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class UsageReports {

    private static final UsageReports REDACTED = new UsageReports(false);
    private static final UsageReports WITH_IDENTITY = new UsageReports(true);

    private final boolean identityShown;

    private UsageReports(boolean identityShown) {
        this.identityShown = identityShown;
    }

    /**
     * Returns reports of {@linkplain UsageSnapshot#redacted() redacted} snapshots: no text in them holds the e-mail
     * address or the organisation.
     *
     * @return the reports
     */
    public static UsageReports redacted() {
        return REDACTED;
    }

    /**
     * Returns reports with the e-mail address and the organisation, where they are known.
     *
     * @return the reports
     */
    public static UsageReports withIdentity() {
        return WITH_IDENTITY;
    }

    /**
     * Returns a snapshot as it may be shown.
     *
     * @param snapshot the snapshot
     * @return the same, or a {@linkplain UsageSnapshot#redacted() redacted} one
     */
    public UsageSnapshot shown(UsageSnapshot snapshot) {
        return identityShown ? snapshot : snapshot.redacted();
    }

    /**
     * Returns the report of a view: its last answer with its age, or why there is none to show.
     *
     * @param view the view
     * @return a new report
     */
    public UsageReport of(UsageView view) {
        if (view.snapshot().isPresent()) {
            return UsageReport.of(UsageResult.of(
                            view.descriptor(), shown(view.snapshot().get())))
                    .withFreshness(Freshness.builder()
                            .measuredAt(view.measuredAt().orElse(null))
                            .stale(isStale(view))
                            .nextAttemptAt(view.nextAttempt().orElse(null))
                            .lastError(view.failure().orElse(null))
                            .build());
        }
        return UsageReport.of(
                UsageResult.failed(view.descriptor(), view.failure().orElseGet(() -> missing(view))));
    }

    /**
     * Returns the report of a result.
     *
     * @param result the result
     * @return a new report
     */
    public UsageReport of(UsageResult result) {
        if (result.snapshot().isEmpty()) {
            return UsageReport.of(result);
        }
        UsageSnapshot snapshot = shown(result.snapshot().get());
        return UsageReport.of(result.descriptor()
                .map(descriptor -> UsageResult.of(descriptor, snapshot))
                .orElseGet(() -> UsageResult.of(snapshot)));
    }

    /**
     * Returns the report of a snapshot.
     *
     * @param snapshot the snapshot
     * @return a new report
     */
    public UsageReport of(UsageSnapshot snapshot) {
        return UsageReport.of(UsageResult.of(shown(snapshot)));
    }

    /**
     * Returns a report as it may be shown.
     *
     * @param report the report
     * @return the same, or one of a {@linkplain UsageSnapshot#redacted() redacted} snapshot
     */
    public UsageReport of(UsageReport report) {
        if (identityShown || report.snapshot().isEmpty()) {
            return report;
        }
        UsageReport shown = of(report.result()).withSource(report.source());
        return report.freshness().map(shown::withFreshness).orElse(shown);
    }

    /** Tells whether the last answer of a view is older than it should be. */
    static boolean isStale(UsageView view) {
        return view.state() == UsageView.State.STALE || view.state() == UsageView.State.EXPIRED;
    }

    /** Says why there is no answer to show, although no attempt has failed. */
    private static UsageException missing(UsageView view) {
        String name = view.descriptor().displayName();
        String message = view.measuredAt().isPresent()
                ? "The last answer of " + name + " is too old to be shown."
                : name + " has not answered yet.";
        return UsageException.builder(UsageException.Reason.TIMED_OUT, message).build();
    }
}
