package dev.codexbar.provider.codex;

import dev.codexbar.core.ProviderProgram;
import dev.codexbar.core.UsageException;
import dev.codexbar.provider.support.ToolEnvironment;
import dev.codexbar.provider.support.ToolLocator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds {@code codex}. Looks anew each time, so that a program installed meanwhile is found. */
final class CodexLocator {

    /** The folders are those into which installers put it without PATH knowing them; nvm has one for each Node.js. */
    static final ProviderProgram PROGRAM = ProviderProgram.of(
            "codex",
            "CODEX_CLI_PATH",
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
            "~/Applications/Codex.app/Contents/Resources",
            "~/.nvm/versions/node/*/bin");

    private final ToolLocator locator;

    CodexLocator(@Nullable Path configured, ToolEnvironment environment) {
        this.locator = new ToolLocator(PROGRAM, configured, environment);
    }

    /**
     * Returns the program.
     *
     * @throws UsageException if it is not installed
     */
    Path locate() throws UsageException {
        return locator.find().orElseThrow(() -> CodexFailures.TOOL.notInstalled(locator.whatIsMissing()));
    }
}
