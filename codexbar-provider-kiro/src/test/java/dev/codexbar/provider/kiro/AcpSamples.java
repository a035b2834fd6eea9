package dev.codexbar.provider.kiro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Frames of real versions, and whole dialogues: everything that an agent prints until it has sent the usage. */
final class AcpSamples {

    /** Engine v2: the usage is asked for in a session. */
    private static final String V2 = """
            2026-11-22 INFO starting
            {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1}}
            {"jsonrpc":"2.0","method":"session/update","params":{"update":"ready"}}
            {"jsonrpc":"2.0","id":2,"result":{"sessionId":"s-1"}}
            {"jsonrpc":"2.0","id":3,"result":%s}
            """;

    /** Engine v3: its first frames are captured, requests with ids that collide included. */
    private static final String V3 = """
            %s
            {"jsonrpc":"2.0","id":1,"method":"_kiro/terminal/shell_type","params":{"sessionId":"s-1"}}
            {"jsonrpc":"2.0","id":2,"result":%s}
            """;

    private AcpSamples() {}

    static List<byte[]> v2() {
        return dialogues(result -> V2.formatted(result));
    }

    static List<byte[]> v3() {
        return dialogues(
                result -> V3.formatted(text("v3/initialize-2.16.2.jsonl").strip(), result));
    }

    private static List<byte[]> dialogues(UnaryOperator<String> around) {
        List<byte[]> dialogues = new ArrayList<>();
        for (String result : List.of(
                "usage-free.json",
                "usage-pro-bonus-addon.json",
                "usage-admin-managed.json",
                "usage-failed.json",
                "v3/getusage-managed.json",
                "v3/getusage-auth-failed.json")) {
            String json = text(result).replace("\n", "");
            dialogues.add(around.apply(json).getBytes(StandardCharsets.UTF_8));
        }
        return dialogues;
    }

    /** Returns the lines of a file. */
    static Stream<String> lines(String name) {
        return text(name).lines();
    }

    static String text(String name) {
        String path = "acp/" + name;
        try (InputStream file = Objects.requireNonNull(AcpSamples.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
