package dev.codexbar.cli;

import dev.codexbar.transcript.KiroStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Shell scripts that answer as the tools of all providers do, at once and with invented figures. A quick start is
 * trained on them, because training must not ask the tools with the person's account.
 */
final class ToolStandIns {

    private static final String CODEX = """
            #!/bin/sh
            [ "$1" = --version ] && { echo "codex-cli 0.171.0"; exit 0; }
            while read -r line; do
              case $line in
                *'"id":1'*) echo '{"id":1,"result":{"userAgent":"codexbar-java/0.171.0 (x; x) x"}}' ;;
                *'"id":2'*) echo '{"id":2,"result":{"rateLimits":{"limitId":"codex","planType":"plus","primary":\
            {"usedPercent":12,"windowDurationMins":300,"resetsAt":1893456000},"secondary":{"usedPercent":30,\
            "windowDurationMins":10080,"resetsAt":1893456000}}}}' ;;
                *'"id":3'*) echo '{"id":3,"result":{"account":{"type":"chatgpt","email":"person@example.com",\
            "planType":"plus"},"requiresOpenaiAuth":true}}' ;;
              esac
            done
            """;

    private static final String CLAUDE = """
            #!/bin/sh
            while read -r line; do
              id=${line#*'"request_id":"'}
              id=${id%%'"'*}
              case $line in
                *initialize*) answer='{"account":{"email":"person@example.com","subscriptionType":"Claude Max"},\
            "claude_code_version":"2.1.332"}' ;;
                *) answer='{"subscription_type":"max","rate_limits_available":true,"rate_limits":{"five_hour":\
            {"utilization":37.5,"resets_at":"2030-01-01T00:00:00Z"},"seven_day":{"utilization":62,"resets_at":\
            "2030-01-01T00:00:00Z"}}}' ;;
              esac
              echo '{"type":"control_response","response":{"subtype":"success","request_id":"'"$id"'","response":'"$answer"'}}'
            done
            """;

    private static final String GH = """
            #!/bin/sh
            echo '{"login":"person","copilot_plan":"individual","quota_reset_date_utc":"2030-01-01T00:00:00Z",\
            "quota_snapshots":{"premium_interactions":{"entitlement":300,"remaining":150,"quota_remaining":150,\
            "percent_remaining":50,"unlimited":false}}}'
            """;

    private ToolStandIns() {}

    /**
     * Writes the scripts.
     *
     * @param folder where to, created if it does not exist
     * @return the variables with which the providers find the scripts, and nothing of the person's
     */
    static Map<String, String> install(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "KIRO_CLI_PATH",
                KiroStandIn.version("2.11.0")
                        .resetOn(LocalDate.of(2030, 1, 1))
                        .instant()
                        .install(folder)
                        .toString());
        environment.put("CODEX_CLI_PATH", script(folder.resolve("codex"), CODEX));
        environment.put("CODEX_HOME", folder.toString());
        environment.put("CLAUDE_CLI_PATH", script(folder.resolve("claude"), CLAUDE));
        environment.put("GH_PATH", script(folder.resolve("gh"), GH));
        // Neither what the person switched off nor providers from their jars.
        environment.put("CODEXBAR_CONFIG", folder.resolve("none.json").toString());
        environment.put(ProviderJars.VARIABLE, "");
        // Nor the answers that their status bars share.
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
        return environment;
    }

    private static String script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return file.toString();
    }
}
