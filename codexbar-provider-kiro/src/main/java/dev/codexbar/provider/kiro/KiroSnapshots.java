package dev.codexbar.provider.kiro;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.kiro.report.Bonus;
import dev.codexbar.provider.kiro.report.Breakdown;
import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.Overage;
import dev.codexbar.provider.kiro.report.Pack;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Maps what the Kiro CLI said to a snapshot. Pure: the instant is passed in. */
final class KiroSnapshots {

    private static final String PROVIDER = "kiro";
    private static final String CREDITS = "credits";

    static final String CREDITS_TITLE = "Credits";
    static final String BONUS_TITLE = "Bonus";

    /** Kiro's own sign-in, and what is meant when {@code whoami} cannot tell. */
    private static final String USUAL_LOGIN = "Builder ID";

    /** What is promised for longer than a century is no date. */
    private static final int MOST_DAYS = 36_500;

    private final KiroUsage usage;
    private final Instant updatedAt;
    private final LocalDate today;
    private final @Nullable LocalDate resetDay;

    private KiroSnapshots(KiroUsage usage, Instant updatedAt) {
        this.usage = usage;
        this.updatedAt = updatedAt;
        this.today = LocalDate.ofInstant(updatedAt, ZoneOffset.UTC);
        this.resetDay = usage.reset().flatMap(date -> date.toDate(today)).orElse(null);
    }

    /**
     * Returns what a usage means.
     *
     * @param usage what the CLI said
     * @param account whose account it is
     * @param updatedAt when the CLI said it
     * @return a builder, to which the provider adds the strategy, the version and the attempts
     */
    static UsageSnapshot.Builder map(KiroUsage usage, KiroAccount account, Instant updatedAt) {
        return new KiroSnapshots(usage, updatedAt).snapshot(account);
    }

    private UsageSnapshot.Builder snapshot(KiroAccount account) {
        UsageSnapshot.Builder snapshot = UsageSnapshot.builder(PROVIDER, updatedAt)
                .identity(identity(account))
                .plan(usage.plan().orElse(null))
                .cost(cost().orElse(null))
                .primary(CREDITS_TITLE, main().flatMap(this::quota).orElse(null))
                .secondary(BONUS_TITLE, allBonuses().orElse(null));
        addFurtherQuotas(snapshot);
        addSingleBonuses(snapshot);
        addPacks(snapshot);
        KiroDetails.of(usage).forEach(snapshot::detail);
        return snapshot;
    }

    private Optional<Breakdown> main() {
        return usage.breakdowns().stream().findFirst();
    }

    private AccountIdentity identity(KiroAccount account) {
        AccountIdentity.Builder identity = AccountIdentity.builder();
        // An account that whoami does not know is not said to be of the usual kind.
        if (account.loggedIn()) {
            identity.loginMethod(account.loginMethod().orElse(USUAL_LOGIN));
        }
        usage.plan().ifPresent(identity::accountOrganization);
        account.email().ifPresent(identity::accountEmail);
        return identity.build();
    }

    private Optional<RateWindow> quota(Breakdown breakdown) {
        if (breakdown.usedPercent().isEmpty()) {
            return Optional.empty();
        }
        RateWindow.Builder window =
                RateWindow.builder(breakdown.usedPercent().getAsDouble()).atLeast(breakdown.clamped());
        if (breakdown.used().isPresent() && breakdown.limit().isPresent()) {
            window.amount(new RateWindow.Amount(
                    breakdown.used().getAsDouble(),
                    breakdown.limit().getAsDouble(),
                    breakdown.label().toLowerCase(Locale.ROOT)));
        }
        if (resetDay != null) {
            window.resetsAt(startOf(resetDay), ResetPrecision.DAY).period(month(resetDay));
        }
        return Optional.of(window.build());
    }

