package dev.codexbar.provider.codex.report;

import dev.codexbar.provider.support.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of an error. There is no other field that tells them apart: codes are only -32600 and -32603, and the
 * status of the service is in the text. Every pattern is anchored at the beginning, because the end quotes what the
 * service sent.
 */
final class ErrorReader {

    private static final String FETCHING = "failed to fetch codex rate limits: ";

    private static final Pattern STATUS = Pattern.compile("[A-Z]{1,10} \\S{1,2000} failed: (\\d{3})\\b");

    private static final String NOT_RENEWED = "Your access token could not be refreshed";

    /** Stands between what went wrong and the answer of the service, word for word. */
    private static final String BODY = "; body=";

    private ErrorReader() {}

    static CodexAnswer read(String text) {
        if (text.startsWith("codex account authentication required")) {
            return CodexProblem.NOT_LOGGED_IN;
        }
        if (text.startsWith("chatgpt authentication required")) {
            return CodexProblem.API_KEY;
        }
        if (saysNotRenewed(text)) {
            return CodexProblem.LOGIN_EXPIRED;
        }
        // The whole text in versions 0.44 to 0.47, which do not say what is invalid.
        if (text.equals("Invalid request") || text.startsWith("Invalid request: unknown variant")) {
            return CodexProblem.UNKNOWN_REQUEST;
        }
        return text.startsWith(FETCHING) ? fetching(text.substring(FETCHING.length())) : CodexProblem.UNREADABLE;
    }

    /** Tells whether Codex tried to renew the login and was refused. */
    static boolean saysNotRenewed(String text) {
        return text.startsWith(NOT_RENEWED)
                // Up to 0.66, and in 0.101.
                || text.startsWith("failed to construct backend client: " + NOT_RENEWED);
    }

    private static CodexAnswer fetching(String text) {
        if (text.startsWith("Decode error for ")) {
            return undecoded(text);
        }
        if (text.startsWith("error sending request for ")) {
            return CodexProblem.NOT_REACHED;
        }
        if (text.startsWith("application network policy is unavailable")) {
            return CodexProblem.POLICY_MISSING;
        }
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            return CodexProblem.UNREADABLE;
        }
        return switch (status.group(1)) {
            case "401" -> CodexProblem.TOKEN_REFUSED;
            case "429" -> CodexProblem.RATE_LIMITED;
            default -> CodexProblem.SERVICE_FAILED;
        };
    }

    /** This Codex is older than what the service sends, such as a new plan; but it quotes all of it. */
    private static CodexAnswer undecoded(String text) {
        int body = text.indexOf(BODY);
        if (body < 0) {
            return CodexProblem.UNDECODABLE;
        }
        JsonValue json;
        try {
            json = JsonValue.read(text.substring(body + BODY.length()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException noJson) {
            return CodexProblem.SERVICE_FAILED;
        }
        return json.isObject() ? RateLimitsReader.readServiceAnswer(json) : CodexProblem.SERVICE_FAILED;
    }
}
