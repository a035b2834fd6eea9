package dev.codexbar.provider.copilot.report;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;

/** The one place for what is wrong with an account or with GitHub, and for what a person can do. */
final class CopilotProblems {

    static final String LOGIN = "Run `gh auth login`.";

    private static final String OTHER_LOGIN = "Run `gh auth login` and choose the browser; a token in GH_TOKEN or"
            + " GITHUB_TOKEN takes precedence over that login.";
    private static final String LOOK = "Look at https://github.com/settings/copilot, or update this library.";
    private static final String WAIT = "Try again later; https://www.githubstatus.com/ shows whether GitHub is up.";

    private CopilotProblems() {}

    /** The tool is named as in the middle of a sentence. */
    static UsageException signedOut(String tool) {
        return new UsageException(Reason.NOT_LOGGED_IN, "No GitHub account is signed in to " + tool + ".", LOGIN);
    }

    static UsageException offline(String tool) {
        return new UsageException(
                Reason.UNAVAILABLE, "GitHub cannot be reached by " + tool + ".", "Check the network.");
    }

    static UsageException unreadable(String tool) {
        return new UsageException(Reason.UNREADABLE, "The answer of " + tool + " holds no usage of Copilot.", LOOK);
    }

    static UsageException withoutCopilot() {
        return new UsageException(
                Reason.UNSUPPORTED,
                "This GitHub account has no Copilot yet.",
                "Choose a plan at https://github.com/settings/copilot.");
    }

    /**
     * Returns what an error of GitHub means.
     *
     * @param status the HTTP status, from 400 up
     * @param namesRateLimit whether the message beside it names a rate limit
     */
    static UsageException ofStatus(int status, boolean namesRateLimit) {
        if (namesRateLimit || status == 429) {
            return new UsageException(
                    Reason.RATE_LIMITED,
                    "GitHub limits the rate of requests (HTTP " + status + ").",
                    "Wait a few minutes before you ask again.");
        }
        return switch (status) {
            case 401 ->
                new UsageException(Reason.LOGIN_EXPIRED, "GitHub no longer accepts the login (HTTP 401).", OTHER_LOGIN);
            case 403 ->
                new UsageException(
                        Reason.UNSUPPORTED,
                        "GitHub does not let this login see the usage of Copilot (HTTP 403).",
                        OTHER_LOGIN);
            case 404 ->
                new UsageException(
                        Reason.UNSUPPORTED,
                        "GitHub shows no usage of Copilot (HTTP 404): either the account has no Copilot, or this kind of"
                                + " token may not see it.",
                        OTHER_LOGIN);
            default ->
                status >= 500
                        ? new UsageException(Reason.UNAVAILABLE, "GitHub failed (HTTP " + status + ").", WAIT)
                        : new UsageException(Reason.FAILED, "GitHub refused the request (HTTP " + status + ").", LOOK);
        };
    }
}
