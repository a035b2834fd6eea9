package dev.codexbar.provider.codex.report;

import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the answers of {@code codex app-server}, of any version. Never fails; what is missing or of another type than
 * expected is absent.
 *
 * @since 0.1.0
 */
public final class CodexReader {

    /** The client's name stands before the version from 0.92 on, {@code codex_cli_rs} before. */
    private static final Pattern USER_AGENT =
            Pattern.compile("[^/]{1,100}/(\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}[-+.\\w]{0,40}) ");

    private CodexReader() {}

    /**
     * Reads the answers to {@code account/rateLimits/read} and {@code account/read}.
     *
     * @param rateLimits the answer that tells the usage
     * @param account what the other answer told
     * @return the usage, or why there is none
     */
    public static CodexAnswer read(JsonReply rateLimits, CodexAccount account) {
        if (rateLimits.error().isEmpty()) {
            return RateLimitsReader.read(rateLimits.result().orElse(JsonValue.NOTHING));
        }
        CodexAnswer answer = ErrorReader.read(rateLimits.error().get().message());
        return answer == CodexProblem.NOT_LOGGED_IN && account.usesOtherService() ? CodexProblem.OTHER_SERVICE : answer;
    }

    /**
     * Tells whether the login cannot be renewed, by what Codex answered when it was made to renew it.
     *
     * @param renewal the answer to {@code account/read} with {@code refreshToken}
     * @return whether asking again is of no use
     */
    public static boolean isRenewalRefused(JsonReply renewal) {
        return CodexAccount.of(renewal).isMissing()
                || renewal.error()
                        .filter(error -> ErrorReader.saysNotRenewed(error.message()))
                        .isPresent();
    }

    /**
     * Returns the version in the answer to {@code initialize}.
     *
     * @param initialize the answer
     * @return a version such as {@code 0.171.0}
     */
    public static Optional<String> version(JsonReply initialize) {
        JsonValue userAgent = initialize.result().orElse(JsonValue.NOTHING).get("userAgent");
        Matcher matcher = USER_AGENT.matcher(userAgent.text().orElse(""));
        return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
