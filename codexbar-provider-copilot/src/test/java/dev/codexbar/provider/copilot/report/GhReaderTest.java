package dev.codexbar.provider.copilot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.test.ReportCase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
