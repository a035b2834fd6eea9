package dev.codexbar.provider.kiro.report;

/**
 * An error answer of the Agent Client Protocol, which is JSON-RPC 2.0.
 *
 * @param code the number of the error
 * @param message the agent's words
 * @since 0.1.0
 */
public record AcpError(int code, String message) {

    /** The agent does not know the method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The user has to sign in first. */
    public static final int AUTHENTICATION_REQUIRED = -32000;

    /** Names the code only: error messages of programs quote addresses. */
    @Override
    public String toString() {
        return "AcpError[" + code + "]";
    }
}
