package dev.codexbar.provider.codex;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessResult.Ending;
import dev.codexbar.provider.codex.report.CodexAccount;
import dev.codexbar.provider.codex.report.CodexProblem;
import dev.codexbar.provider.codex.report.CodexReader;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.PrivateWords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodexFailuresTest {

    private static final List<String> BEGINNINGS = List.of(
            "",
            "codex account authentication required: ",
            "failed to fetch codex rate limits: ",
            "failed to fetch codex rate limits: GET https://chatgpt.com/x failed: 401 Unauthorized; body=",
            "failed to fetch codex rate limits: Decode error for https://chatgpt.com/x: no; body=");

    @ParameterizedTest
    @MethodSource("dev.codexbar.test.PrivateWords#errors")
    void repeatNothingPrivateOfAnAnswer(String words) {
        for (String beginning : BEGINNINGS) {
            JsonReply error = JsonReply.error(-32603, beginning + words, JsonValue.NOTHING);
            CodexProblem problem = assertInstanceOf(CodexProblem.class, CodexReader.read(error, CodexAccount.UNKNOWN));
            PrivateWords.assertNoneIn(CodexFailures.of(problem));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.codexbar.test.PrivateWords#errors")
    void repeatNothingPrivateOfStandardError(String words) {
        for (String beginning :
                List.of("", "Error: CODEX_HOME points to ", "failed to initialize sqlite state runtime: ")) {
            ProcessResult result = ProcessResult.builder(Ending.EXITED)
                    .exitCode(1)
                    .standardError((beginning + words).getBytes(StandardCharsets.UTF_8))
                    .build();
            PrivateWords.assertNoneIn(CodexFailures.ofSilence(result, Duration.ofSeconds(1)));
            PrivateWords.assertNoneIn(CodexFailures.unknownVersion(result, Duration.ofSeconds(1)));
        }
    }
}
