package dev.codexbar.provider.kiro.report;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code kiro-cli whoami} prints. Pure.
 *
 * @since 0.1.0
 */
public final class KiroWhoami {

    private boolean loggedIn;
    private boolean loggedOut;
    private @Nullable String method;
    private @Nullable String email;

    private KiroWhoami() {}

    /**
     * Reads the output of {@code whoami}.
     *
     * @param text everything the CLI printed, without terminal decoration
     * @return the account, or empty if it is unclear whether the CLI has credentials
     */
    public static Optional<KiroAccount> parse(String text) {
        KiroWhoami whoami = new KiroWhoami();
        text.lines().forEach(line -> whoami.readLine(line.strip()));
        if (whoami.loggedIn) {
            return Optional.of(KiroAccount.signedIn(whoami.method, whoami.email));
        }
        return whoami.loggedOut ? Optional.of(KiroAccount.NOT_LOGGED_IN) : Optional.empty();
    }

    private void readLine(String line) {
        LineScanner scanner = new LineScanner(line);
        scanner.dropStart("error:");
        if (scanner.dropStart("Logged in with ")) {
            loggedIn = true;
            method = methodIn(scanner.rest());
        } else if (scanner.dropStart("Authenticated with API key")) {
            loggedIn = true;
            method = "API key";
        } else if (isLoggedOut(scanner.rest())) {
            loggedOut = true;
        } else if (scanner.dropStart("Email:")) {
            email = address(scanner.rest());
        } else if (loggedIn && email == null) {
            // Before 1.25 the address stood on a line of its own.
            email = address(line);
        }
    }

    private static boolean isLoggedOut(String text) {
        return text.equals("Not logged in")
                || text.startsWith("Not logged in.")
                || text.startsWith("You are not logged in");
    }

    /** {@code NAME} or {@code NAME (URL)}; the brackets may be empty. */
    private static @Nullable String methodIn(String text) {
        int bracket = text.endsWith(")") ? text.lastIndexOf(" (") : -1;
        return FreeText.name(bracket < 0 ? text : text.substring(0, bracket));
    }

    private static @Nullable String address(String text) {
        int at = text.indexOf('@');
        boolean fits = at > 0 && at < text.length() - 1 && text.indexOf('@', at + 1) < 0 && text.indexOf(' ') < 0;
        return fits ? FreeText.name(text) : null;
    }
}
