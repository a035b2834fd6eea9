package dev.codexbar.provider.codex.report;

import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonRpc;
import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.provider.support.MessageProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code codex app-server} printed in one dialogue, and what it means.
 *
 * <p>The ids in the files are those of the requests: 1 {@code initialize}, 2 {@code account/rateLimits/read}, 3
 * {@code account/read}, 4 the same with {@code refreshToken}, 5 {@code account/rateLimits/read} once more.
 *
 * @param name the name of the files
 * @param lines the lines on standard output
 * @param expected what {@link Rendering} makes of the right answer
 */
record Dialogue(String name, List<String> lines, List<String> expected) {

    private static final Instant NOW = Instant.parse("2026-11-26T13:00:00Z");

    // Read once: a mutation run asks for them thousands of times.
    private static final List<Dialogue> ALL = read();

    static List<Dialogue> all() {
        return ALL;
    }

    private static List<Dialogue> read() {
        try (Stream<Path> files =
                Files.list(Path.of(Dialogue.class.getResource("dialogues").toURI()))) {
            List<Dialogue> all = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString().replace(".jsonl", "");
                all.add(new Dialogue(
                        name, Files.readAllLines(file), Files.readAllLines(file.resolveSibling(name + ".expected"))));
            }
            return List.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> rendered() {
        return rendered(lines);
    }

    /** Reads lines as the provider would, and writes what they mean. */
    static List<String> rendered(List<String> lines) {
        Map<String, JsonReply> replies = new HashMap<>();
        for (String line : lines) {
            reply(line).ifPresent(answer -> replies.putIfAbsent(answer.id(), answer.reply()));
        }
        List<String> rendered = new ArrayList<>();
        CodexReader.version(replies.getOrDefault("1", JsonReply.UNREADABLE))
                .ifPresent(version -> rendered.add("version: " + version));
        JsonReply limits = replies.getOrDefault("5", replies.getOrDefault("2", JsonReply.UNREADABLE));
        CodexAccount account =
                CodexAccount.of(replies.getOrDefault("4", replies.getOrDefault("3", JsonReply.UNREADABLE)));
        CodexAnswer answer = CodexReader.read(limits, account);
        if (answer instanceof CodexUsage usage) {
            UsageSnapshot snapshot = CodexSnapshots.map(usage, account, NOW).build();
            rendered.addAll(Rendering.of(snapshot));
        } else {
            rendered.add("problem: " + answer);
        }
        return rendered;
    }

    private static Optional<MessageProtocol.Answer> reply(String line) {
        try {
            JsonValue message = JsonValue.read(line);
            return message.isObject() && JsonRpc.WITHOUT_VERSION.read(message) instanceof MessageProtocol.Answer answer
                    ? Optional.of(answer)
                    : Optional.empty();
        } catch (IOException logLine) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