    /** The billing month that ends with a reset. */
    private static Duration month(LocalDate reset) {
        return Duration.between(startOf(reset.minusMonths(1)), startOf(reset));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** All bonuses together, until the next of them ends that has credits left; a single one until it ends. */
    private Optional<RateWindow> allBonuses() {
        List<Bonus> all = usage.bonuses();
        OptionalInt days = all.stream()
                .filter(bonus -> all.size() == 1 || bonus.used() < bonus.total())
                .map(Bonus::expiresInDays)
                .flatMapToInt(OptionalInt::stream)
                .min();
        return bonus(
                all.stream().mapToDouble(Bonus::used).sum(),
                all.stream().mapToDouble(Bonus::total).sum(),
                days);
    }

    private Optional<RateWindow> bonus(double used, double total, OptionalInt days) {
        return expiring(used, total).map(window -> {
            if (days.isPresent()) {
                window.resetDescription("expires in " + days.getAsInt() + " days");
                if (days.getAsInt() <= MOST_DAYS) {
                    // Counted from the day of the answer, so that every answer of a day means the same end.
                    window.resetsAt(startOf(today.plusDays(days.getAsInt())), ResetPrecision.DAYS);
                }
            }
            return window.build();
        });
    }

    /** Begins a quota that ends and does not come back; empty if there is nothing to use. */
    private static Optional<RateWindow.Builder> expiring(double used, double total) {
        return total <= 0
                ? Optional.empty()
                : Optional.of(
                        RateWindow.builder(100 * used / total).amount(new RateWindow.Amount(used, total, CREDITS)));
    }

    private void addFurtherQuotas(UsageSnapshot.Builder snapshot) {
        usage.breakdowns().stream()
                .skip(1)
                .forEach(breakdown -> snapshot.windowByTitle(
                        "kiro-quota-", breakdown.label(), quota(breakdown).orElse(null)));
    }

    private void addSingleBonuses(UsageSnapshot.Builder snapshot) {
        // One bonus is the secondary window itself.
        if (usage.bonuses().size() > 1) {
            usage.bonuses()
                    .forEach(bonus -> snapshot.windowByTitle(
                            "kiro-bonus-",
                            bonus.name().orElse(BONUS_TITLE),
                            bonus(bonus.used(), bonus.total(), bonus.expiresInDays())
                                    .orElse(null)));
        }
    }

    private void addPacks(UsageSnapshot.Builder snapshot) {
        usage.addOnCredits().ifPresent(credits -> {
            credits.active()
                    .ifPresent(pack -> snapshot.windowByTitle(
                            "kiro-", "Add-on credits", pack(pack).orElse(null)));
            credits.others()
                    .ifPresent(packs -> snapshot.windowByTitle(
                            "kiro-",
                            "Other add-on credits",
                            expiring(packs.used(), packs.total())
                                    .map(RateWindow.Builder::build)
                                    .orElse(null)));
        });
    }

    private Optional<RateWindow> pack(Pack pack) {
        return expiring(pack.used(), pack.total()).map(window -> {
            pack.expires().ifPresent(date -> window.resetDescription("expires " + date.text()));
            pack.expires()
                    .flatMap(date -> date.toDate(today))
                    .ifPresent(day -> window.resetsAt(startOf(day), ResetPrecision.DAY));
            return window.build();
        });
    }

    /** The price of the overages. Kiro reports no ceiling, and one currency for all quotas. */
    private Optional<UsageCost> cost() {
        String currency = null;
        double sum = 0;
        for (Breakdown breakdown : usage.breakdowns()) {
            Overage overage = breakdown.overage().orElse(null);
            if (overage != null
                    && overage.estimatedCost().isPresent()
                    && overage.currency().filter(UsageCost::isCurrencyCode).isPresent()
                    && (currency == null || currency.equals(overage.currency().get()))) {
                currency = overage.currency().get();
                sum += overage.estimatedCost().getAsDouble();
            }
        }
        if (currency == null) {
            return Optional.empty();
        }
        UsageCost.Builder cost = UsageCost.builder(sum, currency).period("Overage");
        if (resetDay != null) {
            cost.resetsAt(startOf(resetDay));
        }
        return Optional.of(cost.build());
    }
}
