package dev.codexbar.provider.codex.report;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import java.util.Optional;

/**
 * Whose usage it is. Codex may fail to tell it and still tell the usage.
 *
 * @since 0.1.0
 */
public final class CodexAccount {

    /** The account of an answer that failed or never came. */
    public static final CodexAccount UNKNOWN = new CodexAccount(JsonValue.NOTHING);

    static final String CHATGPT = "chatgpt";

    private static final int LONGEST_TEXT = 200;

    private final JsonValue result;

    private CodexAccount(JsonValue result) {
        this.result = result;
    }

    /**
     * Reads the answer to {@code account/read}.
     *
     * @param reply the answer
     * @return the account; {@link #UNKNOWN} if the request failed
     */
    public static CodexAccount of(JsonReply reply) {
        return reply.result().map(CodexAccount::new).orElse(UNKNOWN);
    }

    /**
     * Tells whether Codex told whose account it is.
     *
     * @return {@code false} if it failed to, or told that none is signed in
     */
    public boolean isKnown() {
        return type().isPresent();
    }

    /**
     * Returns the kind of login.
     *
     * @return a name such as {@code chatgpt} or {@code apiKey}
     */
    Optional<String> type() {
        return text(result.get("account").get("type"));
    }

    /**
     * Tells whether Codex works with a service that needs no login of OpenAI.
     *
     * @return {@code true} only if Codex said so
     */
    boolean usesOtherService() {
        return result.get("requiresOpenaiAuth")
                        .truth()
                        .filter(needed -> !needed)
                        .isPresent()
                || type().filter(type -> !type.equals(CHATGPT)).isPresent();
    }

    /**
     * Tells whether Codex said that no account is signed in. After a refused token that means a refused renewal.
     *
     * @return {@code true} only if Codex said so
     */
    boolean isMissing() {
        return result.has("account") && result.get("account").isNull();
    }

    /**
     * Returns the e-mail address.
     *
     * @return the address, cleaned
     */
    Optional<String> email() {
        return text(result.get("account").get("email"));
    }

    /**
     * Returns the name of the workspace, of one that is not personal.
     *
     * @return the name, cleaned
     */
    Optional<String> workspace() {
        return text(result.get("account").get("workspaceName"));
    }

    /**
     * Returns the plan in the token, which may be months old.
     *
     * @return the plan as the service calls it
     */
    Optional<String> plan() {
        return plan(result.get("account").get("planType"));
    }

    /** Returns a plan; the name for one that this version of Codex does not know is none. */
    static Optional<String> plan(JsonValue json) {
        return text(json).filter(plan -> !plan.equals("unknown"));
    }

    /** Returns a text as one clean line, or empty if nothing of it can be seen. */
    static Optional<String> text(JsonValue json) {
        return json.text()
                .map(text -> TerminalText.singleLine(text, LONGEST_TEXT))
                .filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
        return "CodexAccount[" + (isKnown() ? "known" : "unknown") + "]";
    }
}
