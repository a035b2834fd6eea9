package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.HomePaths;
import dev.codexbar.core.UsageException;
import dev.codexbar.provider.kiro.report.AcpError;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import dev.codexbar.test.PrivateWords;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures of Kiro repeat its own words, which are all that tells what is wrong with its service. */
class KiroFailuresTest {

    private static final List<String> BEGINNINGS = List.of(
            "",
            "error: ",
            "Not logged in. ",
            "OAuth error: ",
            "Your login session has expired: ",
            "unexpected argument '--",
            "Failed to retrieve usage information: ",
            "Warning: Could not retrieve usage information from backend\nerror: ");

    private static UsageException exception(KiroFailure failure) {
        FetchAttempt attempt = FetchAttempt.failed("pty", failure.reason(), failure.message(), Duration.ZERO);
        return KiroFailures.toException(failure, List.of(attempt));
    }

    private static KiroFailure printed(String text) {
        return KiroFailures.of(KiroFailures.problemIn(KiroUsageParser.parse(text)));
    }

    private static KiroFailure answered(String words) {
        return KiroFailures.of(new AcpError(-32603, words), KiroCommands.Command.ACP_V2);
    }

    @ParameterizedTest
    @MethodSource("dev.codexbar.test.PrivateWords#errors")
    void repeatNothingThatIsPrivate(String words) {
        for (String beginning : BEGINNINGS) {
            PrivateWords.assertNoneIn(exception(printed(beginning + words)));
            PrivateWords.assertNoneIn(exception(answered(beginning + words)));
        }
        PrivateWords.assertNoneIn(exception(KiroFailures.of(new IOException(words))));
        PrivateWords.assertNoneIn(new AcpError(-32603, words).toString());
    }

    @Test
    void repeatTheWordsThatTellWhatIsWrong() {
        assertEquals(
                "Kiro's service did not answer: dispatch failure for ***@*** in us-east-1",
                printed("Failed to retrieve usage information: dispatch failure for ada@example.org in us-east-1")
                        .message());
    }

    @Test
    void nameNoHomeFolder() {
        HomePaths homes = HomePaths.of(Map.of("HOME", "/srv/people/lovelace"));
        assertEquals(
                "Kiro's service did not answer: cannot open ~/data.sqlite3",
                answered("cannot open /srv/people/lovelace/data.sqlite3")
                        .masked(homes)
                        .message());
    }

    @Test
    void keepTheRestWhenTheyAreMasked() {
        KiroFailure failure = printed("error: unexpected argument '--no-interactive' found")
                .missing(Feature.ACP)
                .with(KiroFailure.Remedy.ASK_AGAIN);
        KiroFailure masked = failure.masked(HomePaths.of(Map.of()));
        assertEquals(failure.message(), masked.message());
        assertEquals(failure.reason(), masked.reason());
        assertEquals(failure.nextStep(), masked.nextStep());
        assertEquals(failure.remedy(), masked.remedy());
        assertEquals(failure.missing(), masked.missing());
    }
}
