package dev.codexbar.provider.claude.report;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.support.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * How Claude Code is signed in, in the terms of {@code AccountInfo} in {@code @anthropic-ai/claude-agent-sdk}.
 *
 * @param email the address of the account
 * @param organization its organisation
 * @param plan the name of the plan for people, such as {@code "Claude Max"}
 * @param tokenSource where a token comes from, {@code "none"} for nowhere
 * @param apiKeySource where an API key comes from
 * @param apiProvider who serves the models, {@code "firstParty"} for Anthropic
 * @param version the version of Claude Code
 */
record ClaudeAccount(
        Optional<String> email,
        Optional<String> organization,
        Optional<String> plan,
        Optional<String> tokenSource,
        Optional<String> apiKeySource,
        Optional<String> apiProvider,
        Optional<String> version) {

    private static final String NONE = "none";
    private static final int TEXT_LIMIT = 100;

    /** Returns the account of both answers. */
    static ClaudeAccount of(JsonValue initialized, JsonValue usage) {
        JsonValue account = initialized.get("account");
        Optional<String> plan = text(account.get("subscriptionType"))
                .or(() -> text(usage.get("subscription_type"))
                        .map(name -> "Claude " + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)));
        return new ClaudeAccount(
                text(account.get("email")),
                text(account.get("organization")),
                plan,
                text(account.get("tokenSource")).filter(source -> !source.equals(NONE)),
                text(account.get("apiKeySource")).filter(source -> !source.equals(NONE)),
                text(account.get("apiProvider")),
                text(initialized.get("claude_code_version")));
    }

    boolean hasSubscription() {
        return plan.isPresent();
    }

    boolean hasToken() {
        return tokenSource.isPresent();
    }

    /** Returns what is paid with, if it is nothing that has the limits of a plan. */
    Optional<String> billingWithoutPlan() {
        Optional<String> other =
                apiProvider.filter(provider -> !provider.equals("firstParty")).map(ClaudeAccount::provider);
        return other.or(() -> apiKeySource.map(source -> "API key"));
    }

    private static String provider(String name) {
        return switch (name) {
            case "bedrock" -> "Amazon Bedrock";
            case "vertex" -> "Google Vertex AI";
            case "foundry" -> "Microsoft Foundry";
            default -> name;
        };
    }

    AccountIdentity identity() {
        AccountIdentity.Builder identity = AccountIdentity.builder();
        email.ifPresent(identity::accountEmail);
        organization.ifPresent(identity::accountOrganization);
        billingWithoutPlan().ifPresent(identity::loginMethod);
        return identity.build();
    }

    static Optional<String> text(JsonValue json) {
        String text = TerminalText.singleLine(json.text().orElse(""), TEXT_LIMIT);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Names the plan only: whose account it is, is private. */
    @Override
    public String toString() {
        return "ClaudeAccount[plan=" + plan.orElse(null) + "]";
    }
}
