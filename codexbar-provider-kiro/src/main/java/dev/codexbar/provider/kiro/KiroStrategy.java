package dev.codexbar.provider.kiro;

/**
 * A way to ask {@code kiro-cli} for its usage.
 *
 * @since 0.1.0
 */
public enum KiroStrategy {
    /** The slash command {@code /usage} in a pseudo-terminal: what a person would type. */
    PTY("pty"),
    /** The Agent Client Protocol: JSON-RPC over pipes with {@code kiro-cli acp}, which exists since version 1.25. */
    ACP("acp"),
    /**
     * The slash command {@code /usage} with pipes instead of a terminal. Never used unless asked for: without a
     * terminal, some versions print nothing, and old ones start a browser login by themselves if there is no login.
     */
    PIPES("pipes");

    private final String id;

    KiroStrategy(String id) {
        this.id = id;
    }

    /**
     * Returns the name that this way has in {@link dev.codexbar.core.UsageSnapshot#strategy()} and in
     * {@link dev.codexbar.core.FetchAttempt#strategy()}.
     *
     * @return a short name in lower case, such as {@code "pty"}
     */
    public String id() {
        return id;
    }
}
