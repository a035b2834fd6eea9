package dev.codexbar.provider.copilot;

import dev.codexbar.test.FakeTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Behaves like {@code gh}, the GitHub CLI, in each situation that a provider may meet. Exit codes and messages are
 * those of gh 2.23.0. Logs each command line, and {@code UNEXPECTED} for each but the one question.
 */
final class FakeGh {

    private static final List<String> QUESTION = List.of("api", "/copilot_internal/user");

    private FakeGh() {}

    static FakeTool install(Path folder) {
        return FakeTool.install(folder, "gh", FakeGh.class).set("answer", "pro-plus");
    }

    public static void main(String[] arguments) throws IOException {
        FakeTool.Settings settings = FakeTool.Settings.of(arguments);
        settings.log("prompt disabled " + System.getenv("GH_PROMPT_DISABLED"));
        settings.log("host " + System.getenv("GH_HOST"));
        if (!settings.arguments().equals(QUESTION)) {
            settings.log("UNEXPECTED " + settings.arguments());
        }
        System.exit(run(settings));
    }

    private static int run(FakeTool.Settings settings) throws IOException {
        return switch (settings.behaviour()) {
            case "signed-out" -> {
                System.err.println("To get started with GitHub CLI, please run:  gh auth login");
                System.err.println("Alternatively, populate the GH_TOKEN environment variable with a GitHub API"
                        + " authentication token.");
                yield 4;
            }
            case "offline" -> {
                System.err.println("error connecting to api.github.com");
                System.err.println("check your internet connection or https://githubstatus.com");
                yield 1;
            }
            case "401" -> refuse("{\"message\":\"Bad credentials\"}", "Bad credentials (HTTP 401)");
            case "404" -> refuse("{\"message\":\"Not Found\"}", "Not Found (HTTP 404)");
            case "429" -> refuse("{\"message\":\"API rate limit exceeded\"}", "API rate limit exceeded (HTTP 429)");
            case "500" -> refuse("{}", "HTTP 500");
            case "without-api" -> {
                System.err.println("unknown command \"api\" for \"gh\"");
                yield 1;
            }
            case "prompts" -> {
                System.err.print("? Where do you use GitHub? ");
                settings.log("input " + System.in.read());
                yield 2;
            }
            case "hangs-and-ignores-signals" -> {
                settings.ignoreSignals();
                FakeTool.Settings.hang();
                yield 0;
            }
            case "floods" -> {
                for (long line = 0; line < 1L << 24; line++) {
                    System.out.println("ada@example.org ada@example.org ada@example.org");
                }
                yield 0;
            }
            case "crashes" -> {
                System.err.println("panic: runtime error of ada-example, ada@example.org");
                yield 139;
            }
            default -> {
                System.out.writeBytes(body(settings.get("answer")));
                System.out.flush();
                yield 0;
            }
        };
    }

    private static int refuse(String body, String words) {
        System.out.println(body);
        System.err.println("gh: " + words);
        return 1;
    }

    /** Returns an answer among the test resources. */
    static byte[] body(String name) throws IOException {
        try (InputStream file = FakeGh.class.getResourceAsStream("report/gh/" + name + ".json")) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }
}
