package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.provider.kiro.report.AcpError;
import dev.codexbar.provider.support.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@code kiro-cli acp} for the usage: {@code initialize}, {@code session/new}, then the usage command of the
 * engine that answers. No prompt is ever sent, so no model is reached.
 *
 * <p>Messages are JSON-RPC, one a line. Lines that are no messages, notifications and answers to other questions are
 * passed over; requests of the agent are turned down, because this client offers nothing.
 */
final class AcpDialogue implements ProcessDialogue {

    /** Longer lines are passed over; an answer has a few kilobytes. */
    static final int LINE_LIMIT = 1 << 20;

    /** An agent that keeps asking gets no more answers, so that it cannot make this client write for ever. */
    static final int REQUEST_LIMIT = 100;

    private static final int ID_LIMIT = 256;

    static final String ACCOUNT_METHOD = "_kiro/account/getUsage";

    private enum Stage {
        START,
        INITIALIZE,
        SESSION,
        ACCOUNT,
        COMMAND,
        OVER
    }

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder replies = new StringBuilder();
    private String workingDirectory = "";
    private boolean lineTooLong;
    private Stage stage = Stage.START;
    private int pendingId;
    private int requests;
    private boolean spoke;
    private boolean knowsAccountMethod;
    private @Nullable String sessionId;
    private @Nullable JsonValue result;
    private @Nullable AcpError fault;

    /** Sets where the session is opened, before the run starts. */
    void openIn(Path directory) {
        workingDirectory = directory.toString();
    }

    @Override
    public byte[] reply(byte[] output) {
        if (stage == Stage.START) {
            ask(
                    Stage.INITIALIZE,
                    "initialize",
                    "{\"protocolVersion\":1,\"clientCapabilities\":{\"fs\":{\"readTextFile\":false,"
                            + "\"writeTextFile\":false},\"terminal\":false},"
                            // The version of this dialogue, not of the library.
                            + "\"clientInfo\":{\"name\":\"codexbar-java\",\"version\":\"1\"}}");
        }
        for (byte next : output) {
            if (next == '\n') {
                endLine();
            } else if (line.size() < LINE_LIMIT) {
                line.write(next);
            } else {
                lineTooLong = true;
            }
        }
        byte[] bytes = replies.toString().getBytes(StandardCharsets.UTF_8);
        replies.setLength(0);
        return bytes;
    }

    @Override
    public boolean isComplete() {
        return stage == Stage.OVER;
    }

    /** Returns the answer to the question for the usage. */
    Optional<JsonValue> result() {
        return Optional.ofNullable(result);
    }

    /** Returns why the agent did not answer. */
    Optional<AcpError> fault() {
        return Optional.ofNullable(fault);
    }

    /** Tells whether the program has said anything in this protocol. */
    boolean spoke() {
        return spoke;
    }

    private void endLine() {
        byte[] text = line.toByteArray();
        boolean whole = !lineTooLong;
        line.reset();
        lineTooLong = false;
        if (whole && stage != Stage.OVER && looksLikeObject(text)) {
            try {
                take(JsonValue.read(text));
            } catch (IOException noJson) {
                // A line of a log.
            }
        }
    }

    private static boolean looksLikeObject(byte[] text) {
        for (byte next : text) {
            if (next != ' ' && next != '\t' && next != '\r') {
                return next == '{';
            }
        }
        return false;
    }

    private void take(JsonValue message) {
        boolean ours = isAnswer(message.get("id"));
        spoke |= ours || message.get("jsonrpc").text().isPresent();
        JsonValue error = message.get("error");
        if (message.has("method")) {
            turnDown(message.get("id"));
        } else if (ours && !error.isNull()) {
            takeFault(faultOf(error));
        } else if (ours) {
            takeResult(message.get("result"));
        }
    }

    private boolean isAnswer(JsonValue id) {
        String pending = Integer.toString(pendingId);
        return id.scalar().filter(pending::equals).isPresent()
                || id.text().filter(pending::equals).isPresent();
    }

    private void turnDown(JsonValue id) {
        Optional<String> scalar = id.scalar().filter(text -> text.length() <= ID_LIMIT);
        if (scalar.isPresent() && requests++ < REQUEST_LIMIT) {
            send("\"id\":" + scalar.get() + ",\"error\":{\"code\":" + AcpError.METHOD_NOT_FOUND
                    + ",\"message\":\"Method not found\"}");
        }
    }

    private void takeResult(JsonValue answer) {
        switch (stage) {
            case INITIALIZE -> {
                knowsAccountMethod = offersAccountMethod(answer);
                ask(
                        Stage.SESSION,
                        "session/new",
                        "{\"cwd\":" + JsonValue.quoted(workingDirectory) + ",\"mcpServers\":[]}");
            }
            case SESSION -> {
                // Engine v3 may open a session without naming it.
                sessionId = answer.get("sessionId").text().orElse(null);
                askForUsage();
            }
            default -> {
                result = answer;
                stage = Stage.OVER;
            }
        }
    }

    private void takeFault(AcpError found) {
        boolean signedOut = found.code() == AcpError.AUTHENTICATION_REQUIRED;
        if (stage == Stage.SESSION && knowsAccountMethod && !signedOut) {
            // The account is asked without a session.
            askForUsage();
        } else if (stage == Stage.ACCOUNT && found.code() == AcpError.METHOD_NOT_FOUND && sessionId != null) {
            askForCommand(sessionId);
        } else {
            over(found);
        }
    }

    private void askForUsage() {
        if (knowsAccountMethod) {
            ask(Stage.ACCOUNT, ACCOUNT_METHOD, "{}");
        } else if (sessionId != null) {
            askForCommand(sessionId);
        } else {
            over(new AcpError(0, "kiro-cli acp opened a session without an id"));
        }
    }

    private void askForCommand(String session) {
        // The command as an object: as a text, or without arguments, it is refused or never answered.
        ask(
                Stage.COMMAND,
                "_kiro.dev/commands/execute",
                "{\"sessionId\":" + JsonValue.quoted(session) + ",\"command\":{\"command\":\"usage\",\"args\":{}}}");
    }

    private void over(AcpError found) {
        fault = found;
        stage = Stage.OVER;
    }

    private static boolean offersAccountMethod(JsonValue answer) {
        JsonValue methods =
                answer.get("agentCapabilities").get("_meta").get("kiro").get("extensionMethods");
        return methods.has(ACCOUNT_METHOD)
                || methods.elements().stream()
                        .anyMatch(method ->
                                method.text().filter(ACCOUNT_METHOD::equals).isPresent());
    }

    private static AcpError faultOf(JsonValue error) {
        // A code beyond the range of int is none that is known here; the cast keeps it away from those that are.
        int code = (int) error.get("code").number().orElse(0);
        StringBuilder words =
                new StringBuilder(error.get("message").text().or(error::text).orElse(""));
        error.get("data")
                .text()
                .ifPresent(more -> words.append(words.isEmpty() ? "" : ": ").append(more));
        return new AcpError(code, words.toString());
    }

    private void ask(Stage next, String method, String parameters) {
        stage = next;
        pendingId++;
        send("\"id\":" + pendingId + ",\"method\":\"" + method + "\",\"params\":" + parameters);
    }

    private void send(String members) {
        replies.append("{\"jsonrpc\":\"2.0\",").append(members).append("}\n");
    }
}
