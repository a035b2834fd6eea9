package dev.codexbar.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.transcript.KiroStandIn.Behaviour;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KiroStandInTest {

    @TempDir
    Path folder;

    private static ProcessResult run(Path cli, String... arguments) throws Exception {
        return ProcessRunners.pipes()
                .run(ProcessRequest.builder(cli, arguments)
                        .timeLimit(Duration.ofSeconds(60))
                        .build());
    }

    private static ProcessResult ask(Path cli, String message, String... arguments) throws Exception {
        return ProcessRunners.pipes()
                .run(ProcessRequest.builder(cli, arguments)
                        .standardInput((message + "\n").getBytes(StandardCharsets.UTF_8))
                        .timeLimit(Duration.ofSeconds(60))
                        .build());
    }

    @Test
    void printsWhatItIsAndWhoseItIs() throws Exception {
        Path cli = KiroStandIn.version("2.11.0")
                .account("Builder ID", "person@example.com")
                .install(folder);
        assertEquals("kiro-cli 2.11.0\n", run(cli, "--version").text());
        assertEquals(
                "Logged in with Builder ID\n\nEmail: person@example.com\n",
                run(cli, "whoami").text());
    }

    @ParameterizedTest
    @CsvSource({
        "1.23.0, resets on 08/01,      25%",
        "2.11.0, resets on 2026-08-01, 25%",
        "2.28.0, resets on 2026-08-01, 110.5%",
    })
    void printsTheReportOfItsVersion(String version, String reset, String percent) throws Exception {
        Path cli = KiroStandIn.version(version).install(folder);
        String[] engine = version.startsWith("1")
                ? new String[] {"chat", "--no-interactive", "/usage"}
                : new String[] {"chat", "--no-interactive", "--agent-engine", "v1", "/usage"};
        ProcessResult result = run(cli, engine);
        assertTrue(result.text().contains(reset), result.text());
        assertTrue(result.text().contains(percent), result.text());
        assertEquals(0, result.standardOutput().length);
    }

    @ParameterizedTest
    @CsvSource({
        "1.23.0, unrecognized subcommand 'acp'",
        "2.2.0,  unexpected argument '--agent-engine'",
        "2.3.0,  invalid value 'v3'",
        "2.19.1, unexpected argument '--auth-method'",
    })
    void refusesWhatItsVersionDoesNotKnow(String version, String words) throws Exception {
        Path cli = KiroStandIn.version(version).install(folder);
        ProcessResult result = run(cli, "acp", "--agent-engine", "v3", "--auth-method", "cli");
        assertTrue(result.text().contains(words), result.text());
        assertEquals(2, result.exitCode().orElseThrow());
    }

    @Test
    void answersAnAgentsQuestionForTheUsage() throws Exception {
        Path cli = KiroStandIn.version("2.28.0").install(folder);
        String question = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"_kiro/account/getUsage\",\"params\":{}}";
        String answer = ask(cli, question, "acp", "--agent-engine", "v3", "--auth-method", "cli")
                .text();
        assertTrue(answer.contains("\"id\":2,\"result\":{\"success\":true"), answer);
        String unsigned = ask(cli, question, "acp", "--agent-engine", "v3").text();
        assertTrue(unsigned.contains("_kiro/auth/getAccessToken"), unsigned);
        assertTrue(unsigned.contains("Authentication failed"), unsigned);
    }

    @Test
    void noticesATokenAndAPrompt() throws Exception {
        Path cli = KiroStandIn.version("2.28.0").logging().install(folder);
        ask(cli, "{\"id\":0,\"result\":{\"accessToken\":\"invented\"}}", "acp", "--agent-engine", "v3");
        ask(cli, "{\"id\":1,\"method\":\"session/prompt\"}", "acp");
        run(cli, "chat", "--no-interactive", "/usage");
        String log = Files.readString(folder.resolve(KiroStandIn.LOG));
        assertTrue(log.contains("\nTOKEN "), log);
        assertEquals(2, log.lines().filter(line -> line.startsWith("MODEL ")).count(), log);
    }

    @Test
    void writesNothingDownUnlessItLogs() throws Exception {
        run(KiroStandIn.version("2.28.0").install(folder), "--version");
        assertFalse(Files.exists(folder.resolve(KiroStandIn.LOG)));
        assertFalse(Files.exists(folder.resolve(KiroStandIn.PROCESSES)));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void printsTheSameWithoutAJvm() throws Exception {
        LocalDate reset = LocalDate.of(2030, 1, 1);
        Path slow = KiroStandIn.version("2.11.0").resetOn(reset).install(folder.resolve("slow"));
        KiroStandIn.main(new String[] {folder.resolve("it's instant").toString()});
        Path instant = folder.resolve("it's instant").resolve("kiro-cli");
        assertTrue(Files.readString(instant).contains("printf"));
        for (String[] command : new String[][] {
            {"--version"}, {"whoami"}, {"chat", "--no-interactive", "--agent-engine", "v1", "/usage"}
        }) {
            assertEquals(run(slow, command).text(), run(instant, command).text());
        }
    }

    @Test
    void knowsBehavioursByName() {
        assertEquals(Behaviour.TOKEN_EXPIRED_ONCE, Behaviour.named("token-expired-once"));
        assertEquals(Behaviour.NONE, Behaviour.named(""));
        assertThrows(IllegalArgumentException.class, () -> Behaviour.named("nap"));
    }
}
