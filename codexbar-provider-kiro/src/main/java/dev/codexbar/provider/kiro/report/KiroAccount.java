package dev.codexbar.provider.kiro.report;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose account the Kiro CLI uses, as {@code whoami} tells it.
 *
 * @param loggedIn whether anybody is signed in
 * @param loginMethod how, such as {@code "Builder ID"} or {@code "Google"}
 * @param email the full e-mail address
 * @param startUrl the sign-in page of the organisation
 * @param region the region of the organisation's directory or profile
 * @param profile the name of the profile
 */
public record KiroAccount(
        boolean loggedIn,
        Optional<String> loginMethod,
        Optional<String> email,
        Optional<String> startUrl,
        Optional<String> region,
        Optional<String> profile) {

    /** An account of which nothing is known, not even whether somebody is signed in. */
    public static final KiroAccount UNKNOWN = signedIn(null, null);

    public static KiroAccount signedIn(@Nullable String loginMethod, @Nullable String email) {
        return new KiroAccount(
                true,
                Optional.ofNullable(loginMethod),
                Optional.ofNullable(email),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Tells how somebody is signed in, and no more. */
    @Override
    public String toString() {
        return "KiroAccount[loggedIn=" + loggedIn + ", loginMethod=" + loginMethod.orElse(null) + "]";
    }
}
