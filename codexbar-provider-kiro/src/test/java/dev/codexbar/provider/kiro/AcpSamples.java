package dev.codexbar.provider.kiro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Whole conversations of an agent: everything that it prints until it has told the usage. */
final class AcpSamples {

    private static final String SESSION = """
            2026-11-22 INFO starting
            {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1%s}}
            {"jsonrpc":"2.0","method":"session/update","params":{"update":"ready"}}
            {"jsonrpc":"2.0","id":2,"result":{"sessionId":"s-1"}}
            {"jsonrpc":"2.0","id":3,"result":%s}
            """;

    private static final String EXTENSION =
            ",\"agentCapabilities\":{\"_meta\":{\"kiro\":{\"extensionMethods\":[\"_kiro/account/getUsage\"]}}}";

    private AcpSamples() {}

    static List<byte[]> all() {
        return Stream.of("usage-free", "usage-pro-bonus-addon", "usage-admin-managed", "usage-failed")
                .map(AcpSamples::result)
                .flatMap(result -> Stream.of(SESSION.formatted("", result), SESSION.formatted(EXTENSION, result)))
                .map(session -> session.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String result(String name) {
        String path = "acp/" + name + ".json";
        try (InputStream file = Objects.requireNonNull(AcpSamples.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
