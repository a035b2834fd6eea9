package dev.codexbar.provider.claude;

import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.FakeTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Behaves like one version of Claude Code in one situation. Logs its command line, each request, how it ended, and
 * {@code MODEL} for whatever makes the real program call a model: a version before 2.1.169 that gets past its command
 * line, or a message that is no control request. Like 2.1.332, it leaves a temporary file behind.
 */
final class FakeClaude {

    private static final String NEW_OPTION = "--safe-mode";
    private static final List<String> SILENT = List.of("silent", "ignores-signals");

    private FakeClaude() {}

    static FakeTool install(Path folder) {
        return FakeTool.install(folder, "claude", FakeClaude.class)
                .set("version", "2.1.332")
                .set("answer", "max");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FakeTool.Settings settings = FakeTool.Settings.of(arguments);
        for (String name : new TreeSet<>(System.getenv().keySet())) {
            if (name.startsWith("ANTHROPIC_") || name.startsWith("CLAUDE_") || name.startsWith("DISABLE_")) {
                settings.log("variable " + name);
            }
        }
        if (isBefore(settings.get("version"), "2.1.169")) {
            if (settings.arguments().contains(NEW_OPTION)) {
                System.err.println("error: unknown option '" + NEW_OPTION + "'");
                System.exit(1);
            }
            settings.log("MODEL called at the start");
        }
        leaveProbe(settings);
        switch (settings.behaviour()) {
            case "ignores-signals" -> settings.ignoreSignals();
            case "noise" -> {
                System.out.println("Warning: 3 plugins of ada@example.org are out of date");
                System.out.println("{\"type\":\"system\",\"subtype\":\"ui_invalidate\",\"event\":\"ui.render\"}");
                System.out.println("{\"type\":\"control_request\",\"request_id\":\"h\",\"request\":{\"subtype\":"
                        + "\"hook_callback\"}}");
            }
            case "crashes" -> {
                System.err.println("panic of ada@example.org");
                System.exit(139);
            }
            case "ends" -> System.exit(0);
            case "floods" -> {
                for (long line = 0; line < 1L << 24; line++) {
                    System.out.println("{\"type\":\"system\",\"who\":\"ada@example.org\"}");
                }
            }
            default -> {}
        }
        answer(settings);
        settings.log("input ended");
        if (List.of("stays", "ignores-signals").contains(settings.behaviour())) {
            FakeTool.Settings.hang();
        }
        settings.log("exit 0");
    }

    /** The real one falls back to the folder for temporary files, which a test must not litter. */
    private static void leaveProbe(FakeTool.Settings settings) throws IOException {
        String temporary = System.getenv("CLAUDE_CODE_TMPDIR");
        settings.log("probe in " + (temporary == null ? "the folder of everything" : temporary));
        if (temporary != null) {
            Path folder = Files.createDirectories(Path.of(temporary, "claude-0", "fswatch-probe-GA5uA9"));
            Files.writeString(folder.resolve("probe"), "1");
        }
    }

    private static void answer(FakeTool.Settings settings) throws IOException, InterruptedException {
        Input input = new Input();
        for (String line = input.next(); !line.isEmpty(); line = input.next()) {
            JsonValue message = JsonValue.read(line);
            String type = message.get("type").text().orElse("none");
            String request = message.get("request").get("subtype").text().orElse("none");
            if (type.equals("control_response")) {
                settings.log("refusal "
                        + message.get("response").get("request_id").text().orElse("none"));
                continue;
            }
            settings.log(type.equals("control_request") ? "request " + request : "MODEL called for " + line);
            if (SILENT.contains(settings.behaviour())) {
                continue;
            }
            if (settings.behaviour().equals("slow-service") && request.equals("get_usage")) {
                // So long the real one waits for its service.
                Thread.sleep(5_000);
            }
            if (isBefore(settings.get("version"), "2.1.332")) {
                Thread.sleep(300);
                if (input.hasEnded()) {
                    // These versions then forget what was asked.
                    return;
                }
            }
            reply(settings, message.get("request_id").text().orElse(""), request);
        }
    }

    /** The lines of standard input, read ahead, so that its end is noticed at once. */
    private static final class Input {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private volatile boolean ended;

        Input() {
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException broken) {
                // As good as the end.
            }
            ended = true;
            lines.add("");
        }

        /** Returns the next line, or nothing at the end. */
        String next() throws InterruptedException {
            return lines.take();
        }

        boolean hasEnded() {
            return ended;
        }
    }

    private static void reply(FakeTool.Settings settings, String id, String request) throws IOException {
        boolean usage = request.equals("get_usage");
        if (settings.behaviour().equals("no-account") && !usage) {
            return;
        }
        for (String line : lines(settings.get("answer"))) {
            String place = "\"request_id\": \"" + (usage ? "usage" : "initialize") + "\"";
            if (line.contains(place)) {
                System.out.println(line.replace(place, "\"request_id\": " + JsonValue.quoted(id)));
                System.out.flush();
            }
        }
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream file = FakeClaude.class.getResourceAsStream("report/cases/" + name + ".jsonl")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static boolean isBefore(String version, String other) {
        return Version.parse(version).compareTo(Version.parse(other)) < 0;
    }
}
