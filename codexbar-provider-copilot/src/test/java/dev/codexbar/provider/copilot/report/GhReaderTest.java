package dev.codexbar.provider.copilot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.PrivateWords;
import dev.codexbar.test.ReportCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every answer and every error of {@code gh} among the test resources. */
class GhReaderTest {

    static List<ReportCase> answers() {
        return ReportCase.in(GhReaderTest.class, "gh", ".json");
    }

    static List<ReportCase> errors() {
        return ReportCase.in(GhReaderTest.class, "gh-errors", ".txt");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsAnswer(ReportCase answer) {
        assertEquals(answer.expected(), answer.answer(GhReaderTest::answer));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void readsError(ReportCase error) {
        assertEquals(error.expected(), error.answer(GhReaderTest::error));
    }

    @ParameterizedTest
    @MethodSource("dev.codexbar.test.PrivateWords#errors")
    void repeatsNothingThatIsPrivate(String words) {
        for (String printed : List.of(words, "gh: " + words + " (HTTP 403)", "error connecting to " + words)) {
            PrivateWords.assertNoneIn(
                    assertThrows(UsageException.class, () -> GhReader.read(1, new byte[0], printed, Instant.EPOCH)));
        }
        byte[] noJson = words.getBytes(StandardCharsets.UTF_8);
        PrivateWords.assertNoneIn(
                assertThrows(UsageException.class, () -> GhReader.read(0, noJson, words, Instant.EPOCH)));
    }

    @Test
    void keepsIdentityOutOfTexts() throws IOException {
        JsonValue body = JsonValue.read("{\"login\":\"ada\",\"copilot_plan\":\"individual_pro\","
                + "\"organization_list\":[{\"name\":\"Acme\"}],\"quota_snapshots\":{}}");
        assertEquals(
                "CopilotUser[plan=individual_pro]",
                CopilotUser.read(body).orElseThrow().toString());
    }

    static UsageSnapshot.Builder answer(byte[] output, Instant now) throws UsageException {
        return GhReader.read(0, output, "", now);
    }

    /** The first line of such a file is {@code exit: } and the exit code; the others are what gh printed. */
    static UsageSnapshot.Builder error(byte[] input, Instant now) throws UsageException {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        int exitCode = Integer.parseInt(text.substring("exit: ".length(), end));
        return GhReader.read(exitCode, new byte[0], text.substring(end + 1), now);
    }
}
