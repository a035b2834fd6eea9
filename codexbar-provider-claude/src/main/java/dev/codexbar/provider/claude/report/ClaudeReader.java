package dev.codexbar.provider.claude.report;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what Claude Code answers to the control requests {@code initialize} and {@code get_usage}.
 *
 * <p>{@code get_usage} came with Claude Code 2.1.169. Its answer passes on that of Anthropic's service, windows with
 * code names included; only what is documented is read. It is experimental by the name of the method in the SDK.
 *
 * <p>Claude Code repeats figures for up to an hour if the service fails, without a mark. A window whose reset is past
 * is therefore dropped, and a detail of the snapshot then states that its figures are older than that reset.
 *
 * @since 0.1.0
 */
public final class ClaudeReader {

    private ClaudeReader() {}

    /**
     * What the reader needs of the environment in which Claude Code ran. Immutable.
     *
     * @param trafficDisabled whether {@code CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC} was set, which keeps Claude Code
     *     from asking for the limits
     * @param keyWithheld whether an API key or a token of the environment was kept from Claude Code, because it would
     *     have hidden the subscription
     * @since 0.1.0
     */
    public record Surroundings(boolean trafficDisabled, boolean keyWithheld) {

        /** Nothing that matters. */
        public static final Surroundings NONE = new Surroundings(false, false);
    }

    /**
     * Returns the usage.
     *
     * @param account the answer to {@code initialize}; {@link JsonReply#UNREADABLE} if there is none
     * @param usage the answer to {@code get_usage}
     * @param surroundings what the environment was
     * @param now the present instant
     * @return a snapshot to complete and build
     * @throws UsageException if there is no usage in the answer
     */
    public static UsageSnapshot.Builder read(JsonReply account, JsonReply usage, Surroundings surroundings, Instant now)
            throws UsageException {
        if (usage.error().isPresent()) {
            String words = usage.error().get().message();
            throw words.toLowerCase(Locale.ROOT).contains("unsupported control request")
                    ? ClaudeProblems.tooOld()
                    : ClaudeProblems.unreadable();
        }
        JsonValue answer = usage.result().orElseThrow(ClaudeProblems::unreadable);
        ClaudeAccount who = ClaudeAccount.of(account.result().orElse(JsonValue.NOTHING), answer);
        JsonValue limits = answer.get("rate_limits");
        if (limits.isObject()) {
            return new ClaudeSnapshots(who, now).withLimits(limits);
        }
        boolean available = answer.get("rate_limits_available")
                .truth()
                .filter(known -> limits.isNull())
                .orElseThrow(ClaudeProblems::unreadable);
        if (available) {
            throw surroundings.trafficDisabled() ? ClaudeProblems.trafficDisabled() : ClaudeProblems.unavailable();
        }
        Optional<String> billing = who.billingWithoutPlan();
        if (billing.isPresent()) {
            return new ClaudeSnapshots(who, now).withoutPlan(billing.get());
        }
        if (who.hasSubscription()) {
            throw ClaudeProblems.loginWithoutScope();
        }
        throw who.hasToken() ? ClaudeProblems.tokenWithoutScope() : ClaudeProblems.signedOut(surroundings);
    }

    /**
     * Returns the failure of a Claude Code that ended without an answer.
     *
     * @param exitCode its exit code
     * @param error its standard error
     * @return a failure
     */
    public static UsageException ended(int exitCode, String error) {
        return error.toLowerCase(Locale.ROOT).contains("unknown option")
                ? ClaudeProblems.tooOld()
                : ClaudeProblems.ended(exitCode);
    }
}
