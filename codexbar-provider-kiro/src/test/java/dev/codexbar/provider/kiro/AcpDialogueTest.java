package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.provider.kiro.report.AcpError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcpDialogueTest {

    private static final String EXTENSIONS =
            "{\"agentCapabilities\":{\"_meta\":{\"kiro\":{\"extensionMethods\":[\"_kiro/account/getUsage\"]}}}}";

    private final AcpDialogue dialogue = new AcpDialogue();

    @BeforeEach
    void open() {
        dialogue.openIn(Path.of("/tmp/a \"folder\""));
    }

    private String say(String text) {
        return new String(dialogue.reply(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private String answer(int id, String result) {
        return say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}\n");
    }

    private String refuse(int id, int code, String message) {
        return say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}\n");
    }

    @Test
    void asksTheCommandOfEngineV1AndV2() {
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":1,"
                        + "\"clientCapabilities\":{\"fs\":{\"readTextFile\":false,\"writeTextFile\":false},"
                        + "\"terminal\":false},\"clientInfo\":{\"name\":\"codexbar-java\",\"version\":\"1\"}}}\n",
                say(""));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session/new\",\"params\":"
                        + "{\"cwd\":\"/tmp/a \\\"folder\\\"\",\"mcpServers\":[]}}\n",
                answer(1, "{\"protocolVersion\":1}"));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"_kiro.dev/commands/execute\",\"params\":"
                        + "{\"sessionId\":\"s-1\",\"command\":{\"command\":\"usage\",\"args\":{}}}}\n",
                answer(2, "{\"sessionId\":\"s-1\"}"));
        assertFalse(dialogue.isComplete());
        assertEquals("", answer(3, "{\"success\":true,\"data\":null}"));
        assertTrue(dialogue.isComplete());
        assertTrue(dialogue.result().orElseThrow().has("data"));
    }

    @Test
    void asksTheAccountOfEngineV3EvenWithoutASession() {
        say("");
        answer(1, EXTENSIONS);
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"_kiro/account/getUsage\",\"params\":{}}\n",
                answer(2, "{}"));
        answer(3, "{\"success\":true}");
        assertTrue(dialogue.isComplete());
    }

    @Test
    void asksTheAccountOfEngineV3IfNoSessionCanBeOpened() {
        say("");
        answer(1, EXTENSIONS);
        assertTrue(refuse(2, -32603, "no").contains("getUsage"));
    }

    @Test
    void fallsBackToTheCommandIfTheAccountMethodIsNotThereAfterAll() {
        say("");
        answer(1, EXTENSIONS);
        answer(2, "{\"sessionId\":\"s\"}");
        assertTrue(refuse(3, -32601, "Method not found").contains("_kiro.dev/commands/execute"));
    }

    @Test
    void tellsThatNobodyIsSignedInAtOnce() {
        say("");
        answer(1, EXTENSIONS);
        assertEquals("", refuse(2, -32000, "Authentication required"));
        assertTrue(dialogue.isComplete());
        assertEquals(
                new AcpError(-32000, "Authentication required"),
                dialogue.fault().orElseThrow());
    }

    @Test
    void endsIfThereIsNeitherASessionNorAnAccountMethod() {
        say("");
        answer(1, "{}");
        answer(2, "{}");
        assertTrue(dialogue.isComplete());
        assertTrue(dialogue.fault().isPresent());
    }

    @Test
    void passesOverLogLinesNotificationsAndStrangeAnswers() {
        say("");
        String noise = """
                INFO starting {1}

                {"level":"error","error":"x"}
                {broken
                [1,2]
                {"jsonrpc":"2.0","method":"session/update","params":{}}
                {"jsonrpc":"2.0","id":77,"result":{"sessionId":"not ours"}}
                {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}
                """;
        assertEquals("", say(noise));
        assertFalse(dialogue.isComplete());
        assertTrue(answer(1, "{}").contains("session/new"));
    }

    @Test
    void takesAnswersByIdEvenIfItIsText() {
        say("");
        assertTrue(say("{\"id\":\"1\",\"result\":{}}\r\n").contains("session/new"));
    }

    @Test
    void turnsRequestsOfTheAgentDown() {
        say("");
        assertEquals("""
                {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}
                {"jsonrpc":"2.0","id":"a\\nb","error":{"code":-32601,"message":"Method not found"}}
                """, say("""
                        {"jsonrpc":"2.0","id":1,"method":"fs/read_text_file","params":{}}
                        {"jsonrpc":"2.0","id":"a\\nb","method":"session/request_permission"}
                        """));
    }

    @Test
    void answersNoMoreRequestsThanItHasTo() {
        say("");
        String requests = "{\"id\":9,\"method\":\"terminal/create\"}\n".repeat(10_000);
        assertEquals(AcpDialogue.REQUEST_LIMIT, say(requests).lines().count());
        assertEquals("", say("{\"id\":\"" + "x".repeat(5000) + "\",\"method\":\"terminal/create\"}\n"));
    }

    @Test
    void takesPiecesCutAnywhere() {
        String whole = """
                {"id":1,"result":{"name":"Schlüssel"}}
                {"id":2,"result":{"sessionId":"ü"}}
                {"id":3,"result":{"success":true,"data":null}}
                """;
        say("");
        for (byte next : whole.getBytes(StandardCharsets.UTF_8)) {
            dialogue.reply(new byte[] {next});
        }
        assertTrue(dialogue.isComplete());
    }

    @Test
    void passesOverLinesThatAreTooLongOrTooDeep() {
        say("");
        say("{\"id\":1,\"result\":\"" + "x".repeat(AcpDialogue.LINE_LIMIT) + "\"}\n");
        say("{\"id\":1,\"result\":" + "[".repeat(1000) + "]".repeat(1000) + "}\n");
        assertFalse(dialogue.isComplete());
        assertTrue(answer(1, "{}").contains("session/new"));
    }

    @Test
    void noticesWhetherTheProgramSpeaksTheProtocol() {
        say("");
        say("error: unrecognized subcommand 'acp'\n");
        assertFalse(dialogue.spoke());
        say("{\"jsonrpc\":\"2.0\",\"method\":\"hello\"}\n");
        assertTrue(dialogue.spoke());
    }

    @Test
    void keepsTheDetailsOfAnError() {
        say("");
        say("{\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\",\"data\":\"Token expired\"}}\n");
        assertEquals(
                new AcpError(-32603, "Internal error: Token expired"),
                dialogue.fault().orElseThrow());
    }

    @Test
    void neverPrompts() {
        String said = say("") + answer(1, EXTENSIONS) + answer(2, "{\"sessionId\":\"s\"}") + refuse(3, -32601, "?");
        assertFalse(said.contains("prompt"));
    }
}
