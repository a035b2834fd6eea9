package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/JSON.md} lists the exit codes of the command, and no others. */
class ExitCodeDocumentationTest {

    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|", Pattern.MULTILINE);

    @Test
    void listsEveryExitCode() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "JSON.md"));
        List<Integer> listed = ROW.matcher(page.substring(page.indexOf("## Exit codes")))
                .results()
                .map((MatchResult row) -> Integer.valueOf(row.group(1)))
                .toList();

        assertEquals(Arrays.stream(ExitCode.values()).map(ExitCode::number).toList(), listed);
    }

    @ParameterizedTest
    @EnumSource
    void theCodeInADocumentIsThatOfTheCommand(UsageException.Reason reason) {
        UsageException failure = UsageException.builder(reason, "It failed.").build();

        String document = UsageJson.compact().write(List.of(UsageReport.of(UsageResult.failed("kiro", failure))));

        assertTrue(document.contains("\"code\":" + ExitCode.of(UsageResult.failed("kiro", failure)) + ","), document);
    }
}
