package dev.codexbar.provider.kiro.report;

import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.terminal.TerminalText;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the output of the Kiro CLI holds no usage. Immutable.
 *
 * @since 0.1.0
 */
public final class KiroProblem implements KiroAnswer {

    private static final int MESSAGE_LIMIT = 300;

    private final Kind kind;
    private final @Nullable String message;

    private KiroProblem(Kind kind, @Nullable String message) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.message = message;
    }

    /**
     * Returns a problem without words of the CLI.
     *
     * @param kind what is wrong
     * @return a new problem
     */
    public static KiroProblem of(Kind kind) {
        return new KiroProblem(kind, null);
    }

    static KiroProblem of(Kind kind, String words) {
        return new KiroProblem(kind, cleaned(words));
    }

    /**
     * Returns what is wrong.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the CLI's own words about it.
     *
     * @return one line of at most 300 characters without control characters, e-mail addresses and the like, or empty if
     *     there are none that fit
     */
    public Optional<String> message() {
        return Optional.ofNullable(message);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KiroProblem that && kind == that.kind && Objects.equals(message, that.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, message);
    }

    @Override
    public String toString() {
        return "KiroProblem[" + kind + (message == null ? "" : ": " + message) + "]";
    }

    private static @Nullable String cleaned(String words) {
        // Cut before masking, so that masking costs little, and after it, because a mask may be longer.
        String masked = IdentityMask.mask(TerminalText.singleLine(FreeText.cut(words, 4 * MESSAGE_LIMIT)));
        String message = TerminalText.singleLine(masked, MESSAGE_LIMIT);
        return message.isEmpty() ? null : message;
    }

    /**
     * What can be wrong with an output. Later versions may add kinds: treat one you do not know like
     * {@link #UNREADABLE}.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** Nothing was printed, or nothing that can be seen. */
        EMPTY_OUTPUT,
        /** A report began, but its numbers are missing: it was cut off. */
        INCOMPLETE_OUTPUT,
        /** Something was printed, but no report and no known error. */
        UNREADABLE,
        /** The person has to sign in first. */
        NOT_LOGGED_IN,
        /** The session or the API key is no longer valid. A retry may help. */
        LOGIN_EXPIRED,
        /** Kiro's service did not answer. A retry may help. */
        UNAVAILABLE,
        /** Kiro's service is rate limiting requests. */
        RATE_LIMITED,
        /** This version of the CLI does not know an option, or refuses it. */
        UNSUPPORTED_FLAG,
        /** The CLI sent the command to the model, which cost credits. Never ask in this way again. */
        REACHED_MODEL;

        /**
         * Returns whether the CLI's own words name what is wrong with the account or the service.
         *
         * @return whether it did
         */
        public boolean isNamed() {
            return switch (this) {
                case NOT_LOGGED_IN, LOGIN_EXPIRED, UNAVAILABLE, RATE_LIMITED, REACHED_MODEL -> true;
                case EMPTY_OUTPUT, INCOMPLETE_OUTPUT, UNREADABLE, UNSUPPORTED_FLAG -> false;
            };
        }
    }
}
