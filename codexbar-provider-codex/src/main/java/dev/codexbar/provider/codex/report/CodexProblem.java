package dev.codexbar.provider.codex.report;

/**
 * Why {@code codex app-server} told no usage. Holds none of its words, because they may quote whose account it is.
 *
 * @since 0.1.0
 */
public enum CodexProblem implements CodexAnswer {
    /** No account is signed in. */
    NOT_LOGGED_IN,
    /** Codex pays by use with an API key, which has no quota. */
    API_KEY,
    /** Codex works with a service of another vendor, which has no quota here. */
    OTHER_SERVICE,
    /** The service refused the access token. Renewing it may help once. */
    TOKEN_REFUSED,
    /** The login cannot be renewed. */
    LOGIN_EXPIRED,
    /** The service wants fewer requests. */
    RATE_LIMITED,
    /** The service answered with an error, or not in its own format. */
    SERVICE_FAILED,
    /** The service could not be reached. A second attempt often succeeds. */
    NOT_REACHED,
    /** The rules of a managed plan could not be loaded. */
    POLICY_MISSING,
    /** This version of Codex cannot decode what the service answers, and the answer holds no usage. */
    UNDECODABLE,
    /** This version of Codex does not know the request. */
    UNKNOWN_REQUEST,
    /** Codex answered in no known way. */
    UNREADABLE
}
