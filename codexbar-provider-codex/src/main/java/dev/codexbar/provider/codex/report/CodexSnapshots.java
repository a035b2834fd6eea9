package dev.codexbar.provider.codex.report;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;

/**
 * Turns what Codex told into a snapshot.
 *
 * @since 0.1.0
 */
public final class CodexSnapshots {

    private static final String PROVIDER = "codex";

    private CodexSnapshots() {}

    /**
     * Returns what a usage means. A plan of credits alone has no window.
     *
     * @param usage what Codex told
     * @param account whose usage it is
     * @param updatedAt when Codex told it
     * @return a builder, to which the provider adds how it asked and what came before
     */
    public static UsageSnapshot.Builder map(CodexUsage usage, CodexAccount account, Instant updatedAt) {
        UsageSnapshot.Builder snapshot = UsageSnapshot.builder(PROVIDER, updatedAt)
                .identity(identity(account))
                // The plan of the account stands in the token, which may be months old.
                .plan(usage.plan().or(account::plan).map(CodexPlans::name).orElse(null));
        CodexWindows.of(usage).forEach(snapshot::window);
        CodexDetails.of(usage).forEach(snapshot::detail);
        return snapshot;
    }

    private static AccountIdentity identity(CodexAccount account) {
        if (account.type().filter(CodexAccount.CHATGPT::equals).isEmpty()) {
            return AccountIdentity.unknown();
        }
        AccountIdentity.Builder identity = AccountIdentity.builder().loginMethod("ChatGPT");
        account.email().ifPresent(identity::accountEmail);
        account.workspace().ifPresent(identity::accountOrganization);
        return identity.build();
    }
}
