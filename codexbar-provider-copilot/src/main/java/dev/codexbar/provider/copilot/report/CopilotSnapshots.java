package dev.codexbar.provider.copilot.report;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.RateWindow.ResetPrecision;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.terminal.TerminalText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the answer of GitHub into a snapshot. */
final class CopilotSnapshots {

    static final String PROVIDER = "copilot";

    private static final String PREFIX = "copilot-";
    private static final String PREMIUM = "premium_interactions";
    private static final String CHAT = "chat";
    private static final String COMPLETIONS = "completions";
    private static final int TITLE_LIMIT = 60;

    private final CopilotUser user;
    private final Instant now;
    private final boolean cached;

    private CopilotSnapshots(CopilotUser user, Instant now, boolean cached) {
        this.user = user;
        this.now = now;
        this.cached = cached;
    }

    /** Returns what an answer means that GitHub gave just now. */
    static UsageSnapshot.Builder fresh(CopilotUser user, Instant now) {
        return new CopilotSnapshots(user, now, false).snapshot();
    }

    /** Returns what an answer means that may have lain in a cache: its age is that of its oldest quota. */
    static UsageSnapshot.Builder cached(CopilotUser user, Instant now) {
        return new CopilotSnapshots(user, now, true).snapshot();
    }

    private UsageSnapshot.Builder snapshot() {
        Instant observedAt = cached ? observedAt().orElse(now) : now;
        UsageSnapshot.Builder snapshot =
                UsageSnapshot.builder(PROVIDER, observedAt).identity(identity()).plan(plan());
        quota(PREMIUM).ifPresent(quota -> snapshot.primary(title(quota), window(quota)));
        quota(CHAT).ifPresent(quota -> snapshot.secondary(title(quota), window(quota)));
        for (Quota quota : user.quotas()) {
            if (!quota.name().equals(PREMIUM) && !quota.name().equals(CHAT)) {
                snapshot.windowByTitle(PREFIX, title(quota), window(quota));
            }
        }
        details().forEach(snapshot::detail);
        if (cached) {
            snapshot.detail(age());
        }
        return snapshot;
    }

    private Optional<Quota> quota(String name) {
        return user.quotas().stream().filter(quota -> quota.name().equals(name)).findFirst();
    }

    /** The oldest, because the numbers of a snapshot are only as young as the oldest of them. */
    private Optional<Instant> observedAt() {
        return user.quotas().stream()
                .flatMap(quota -> quota.observedAt().stream())
                .filter(observed -> observed.isBefore(now))
                .min(Instant::compareTo);
    }

    private UsageDetail age() {
        return observedAt()
                .map(observed -> UsageDetail.of("Counted", minute(observed)))
                .orElseGet(() -> UsageDetail.of("Counted", "up to an hour ago"));
    }

