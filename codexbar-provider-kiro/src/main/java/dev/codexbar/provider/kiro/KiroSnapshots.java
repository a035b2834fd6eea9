package dev.codexbar.provider.kiro;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsage.Bonus;
import dev.codexbar.provider.kiro.report.KiroUsage.Breakdown;
import dev.codexbar.provider.kiro.report.KiroUsage.Overage;
import dev.codexbar.provider.kiro.report.KiroUsage.Pack;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what the Kiro CLI said into a snapshot. Pure: the instant is passed in. */
final class KiroSnapshots {

    private static final String PROVIDER = "kiro";
    private static final String CREDITS = "credits";

    /** Kiro's own sign-in, and what is meant when {@code whoami} cannot tell. */
    private static final String USUAL_LOGIN = "Builder ID";

    /** What is promised for longer than a century is no date. */
    private static final int MOST_DAYS = 36_500;

    private final KiroUsage usage;
    private final Instant updatedAt;
    private final LocalDate today;
    private final @Nullable LocalDate resetDay;
    private final List<NamedRateWindow> extraWindows = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

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
     * @return a builder, to which the provider adds source, version and diagnostics
     */
    static UsageSnapshot.Builder map(KiroUsage usage, KiroAccount account, Instant updatedAt) {
        return new KiroSnapshots(usage, updatedAt).snapshot(account);
    }

    private UsageSnapshot.Builder snapshot(KiroAccount account) {
        UsageSnapshot.Builder snapshot = UsageSnapshot.builder(PROVIDER, updatedAt)
                .identity(identity(account))
                .plan(usage.plan().orElse(null))
                .cost(cost().orElse(null))
                .primary(main().flatMap(this::quota).orElse(null))
                .secondary(allBonuses().orElse(null));
        addFurtherQuotas();
        addSingleBonuses();
        addPacks();
        extraWindows.forEach(snapshot::extraWindow);
        KiroDetails.of(usage).forEach(snapshot::detail);
        return snapshot;
    }

    private Optional<Breakdown> main() {
        return usage.breakdowns().stream().findFirst();
    }

    private AccountIdentity identity(KiroAccount account) {
        AccountIdentity.Builder identity =
                AccountIdentity.builder().loginMethod(account.loginMethod().orElse(USUAL_LOGIN));
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
            window.resetsAt(startOf(resetDay)).length(month(resetDay));
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
        return expiring(
                used,
                total,
                days.isPresent() && days.getAsInt() <= MOST_DAYS
                        ? updatedAt.plus(Duration.ofDays(days.getAsInt()))
                        : null,
                days.isPresent() ? "expires in " + days.getAsInt() + " days" : null);
    }

    /** Returns a quota that ends and does not come back, or empty if there is nothing to use. */
    private static Optional<RateWindow> expiring(
            double used, double total, @Nullable Instant end, @Nullable String description) {
        if (total <= 0) {
            return Optional.empty();
        }
        RateWindow.Builder window =
                RateWindow.builder(100 * used / total).amount(new RateWindow.Amount(used, total, CREDITS));
        if (end != null) {
            window.resetsAt(end);
        }
        if (description != null) {
            window.resetDescription(description);
        }
        return Optional.of(window.build());
    }

    private void addFurtherQuotas() {
        usage.breakdowns().stream()
                .skip(1)
                .forEach(breakdown -> addExtra("kiro-quota-", breakdown.label(), quota(breakdown)));
    }

    private void addSingleBonuses() {
        // One bonus is the secondary window itself.
        if (usage.bonuses().size() > 1) {
            usage.bonuses()
                    .forEach(bonus -> addExtra(
                            "kiro-bonus-",
                            bonus.name().orElse("Bonus"),
                            bonus(bonus.used(), bonus.total(), bonus.expiresInDays())));
        }
    }

    private void addPacks() {
        usage.addOnCredits().ifPresent(credits -> {
            credits.active().ifPresent(pack -> addExtra("kiro-", "Add-on credits", pack(pack)));
            credits.others()
                    .ifPresent(packs -> addExtra(
                            "kiro-", "Other add-on credits", expiring(packs.used(), packs.total(), null, null)));
        });
    }

    private Optional<RateWindow> pack(Pack pack) {
        Optional<Instant> end =
                pack.expires().flatMap(date -> date.toDate(today)).map(KiroSnapshots::startOf);
        String description =
                pack.expires().map(date -> "expires " + date.text()).orElse(null);
        return expiring(pack.used(), pack.total(), end.orElse(null), description);
    }

    /** Titles are free text and may occur twice, so an id is the title in plain letters, numbered if it must be. */
    private void addExtra(String prefix, String title, Optional<RateWindow> window) {
        if (window.isEmpty()) {
            return;
        }
        String base = prefix + slug(title);
        String id = base;
        for (int i = 2; !ids.add(id); i++) {
            id = base + "-" + i;
        }
        extraWindows.add(new NamedRateWindow(id, title, window.get()));
    }

    private static String slug(String title) {
        StringBuilder slug = new StringBuilder();
        for (char c : title.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain) {
                slug.append(c);
            } else if (slug.length() > 0 && slug.charAt(slug.length() - 1) != '-') {
                slug.append('-');
            }
        }
        int end = slug.length();
        if (end > 0 && slug.charAt(end - 1) == '-') {
            slug.setLength(end - 1);
        }
        return slug.length() == 0 ? "unnamed" : slug.toString();
    }

    /** The price of the overages. Kiro tells no ceiling, and the same currency for all quotas. */
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
