package dev.codexbar.provider.claude.report;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;

/** The one place for what is wrong with Claude Code, its login or its service, and for what a person can do. */
final class ClaudeProblems {

    private static final String LOGIN = "Run `claude`, then /login.";
    private static final String LOOK = "Update Claude Code, or look at https://claude.ai/settings/usage.";

    private ClaudeProblems() {}

    static UsageException tooOld() {
        return new UsageException(
                Reason.UNSUPPORTED,
                "This Claude Code is older than 2.1.169 and cannot be asked for its limits without cost.",
                "Update Claude Code: run `claude update`.");
    }

    static UsageException ended(int exitCode) {
        return new UsageException(
                Reason.FAILED,
                "Claude Code ended without an answer (exit code " + exitCode + ").",
                "Run `claude` once to see why.");
    }

    static UsageException unreadable() {
        return new UsageException(Reason.UNREADABLE, "The answer of Claude Code holds no limits.", LOOK);
    }

    static UsageException signedOut(ClaudeReader.Surroundings surroundings) {
        String message = "No subscription is signed in to Claude Code";
        return new UsageException(
                Reason.NOT_LOGGED_IN,
                surroundings.keyWithheld()
                        ? message + "; the API key or token in the environment has no plan limits."
                        : message + ".",
                LOGIN);
    }

    static UsageException loginWithoutScope() {
        return new UsageException(
                Reason.LOGIN_EXPIRED,
                "The login of Claude Code lacks the scope user:profile, without which no limits are shown.",
                LOGIN);
    }

    static UsageException tokenWithoutScope() {
        return new UsageException(
                Reason.UNSUPPORTED,
                "Claude Code uses a token that lacks the scope user:profile, without which no limits are shown.",
                "Unset CLAUDE_CODE_OAUTH_TOKEN, run `claude`, then /login.");
    }

    static UsageException unavailable() {
        return new UsageException(
                Reason.UNAVAILABLE,
                "Claude Code got no limits from its service. The network may be down, or the service may"
                        + " have failed, limited the rate of requests, or rejected the login.",
                "Try again later; https://status.claude.com/ shows whether the service is up.");
    }

    static UsageException trafficDisabled() {
        return new UsageException(
                Reason.UNSUPPORTED,
                "Claude Code does not ask for its limits because CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is set.",
                "Unset it, and set DISABLE_TELEMETRY and DISABLE_ERROR_REPORTING instead.");
    }
}
