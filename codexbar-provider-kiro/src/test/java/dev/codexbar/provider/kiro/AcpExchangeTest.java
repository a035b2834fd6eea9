package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.provider.kiro.KiroCommands.Command;
import dev.codexbar.provider.kiro.report.AcpError;
import dev.codexbar.provider.support.JsonDialogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcpExchangeTest {

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":1,\"clientCapabilities\":{\"fs\":{\"readTextFile\":false,\"writeTextFile\":false},"
            + "\"terminal\":false},\"clientInfo\":{\"name\":\"codexbar-java\",\"version\":\"1\"}}}\n";

    private static final String ACCOUNT =
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"_kiro/account/getUsage\",\"params\":{}}\n";

    /** An exchange and what it sends. */
    private static final class Client {

        private final Command command;
        private final AcpExchange exchange;
        private final JsonDialogue dialogue;

        Client(Command command) {
            this.command = command;
            exchange = new AcpExchange(command);
            dialogue = exchange.in(Path.of("/tmp/a \"folder\""));
        }

        String reads(String text) {
            return new String(dialogue.reply(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        }

        String answer(int id, String result) {
            return reads("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}\n");
        }

        String error(int id, int code, String words) {
            return reads("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + "," + words + "}}\n");
        }

        KiroFailure failure() {
            assertTrue(dialogue.isComplete());
            return KiroFailures.of(exchange.error().orElseThrow(), command);
        }
    }

    @Nested
    class WithEngineV3 {

        private final Client client = new Client(Command.ACP_V3);

        @Test
        void asksForTheAccountOnceTheAgentIsReady() {
            assertEquals(INITIALIZE, client.reads(""));
            assertEquals(ACCOUNT, client.answer(1, "{\"protocolVersion\":1}"));
            assertFalse(client.dialogue.isComplete());
            assertEquals("", client.answer(2, "{\"success\":true}"));
            assertTrue(client.dialogue.isComplete());
            assertTrue(client.exchange.result().orElseThrow().has("success"));
        }

        /** The ids of the agent are those of the client, and it asks before it answers. */
        @ParameterizedTest
        @ValueSource(strings = {"v3/initialize-2.14.1.jsonl", "v3/initialize-2.16.2.jsonl"})
        void givesNoTokenToAnAgentThatAsksForOne(String start) {
            client.reads("");
            String sent = client.reads(AcpSamples.text(start));
            assertEquals(
                    "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}\n"
                            + ACCOUNT,
                    sent);
        }

        @Test
        void refusesRequestsWhateverTheirIds() {
            client.reads("");
            String sent = client.reads(AcpSamples.text("v3/agent-requests.jsonl"));
            assertEquals(2, sent.lines().count());
            assertTrue(sent.lines().allMatch(line -> line.contains("-32601")), sent);
            assertFalse(client.dialogue.isComplete());
            assertEquals(ACCOUNT, client.answer(1, "{}"));
        }

        @ParameterizedTest
        @MethodSource("dev.codexbar.provider.kiro.AcpExchangeTest#framesOfUnknownMethods")
        void takesAnUnknownMethodForAMissingEngine(String frame) {
            client.reads("");
            client.answer(1, "{}");
            client.reads(frame.replaceFirst("\"id\":\\d+", "\"id\":2") + "\n");
            KiroFailure failure = client.failure();
            assertEquals(Reason.UNSUPPORTED, failure.reason(), failure::message);
            assertEquals(Optional.of(Feature.ACP_ENGINE_V3), failure.missing());
            assertEquals(KiroFailure.Remedy.OTHER_WAY, failure.remedy());
            assertFalse(failure.message().contains("Internal error"), failure::message);
        }

        @Test
        void letsAnotherEngineTryIfTheServiceDoesNotAnswerThisOne() {
            client.reads("");
            client.answer(1, "{}");
            client.error(2, -32603, "\"message\":\"Internal error\",\"data\":{\"details\":\"dispatch failure\"}");
            assertEquals(Reason.UNAVAILABLE, client.failure().reason());
            assertEquals(
                    "Kiro's service did not answer: dispatch failure",
                    client.failure().message());
            assertEquals(KiroFailure.Remedy.OTHER_WAY, client.failure().remedy());
        }
    }

    static Stream<String> framesOfUnknownMethods() {
        return Stream.concat(
                        AcpSamples.lines("v3/errors-2.16.0.jsonl")
                                .map(line -> line.substring(line.indexOf("\"frame\":") + 8, line.length() - 1)),
                        AcpSamples.lines("v3/errors-other.jsonl"))
                .filter(frame -> frame.contains("PersistenceClassification")
                        || frame.contains("Unknown ext method")
                        || frame.contains("Method not found"));
    }

    @Nested
    class WithEngineV2 {

        private final Client client = new Client(Command.ACP_V2);

        @Test
        void runsTheUsageCommandInASession() {
            assertEquals(INITIALIZE, client.reads(""));
            assertEquals(
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session/new\",\"params\":"
                            + "{\"cwd\":\"/tmp/a \\\"folder\\\"\",\"mcpServers\":[]}}\n",
                    client.answer(1, "{\"protocolVersion\":1}"));
            assertEquals(
                    "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"_kiro.dev/commands/execute\",\"params\":"
                            + "{\"sessionId\":\"s-1\",\"command\":{\"command\":\"usage\",\"args\":{}}}}\n",
                    client.answer(2, "{\"sessionId\":\"s-1\"}"));
            assertFalse(client.dialogue.isComplete());
            assertEquals("", client.answer(3, "{\"success\":true,\"data\":null}"));
            assertTrue(client.dialogue.isComplete());
            assertTrue(client.exchange.result().orElseThrow().has("data"));
        }

        @Test
        void endsIfNoSessionIsOpened() {
            client.reads("");
            client.answer(1, "{}");
            assertEquals("", client.answer(2, "{}"));
            assertTrue(client.failure().message().contains("without an id"));
        }

        @Test
        void asksTheServiceAgainWhichOftenHelps() {
            client.reads("");
            client.answer(1, "{}");
            client.answer(2, "{\"sessionId\":\"s\"}");
            client.error(3, -32603, "\"message\":\"dispatch failure\"");
            assertEquals(KiroFailure.Remedy.ASK_AGAIN, client.failure().remedy());
        }
    }

    @ParameterizedTest
    @CsvSource({"ACP_V3, ACP_ENGINE_V3", "ACP_V2, ACP_ENGINE_V2", "ACP,"})
    void tellsWhichFeatureAnUnknownMethodShowsToBeMissing(Command command, @Nullable Feature missing) {
        Client client = new Client(command);
        client.reads("");
        client.error(1, -32601, "\"message\":\"Method not found\"");
        assertEquals(Optional.ofNullable(missing), client.failure().missing());
    }

    @ParameterizedTest
    @CsvSource({"ACP_V3", "ACP_V2", "ACP"})
    void takesARefusedSignInForAMissingLogin(Command command) {
        Client client = new Client(command);
        client.reads("");
        client.error(1, -32000, "\"message\":\"Authentication required\"");
        assertEquals(Reason.NOT_LOGGED_IN, client.failure().reason());
        assertEquals(KiroFailure.Remedy.NONE, client.failure().remedy());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "message":"Internal error","data":{"details":"Token expired"} | Token expired
            "message":"Internal error","data":"Token expired"             | Token expired
            "message":"Internal error: Token expired"                     | Token expired
            "message":"Invalid params","data":{"details":"x is missing"}  | Invalid params: x is missing
            "message":"Internal errors are no shame"                      | Internal errors are no shame
            "message":"Internal error","data":{"details":7}               | ''
            "message":"Internal error."                                   | ''
            """)
    void keepsTheWordsOfAnErrorThatSaySomething(String json, String words) {
        Client client = new Client(Command.ACP);
        client.reads("");
        client.error(1, -32602, json);
        assertEquals(new AcpError(-32602, words), client.exchange.error().orElseThrow());
        assertFalse(client.failure().message().contains("Internal error:"));
        assertFalse(client.failure().message().endsWith("Internal error"));
    }

    @Test
    void knowsAnAnswerThatCannotBeRead() {
        Client client = new Client(Command.ACP_V3);
        client.reads("");
        client.answer(1, "{}");
        client.reads("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"success\":tru\n");
        assertTrue(client.dialogue.isComplete());
        assertTrue(client.exchange.isUnreadable());
    }

    @Test
    void takesAnAnswerWithoutAFinalLineFeed() {
        Client client = new Client(Command.ACP_V3);
        client.reads("");
        client.answer(1, "{}");
        client.reads("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"success\":true}}");
        assertFalse(client.dialogue.isComplete());
        assertTrue(client.exchange.close());
        assertTrue(client.exchange.result().isPresent());
    }

    @Test
    void tellsWhetherTheProgramSentAnyMessage() {
        Client client = new Client(Command.ACP_V3);
        client.reads("error: unrecognized subcommand 'acp'\n");
        assertFalse(client.exchange.close());
    }
}
