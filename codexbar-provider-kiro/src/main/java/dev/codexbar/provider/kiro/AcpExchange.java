package dev.codexbar.provider.kiro;

import dev.codexbar.provider.kiro.report.AcpError;
import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonRpc;
import dev.codexbar.provider.support.JsonValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one run of {@code kiro-cli acp}, and what came of them. No prompt is ever sent, so no model is
 * reached; no token is ever given, because every request of the agent is refused.
 */
final class AcpExchange {

    /**
     * Tells the usage of the account in engine v3, without a session. No version lists it among its
     * {@code extensionMethods}, so it is asked without looking there.
     */
    static final String ACCOUNT_METHOD = "_kiro/account/getUsage";

    private static final JsonRpc RPC = JsonRpc.STANDARD;

    private static final String INITIALIZE = "{\"protocolVersion\":1,\"clientCapabilities\":{\"fs\":"
            + "{\"readTextFile\":false,\"writeTextFile\":false},\"terminal\":false},"
            // The version of this dialogue, not of the library.
            + "\"clientInfo\":{\"name\":\"codexbar-java\",\"version\":\"1\"}}";

    private final JsonDialogue dialogue = JsonDialogue.lines(RPC, this::open);
    private final boolean withSession;
    private String workingDirectory = "";
    private @Nullable JsonValue result;
    private @Nullable AcpError error;
    private boolean unreadable;

    /** Prepares the questions that go with one of the ACP commands. */
    AcpExchange(KiroCommands.Command command) {
        withSession = command != KiroCommands.Command.ACP_V3;
    }

    /** Returns the dialogue for a program that runs in a directory. */
    JsonDialogue in(Path directory) {
        workingDirectory = directory.toString();
        return dialogue;
    }

    /** Takes what the program printed last, once it has exited. Returns whether it sent any message. */
    boolean close() {
        dialogue.endOfOutput();
        return dialogue.hasReceived();
    }

    /** Returns the answer to the question for the usage. */
    Optional<JsonValue> result() {
        return Optional.ofNullable(result);
    }

    /** Returns the error that one of the questions was answered with. */
    Optional<AcpError> error() {
        return Optional.ofNullable(error);
    }

    /** Tells whether an answer came that cannot be read. */
    boolean isUnreadable() {
        return unreadable;
    }

    private void open(JsonDialogue agent) {
        // Its answer is awaited before anything else is asked: the agent signs in first.
        ask(1, "initialize", INITIALIZE, ready -> {
            if (withSession) {
                String cwd = JsonValue.quoted(workingDirectory);
                ask(2, "session/new", "{\"cwd\":" + cwd + ",\"mcpServers\":[]}", this::askInSession);
            } else {
                ask(2, ACCOUNT_METHOD, "{}", this::keep);
            }
        });
    }

    private void askInSession(JsonValue session) {
        Optional<String> id = session.get("sessionId").text();
        if (id.isEmpty()) {
            error = new AcpError(0, "kiro-cli acp opened a session without an id");
            return;
        }
        // The command as an object: as a text, or without arguments, it is refused or never answered.
        ask(
                3,
                "_kiro.dev/commands/execute",
                "{\"sessionId\":" + JsonValue.quoted(id.get()) + ",\"command\":{\"command\":\"usage\",\"args\":{}}}",
                this::keep);
    }

    private void ask(int id, String method, String parameters, Consumer<JsonValue> onResult) {
        dialogue.ask(RPC.question(id, method, parameters), reply -> take(reply, onResult));
    }

    /** Without a result nothing more is asked, so the dialogue is over. */
    private void take(JsonReply reply, Consumer<JsonValue> onResult) {
        if (reply.result().isPresent()) {
            onResult.accept(reply.result().get());
        } else {
            error = reply.error().map(AcpExchange::errorOf).orElse(null);
            unreadable = !reply.isReadable();
        }
    }

    private void keep(JsonValue usage) {
        result = usage;
    }

    /** What counts is usually in the data; the message is then always "Internal error". */
    private static AcpError errorOf(JsonReply.Failure failure) {
        JsonValue data = failure.data();
        String words = KiroFailures.withoutInternalError(failure.message());
        String details = KiroFailures.withoutInternalError(
                data.get("details").text().or(data::text).orElse(""));
        String separator = words.isEmpty() || details.isEmpty() ? "" : ": ";
        return new AcpError(failure.code(), words + separator + details);
    }
}