    private static String minute(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.MINUTES).toString();
        return text.substring(0, "2026-11-26T11:00".length()).replace('T', ' ') + " UTC";
    }

    private AccountIdentity identity() {
        AccountIdentity.Builder identity = AccountIdentity.builder();
        user.login().ifPresent(identity::accountEmail);
        if (!user.organizations().isEmpty()) {
            identity.accountOrganization(String.join(", ", user.organizations()));
        }
        return identity.build();
    }

    /** The names under which GitHub sells its plans; VS Code distinguishes them by the same members. */
    private @Nullable String plan() {
        String access = user.accessType().orElse("");
        if (access.equals(CopilotUser.FREE)) {
            return "Copilot Free";
        }
        return user.plan()
                .map(plan -> switch (plan) {
                    // Students and maintainers have it for nothing, so only a subscriber is sure to have bought Pro.
                    case "individual" -> access.contains("subscriber") ? "Copilot Pro" : "Copilot Individual";
                    case "individual_pro" -> "Copilot Pro+";
                    default ->
                        "Copilot "
                                + Stream.of(words(plan).split(" "))
                                        .map(CopilotSnapshots::capitalized)
                                        .collect(Collectors.joining(" "));
                })
                .orElse(null);
    }

    private @Nullable RateWindow window(Quota quota) {
        if (quota.usedPercent().isEmpty() || isOver(quota)) {
            return null;
        }
        RateWindow.Builder window = RateWindow.builder(quota.usedPercent().getAsDouble());
        String unit = unit(quota);
        if (unit != null && quota.used().isPresent() && quota.entitlement().isPresent()) {
            window.amount(new RateWindow.Amount(
                    quota.used().getAsDouble(), quota.entitlement().getAsDouble(), unit));
        }
        Instant reset = reset(quota).filter(next -> next.isAfter(now)).orElse(null);
        if (reset != null) {
            window.resetsAt(reset, quota.reset().isPresent() ? ResetPrecision.INSTANT : ResetPrecision.DAY);
            if (quota.monthly()) {
                window.period(monthBefore(reset));
            }
        }
        return window.build();
    }

    /** Tells whether a quota was counted before its reset, and the reset is past: then its numbers mean nothing now. */
    private boolean isOver(Quota quota) {
        Optional<Instant> reset = reset(quota);
        if (reset.isEmpty() || reset.get().isAfter(now)) {
            return false;
        }
        // Of an answer without a time, only a cached one may be that old.
        return quota.observedAt()
                .map(observed -> observed.isBefore(reset.get()))
                .orElse(cached);
    }

    private static Optional<Instant> reset(Quota quota) {
        return quota.reset().or(() -> quota.resetDay().map(CopilotSnapshots::startOf));
    }

    private static Duration monthBefore(Instant reset) {
        return Duration.between(reset.atOffset(ZoneOffset.UTC).minusMonths(1).toInstant(), reset);
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private List<UsageDetail> details() {
        List<UsageDetail> rows = new ArrayList<>();
        boolean billedByTokens = false;
        for (Quota quota : user.quotas()) {
            String title = title(quota);
            if (quota.unlimited()) {
                rows.add(UsageDetail.of(title, "Unlimited"));
            } else if (quota.isPlaceholder()) {
                billedByTokens |= quota.inCredits();
            } else if (quota.usedPercent().isEmpty() && quota.remaining().isPresent()) {
                rows.add(UsageDetail.of(title, plain(quota.remaining().getAsDouble()) + " left"));
            }
            overage(quota, title).ifPresent(rows::add);
            if (quota.creditsUsed().orElse(0) > 0) {
                rows.add(UsageDetail.builder(
                                "Credits used", plain(quota.creditsUsed().getAsDouble()))
                        .secondaryValue(title)
                        .build());
            }
        }
        if (billedByTokens) {
            rows.add(UsageDetail.of("Billing", "By tokens, without a quota for this seat"));
        }
        return rows;
    }

    private static Optional<UsageDetail> overage(Quota quota, String title) {
        double overage = quota.overage().orElse(0);
        // GitHub sends "not permitted" with quotas that have no end, too.
        boolean counts =
                quota.usedPercent().isPresent() && quota.overagePermitted().isPresent();
        if (!counts && overage == 0) {
            return Optional.empty();
        }
        String label = title + " beyond the quota";
        Optional<String> permitted = quota.overagePermitted().map(allowed -> allowed ? "Allowed" : "Not allowed");
        if (overage == 0) {
            return permitted.map(words -> UsageDetail.of(label, words));
        }
        UsageDetail.Builder row = UsageDetail.builder(label, plain(overage) + " used");
        permitted.ifPresent(row::secondaryValue);
        return Optional.of(row.build());
    }

    private static @Nullable String unit(Quota quota) {
        if (quota.inCredits()) {
            return "credits";
        }
        return switch (quota.name()) {
            case PREMIUM -> "requests";
            case CHAT -> "messages";
            case COMPLETIONS -> COMPLETIONS;
            // The unit of other quotas is unknown.
            default -> null;
        };
    }

    private static String title(Quota quota) {
        return quota.name().equals(PREMIUM) ? "Premium requests" : capitalized(words(quota.name()));
    }

    private static String words(String name) {
        String words = TerminalText.singleLine(name.replace('_', ' ').replace('-', ' '), TITLE_LIMIT);
        return words.isEmpty() ? "quota" : words;
    }

    private static String capitalized(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
