package dev.codexbar.server.page;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider as the page shows it.
 *
 * @param id the id of the provider
 * @param name what it is called
 * @param plan the plan, or empty
 * @param account the account if it was asked for, or empty
 * @param state the state in one word, which is its class in the style sheet too
 * @param announcement the state in a sentence, which is read out when it changes
 * @param age when it was measured
 * @param next when it is asked next
 * @param failure why the last attempt failed, or empty
 * @param nextStep what to do about it, or empty
 * @param cost what was spent, or empty
 * @param bars the windows; one that is unknown if there are none
 * @param details what else the tool states
 * @param worst the highest percentage that holds
 */
record Card(
        String id,
        String name,
        String plan,
        String account,
        String state,
        String announcement,
        String age,
        String next,
        String failure,
        String nextStep,
        String cost,
        List<Bar> bars,
        List<Detail> details,
        OptionalDouble worst) {

    /**
     * A further row.
     *
     * @param label what it is about
     * @param value what the tool states
     */
    record Detail(String label, String value) {}

    static Card of(UsageView view, PageRequest request, Wording wording) {
        String name = Wording.clean(view.descriptor().displayName());
        Optional<UsageSnapshot> snapshot =
                request.identityShown() ? view.snapshot() : view.snapshot().map(UsageSnapshot::redacted);
        List<Bar> bars = bars(view, snapshot, request, wording);
        String state = state(view);
        return new Card(
                view.providerId(),
                name,
                snapshot.flatMap(UsageSnapshot::plan).map(Card::masked).orElse(""),
                request.identityShown()
                        ? snapshot.map(UsageSnapshot::identity)
                                .map(Card::account)
                                .orElse("")
                        : "",
                state,
                announcement(view, name, state),
                view.measuredAt()
                        .map(then -> "Measured " + wording.ago(then))
                        .orElse(view.failure().isPresent() ? "Never measured" : "Not measured yet"),
                next(view, wording),
                view.failure()
                        .map(failure -> masked(Objects.requireNonNullElse(failure.getMessage(), "")))
                        .orElse(""),
                view.failure()
                        .flatMap(UsageException::nextStep)
                        .map(Card::masked)
                        .orElse(""),
                snapshot.flatMap(UsageSnapshot::cost).map(Wording::cost).orElse(""),
                bars,
                snapshot.map(Card::details).orElse(List.of()),
                worst(view));
    }

    /** Text of a tool, in one line; whole when it is masked, as a cut could hide half an address from the mask. */
    private static String masked(String text) {
        return Wording.clean(IdentityMask.mask(text));
    }

    private static String account(AccountIdentity identity) {
        return Stream.of(identity.accountEmail(), identity.accountOrganization())
                .flatMap(Optional::stream)
                .map(Wording::clean)
                .collect(Collectors.joining(" · "));
    }

    private static String state(UsageView view) {
        if (view.failure().isPresent()) {
            return "failed";
        }
        return view.state().name().toLowerCase(Locale.ROOT);
    }

    private static String announcement(UsageView view, String name, String state) {
        String known = view.snapshot().isPresent() ? ", the last figures stay" : "";
        return name
                + switch (state) {
                    case "failed" -> ": asking failed" + known;
                    case "stale" -> ": the figures are older than they should be";
                    case "expired" -> ": the last figures are too old to be shown";
                    case "fresh" -> ": up to date";
                    default -> ": waiting for the first answer";
                };
    }

    private static String next(UsageView view, Wording wording) {
        if (view.isRefreshing()) {
            return "asking now";
        }
        return view.nextAttempt()
                .map(next -> next.isAfter(view.asOf()) ? "next look " + wording.in(next) : "asking soon")
                .orElse("not asked again");
    }

    private static List<Bar> bars(UsageView view, Optional<UsageSnapshot> shown, PageRequest request, Wording wording) {
        List<Bar> bars = new ArrayList<>();
        // Without identity, a window may have another id; the view and the history know it under its own.
        Iterator<NamedRateWindow> own =
                view.snapshot().map(UsageSnapshot::windows).orElse(List.of()).iterator();
        for (NamedRateWindow named : shown.map(UsageSnapshot::windows).orElse(List.of())) {
            String id = own.next().id();
            boolean pastReset = view.windowsPastReset().contains(id);
            Optional<Sparkline> history = Sparkline.of(
                    request.history().apply(view.providerId(), id),
                    named.window().period(),
                    wording,
                    request.now());
            bars.add(Bar.of(
                    view.providerId(), named, pastReset, shown.get().updatedAt(), request.now(), wording, history));
        }
        if (bars.isEmpty()) {
            String title = view.descriptor().windowTitles().getOrDefault(NamedRateWindow.PRIMARY, "Usage");
            bars.add(Bar.unknown(view.providerId(), title, reason(view)));
        }
        return bars;
    }

    private static String reason(UsageView view) {
        return switch (view.state()) {
            case PENDING -> "not known yet";
            case EXPIRED -> "too old to show";
            case FAILED -> "unknown";
            case FRESH, STALE -> "not stated";
        };
    }

    private static List<Detail> details(UsageSnapshot snapshot) {
        List<Detail> details = new ArrayList<>();
        for (UsageDetail detail : snapshot.details()) {
            String more =
                    detail.secondaryValue().map(text -> " · " + masked(text)).orElse("");
            details.add(new Detail(masked(detail.label()), masked(detail.value()) + more));
        }
        return List.copyOf(details);
    }

    private static OptionalDouble worst(UsageView view) {
        return view.snapshot().map(UsageSnapshot::windows).orElse(List.of()).stream()
                .filter(named -> !view.windowsPastReset().contains(named.id()))
                .mapToDouble(named -> named.window().usedPercent())
                .max();
    }

    /** The state for a person, or empty if all is well. */
    String tag() {
        return switch (state) {
            case "fresh" -> "";
            case "pending" -> "Waiting";
            default -> Wording.capital(state);
        };
    }
}
