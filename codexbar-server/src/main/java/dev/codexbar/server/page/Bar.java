package dev.codexbar.server.page;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsagePace;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A window as the page shows it. Lengths are percentages of the width of the bar.
 *
 * @param id unique on the page
 * @param title what the window is called
 * @param level how full it is
 * @param known whether the percentage holds; if not, the bar is hatched
 * @param fill how long the bar is
 * @param limit where 100 % is, if more is used than there is; then the bar is scaled to what is used
 * @param even where even use would be, if it is known
 * @param percent the percentage in words
 * @param amount the quota in its own unit, or empty
 * @param value the percentage for assistive technology
 * @param most the end of the scale for assistive technology
 * @param reset when it resets, or empty
 * @param countdown when it resets, short
 * @param resetDate the date of the reset, or empty
 * @param forecast whether the quota lasts, or empty
 * @param runsOut whether the forecast is a warning
 * @param resetsAt what the list of resets is sorted by
 * @param history the picture of its history
 */
record Bar(
        String id,
        String title,
        Level level,
        boolean known,
        String fill,
        Optional<String> limit,
        Optional<String> even,
        String percent,
        String amount,
        String value,
        String most,
        String reset,
        String countdown,
        String resetDate,
        String forecast,
        boolean runsOut,
        Optional<Instant> resetsAt,
        @Nullable Sparkline history) {

    static Bar of(
            String providerId,
            NamedRateWindow named,
            boolean pastReset,
            Instant measuredAt,
            Instant now,
            Wording wording,
            Optional<Sparkline> history) {
        RateWindow window = named.window();
        double used = window.usedPercent();
        boolean over = used > 100;
        Optional<UsagePace> pace =
                pastReset ? Optional.empty() : UsagePace.of(window, measuredAt).filter(known -> known.holdsAt(now));
        double scale = over ? 100 / used : 1;
        return new Bar(
                providerId + "-" + named.id(),
                Wording.clean(named.title()),
                pastReset ? Level.UNKNOWN : Level.of(used),
                !pastReset,
                Sparkline.tenths(over ? 100 : used),
                over ? Optional.of(Sparkline.tenths(100 * scale)) : Optional.empty(),
                pace.map(known -> Sparkline.tenths(known.expectedPercent() * scale)),
                pastReset ? "was " + Wording.percent(window) : Wording.percent(window),
                Wording.amount(window),
                Sparkline.tenths(used),
                Sparkline.tenths(Math.max(100, used)),
                wording.reset(window) + (pastReset ? " · new figures are not known yet" : ""),
                wording.countdown(window),
                wording.resetDate(window),
                pastReset ? "" : wording.forecast(window, measuredAt),
                !pastReset
                        && UsagePace.of(window, measuredAt)
                                .flatMap(UsagePace::runsOutAt)
                                .isPresent(),
                window.resetsAt(),
                history.orElse(null));
    }

    /** A window of which nothing is known. */
    static Bar unknown(String providerId, String title, String reason) {
        return new Bar(
                providerId + "-unknown",
                Wording.clean(title),
                Level.UNKNOWN,
                false,
                "0",
                Optional.empty(),
                Optional.empty(),
                reason,
                "",
                "0",
                "100",
                "",
                "",
                "",
                "",
                false,
                Optional.empty(),
                null);
    }

    /** What assistive technology reads for the bar. */
    String valueText() {
        return percent + (amount.isEmpty() ? "" : ", " + amount);
    }
}
