package dev.codexbar.provider.codex.report;

import dev.codexbar.core.UsageDetail;
import dev.codexbar.provider.codex.report.CodexUsage.BankedResets;
import dev.codexbar.provider.codex.report.CodexUsage.Credits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Codex told beside the windows, as rows for people. */
final class CodexDetails {

    private static final Map<String, String> REACHED = Map.of(
            "rate_limit_reached", "Usage limit",
            "workspace_owner_credits_depleted", "Workspace out of credits",
            "workspace_member_credits_depleted", "Your credits in the workspace are used up",
            "workspace_owner_usage_limit_reached", "Usage limit of the workspace",
            "workspace_member_usage_limit_reached", "Your usage limit in the workspace");

    private final List<UsageDetail> rows = new ArrayList<>();

    private CodexDetails() {}

    static List<UsageDetail> of(CodexUsage usage) {
        CodexDetails details = new CodexDetails();
        usage.credits().ifPresent(details::addCredits);
        if (usage.blocked()) {
            details.add("Usage within the plan", "Blocked", null);
        }
        usage.reachedLimit().ifPresent(limit -> details.add("Limit reached", reached(limit), null));
        if (usage.spendLimitReached()) {
            details.add("Spend limit", "Reached", null);
        }
        usage.bankedResets().filter(resets -> resets.available() > 0).ifPresent(details::addResets);
        return details.rows;
    }

    private void addCredits(Credits credits) {
        String value = credits.unlimited()
                ? "Unlimited"
                : credits.balance().map(balance -> balance + " left").orElse("Available");
        add("Credits", value, null);
    }

    private void addResets(BankedResets resets) {
        String expiry =
                resets.nextExpiry().map(next -> "next expires " + day(next)).orElse(null);
        add("Banked resets", Integer.toString(resets.available()), expiry);
    }

    private static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Returns the name of the limit that is reached. An unknown value becomes its own words, capitalised. */
    private static String reached(String limit) {
        String known = REACHED.get(limit);
        return known != null ? known : CodexPlans.name(limit);
    }

    private void add(String label, String value, @Nullable String note) {
        UsageDetail.Builder row = UsageDetail.builder(label, value);
        if (note != null) {
            row.secondaryValue(note);
        }
        rows.add(row.build());
    }
}
