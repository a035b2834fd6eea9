package dev.codexbar.provider.kiro.report;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose account the Kiro CLI uses, according to {@code whoami}.
 *
 * @param loggedIn whether the CLI has credentials
 * @param loginMethod how the person signed in, such as {@code "Builder ID"} or {@code "Google"}, or empty if unknown
 * @param email the full e-mail address, or empty if unknown
 * @since 0.1.0
 */
public record KiroAccount(boolean loggedIn, Optional<String> loginMethod, Optional<String> email) {

    /** An account of which nothing is known, because {@code whoami} gave no answer. */
    public static final KiroAccount UNKNOWN = signedIn(null, null);

    /** The answer of {@code whoami} without credentials. */
    public static final KiroAccount NOT_LOGGED_IN = new KiroAccount(false, Optional.empty(), Optional.empty());

    /**
     * Returns the account of a person who is signed in.
     *
     * @param loginMethod how, or {@code null} if unknown
     * @param email the full e-mail address, or {@code null} if unknown
     * @return a new account
     */
    public static KiroAccount signedIn(@Nullable String loginMethod, @Nullable String email) {
        return new KiroAccount(true, Optional.ofNullable(loginMethod), Optional.ofNullable(email));
    }

    /** Tells how the person signed in, and no more. */
    @Override
    public String toString() {
        return "KiroAccount[loggedIn=" + loggedIn + ", loginMethod=" + loginMethod.orElse(null) + "]";
    }
}
