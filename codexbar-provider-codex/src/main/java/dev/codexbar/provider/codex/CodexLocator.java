package dev.codexbar.provider.codex;

import dev.codexbar.core.UsageException;
import dev.codexbar.provider.support.ToolLocator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds {@code codex}. Looks anew each time, so that a program installed meanwhile is found. */
final class CodexLocator {

    static final String NAME = "codex";

    private static final String OVERRIDE = "CODEX_CLI_PATH";

    /** Where installers put the program without PATH knowing it, {@code ~} being the home folder. */
    private static final List<String> PLACES = List.of(
            "~/.local/bin",
            "/opt/homebrew/bin",
            "/usr/local/bin",
            "/home/linuxbrew/.linuxbrew/bin",
            "~/.npm-global/bin",
            "~/.bun/bin",
            "~/.volta/bin",
            "~/.local/share/mise/shims",
            "/Applications/ChatGPT.app/Contents/Resources",
            "/Applications/ChatGPT.app/Contents/Resources/codex-cli/bin",
            "/Applications/Codex.app/Contents/Resources",
            "~/Applications/ChatGPT.app/Contents/Resources",
            "~/Applications/Codex.app/Contents/Resources");

    /** Where nvm keeps a folder for each version of Node.js. */
    private static final Path NVM = Path.of(".nvm", "versions", "node");

    private final @Nullable Path configured;
    private final @Nullable Map<String, String> environment;

    CodexLocator(@Nullable Path configured, @Nullable Map<String, String> environment) {
        this.configured = configured;
        this.environment = environment;
    }

    /**
     * Returns the program.
     *
     * @throws UsageException if it is not installed
     */
    Path locate() throws UsageException {
        ToolLocator usual = locator(PLACES);
        Path found = usual.find().orElse(null);
        if (found != null) {
            return found;
        }
        // Only looked at if all else fails, because it takes reading a folder.
        List<String> folders = nvmFolders();
        return (folders.isEmpty() ? usual : locator(folders))
                .find()
                .orElseThrow(() -> CodexFailures.TOOL.notInstalled(usual.whyMissing()));
    }

    private ToolLocator locator(List<String> places) {
        return new ToolLocator(NAME, OVERRIDE, places, configured, environment);
    }

    private List<String> nvmFolders() {
        Map<String, String> variables = environment == null ? System.getenv() : environment;
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", ""));
        List<Path> versions = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(Path.of(home).resolve(NVM))) {
            entries.forEach(versions::add);
        } catch (IOException notThere) {
            return List.of();
        }
        // The newest version first, as far as names tell.
        versions.sort(Comparator.comparing(Path::toString).reversed());
        return versions.stream()
                .map(version -> version.resolve("bin").toString())
                .toList();
    }
}
