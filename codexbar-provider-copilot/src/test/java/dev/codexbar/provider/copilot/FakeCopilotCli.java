package dev.codexbar.provider.copilot;

import dev.codexbar.provider.support.JsonValue;
import dev.codexbar.test.FakeTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Behaves like the GitHub Copilot CLI with {@code --headless --stdio}: answers JSON-RPC in frames until its input ends.
 * Logs each method, and {@code UNEXPECTED} for each but the harmless one.
 */
final class FakeCopilotCli {

    private static final String QUESTION = "account.getCurrentAuth";

    private FakeCopilotCli() {}

    static FakeTool install(Path folder) {
        return FakeTool.install(folder, "copilot", FakeCopilotCli.class).set("answer", "pro-plus");
    }

    public static void main(String[] arguments) throws IOException {
        FakeTool.Settings settings = FakeTool.Settings.of(arguments);
        switch (settings.behaviour()) {
            case "1.0.20" -> {
                System.err.println("error: unknown option '--disable-client-telemetry'");
                System.exit(1);
            }
            case "hangs" -> FakeTool.Settings.hang();
            case "ends" -> System.exit(0);
            case "floods" -> {
                for (long line = 0; line < 1L << 24; line++) {
                    System.out.println("Updating the CLI of ada@example.org");
                }
            }
            case "talks-first" -> {
                System.out.println("Updating…");
                write("{\"jsonrpc\":\"2.0\",\"method\":\"status\",\"params\":{\"id\":1}}");
                System.out.println("Updated.");
            }
            default -> {}
        }
        for (String message = read(); !message.isEmpty(); message = read()) {
            JsonValue question = JsonValue.read(message.getBytes(StandardCharsets.UTF_8));
            String method = question.get("method").text().orElse("none");
            settings.log("method " + method);
            if (!method.equals(QUESTION)) {
                settings.log("UNEXPECTED " + method);
            }
            write("{\"jsonrpc\":\"2.0\",\"id\":" + question.get("id").scalar().orElse("null") + "," + answer(settings)
                    + "}");
        }
        settings.log("input ended");
    }

    private static String answer(FakeTool.Settings settings) throws IOException {
        return switch (settings.behaviour()) {
            case "1.0.62" -> "\"error\":{\"code\":-32601,\"message\":\"Unhandled method account.getCurrentAuth\"}";
            case "signed-out" -> "\"result\":{}";
            case "401" ->
                "\"result\":{\"authErrors\":[\"Failed to fetch PAT user login (401): GitHub returned: Bad credentials\"]}";
            default ->
                "\"result\":{\"authInfo\":{\"type\":\"user\",\"login\":\"ada-example\",\"copilotUser\":"
                        + new String(FakeGh.body(settings.get("answer")), StandardCharsets.UTF_8) + "}}";
        };
    }

    /** Returns the next message, or nothing at the end of the input. */
    private static String read() throws IOException {
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
        return new String(System.in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static void write(String message) {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        System.out.print("Content-Length: " + body.length + "\r\n\r\n");
        System.out.writeBytes(body);
        System.out.flush();
    }
}
