package dev.codexbar.test;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.UsageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an error of a tool may quote, and what no failure may repeat: addresses, tokens, accounts, organisations. */
public final class PrivateWords {

    /** Errors as services word them, with invented secrets. */
    private static final List<String> ERRORS = List.of(
            "ada.lovelace@example.org may not use this",
            "bad credentials: ghp_INVENTED0000000000000000000000000000",
            "bad credentials: gho_INVENTED0000000000000000000000000000",
            "bad credentials: github_pat_INVENTED00000000000_INVENTED",
            "invalid x-api-key sk-ant-api03-INVENTED-0000_0000",
            "Incorrect API key provided: sk-proj-INVENTED0000",
            "cannot verify eyJJTlZFTlRFRCJ9.eyJJTlZFTlRFRCI6MX0.INVENTED",
            "Authorization: Bearer INVENTED.0000",
            "{\"refresh_token\":\"INVENTED\",\"email\":\"ada\\u0040example.org\"}",
            "body: \"{\\\"access_token\\\":\\\"INVENTED\\\",\\\"organization\\\":\\\"Analytical Engines\\\"}\"",
            "continue at https://login.example/device?user_code=INVENTED&client=1",
            "proxy http://ada:INVENTED@proxy.example:3128 rejected the request",
            "organization: Analytical Engines has no access",
            "{\"org_name\":\"Analytical Engines\"}",
            "SSO is enforced by organization \"Analytical Engines\"",
            "https://analytical.awsapps.com/start is not reachable",
            "arn:aws:sts::123456789012:assumed-role/lovelace is not authorized",
            "account 123456789012 is suspended",
            "ada.love\u001b[1mlace@example.org\u001b[0m may not use this");

    private static final List<String> PRIVATE =
            List.of("lovelace", "ada@", "ada:", "ada\\", "invented", "eyj", "analytical", "123456789012");

    private PrivateWords() {}

    /**
     * Returns errors that quote private words.
     *
     * @return one error each
     */
    public static Stream<String> errors() {
        return ERRORS.stream();
    }

    /**
     * Checks that a failure holds no private words: neither in what it says, nor in its attempts or its causes.
     *
     * @param failure the failure of an error of {@link #errors()}
     */
    public static void assertNoneIn(UsageException failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed, true));
        assertNoneIn(printed.toString());
        assertNoneIn(failure.nextStep().orElse(""));
        for (FetchAttempt attempt : failure.attempts()) {
            assertNoneIn(attempt.strategy() + " " + attempt.message() + " " + attempt);
        }
    }

    /**
     * Checks that a text holds no private words.
     *
     * @param text the text
     */
    public static void assertNoneIn(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        PRIVATE.forEach(word -> assertFalse(small.contains(word), () -> "\"" + word + "\" in: " + text));
    }
}
