package dev.codexbar.provider.kiro.report;

import dev.codexbar.provider.support.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@code kiro-cli whoami} prints, as text or as JSON. Pure. */
public final class KiroWhoami {

    /** The names in JSON, and how the CLI's text and this library call them. */
    private static final Map<String, String> METHODS = Map.of(
            "BuilderId", "Builder ID",
            "IamIdentityCenter", "IAM Identity Center",
            "ExternalIdP", "External IdP",
            "ApiKey", "API key");

    private static final String ARN = "arn:aws";

    private boolean loggedIn;
    private boolean loggedOut;
    private boolean inProfile;
    private @Nullable String method;
    private @Nullable String email;
    private @Nullable String startUrl;
    private @Nullable String region;
    private @Nullable String profile;

    private KiroWhoami() {}

    /**
     * Reads the output of {@code whoami}.
     *
     * @param text everything it printed, with or without terminal decoration
     * @return the account, or empty if the text does not even tell whether somebody is signed in
     */
    public static Optional<KiroAccount> parse(String text) {
        String seen = PlainText.asSeen(text).strip();
        KiroWhoami whoami = new KiroWhoami();
        // Warnings may come before, and the text of a profile behind.
        int json = seen.startsWith("{") ? 0 : seen.indexOf("\n{") + 1;
        if (seen.startsWith("{", json)) {
            whoami.readJson(seen.substring(json));
        }
        if (whoami.account().isEmpty()) {
            PlainText.forEachLine(seen, (line, last) -> whoami.readLine(line.strip()));
        }
        return whoami.account();
    }

    private Optional<KiroAccount> account() {
        if (!loggedIn && !loggedOut) {
            return Optional.empty();
        }
        return Optional.of(new KiroAccount(
                loggedIn,
                Optional.ofNullable(method),
                Optional.ofNullable(email),
                Optional.ofNullable(startUrl),
                Optional.ofNullable(region),
                Optional.ofNullable(profile)));
    }

    private void readLine(String line) {
        LineScanner phrase = new LineScanner(line);
        phrase.dropStart("error:");
        if (phrase.dropStart("Logged in with ")) {
            loggedIn = true;
            readMethod(phrase.rest());
        } else if (phrase.dropStart("Authenticated with API key")) {
            loggedIn = true;
            method = METHODS.get("ApiKey");
        } else if (isLoggedOut(phrase.rest())) {
            loggedOut = true;
        } else if (phrase.dropStart("Email:")) {
            email = address(phrase.rest());
        } else if (line.equals("Profile:")) {
            inProfile = true;
        } else if (line.startsWith(ARN)) {
            readArn(line);
        } else if (inProfile && profile == null) {
            profile = PlainText.name(line);
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
    private void readMethod(String text) {
        int bracket = text.endsWith(")") ? text.lastIndexOf(" (") : -1;
        method = PlainText.name(bracket < 0 ? text : text.substring(0, bracket));
        startUrl = bracket < 0 ? null : PlainText.name(text.substring(bracket + 2, text.length() - 1));
    }

    /** {@code arn:aws:codewhisperer:REGION:ACCOUNT:profile/ID}. */
    private void readArn(String arn) {
        String[] parts = PlainText.cut(arn, 1000).split(":", 6);
        region = parts.length > 3 && !parts[3].isEmpty() ? parts[3] : null;
    }

    private static @Nullable String address(String text) {
        int at = text.indexOf('@');
        boolean fits = at > 0 && at < text.length() - 1 && text.indexOf('@', at + 1) < 0 && text.indexOf(' ') < 0;
        return fits ? PlainText.name(text) : null;
    }

    /** Reads the first JSON value; the text of a profile may follow it. */
    private void readJson(String text) {
        JsonValue json;
        try {
            json = JsonValue.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Half an answer is none.
            return;
        }
        loggedOut = json.has("account") && json.get("account").isNull();
        json.get("accountType").text().ifPresent(type -> {
            loggedIn = true;
            String shown = type.equals("Social") ? text(json, "provider") : METHODS.getOrDefault(type, type);
            method = PlainText.name(shown);
            email = address(text(json, "email"));
            startUrl = PlainText.name(text(json, "startUrl"));
            region = PlainText.name(text(json, "region"));
        });
    }

    private static String text(JsonValue json, String name) {
        return json.get(name).text().orElse("");
    }
}
