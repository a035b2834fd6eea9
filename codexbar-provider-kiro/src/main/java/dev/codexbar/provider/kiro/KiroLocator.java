package dev.codexbar.provider.kiro;

import dev.codexbar.core.ProviderProgram;
import dev.codexbar.core.UsageException;
import dev.codexbar.provider.support.ToolEnvironment;
import dev.codexbar.provider.support.ToolLocator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds {@code kiro-cli}. Looks anew each time, so that a program installed meanwhile is found. */
final class KiroLocator {

    /** The folders are those into which installers put it without PATH knowing them. */
    static final ProviderProgram PROGRAM = ProviderProgram.of(
            "kiro-cli",
            "KIRO_CLI_PATH",
            "~/.local/bin",
            "/opt/homebrew/bin",
            "/usr/local/bin",
            "/home/linuxbrew/.linuxbrew/bin",
            "/Applications/Kiro CLI.app/Contents/MacOS",
            "~/Applications/Kiro CLI.app/Contents/MacOS");

    private final ToolLocator locator;

    KiroLocator(@Nullable Path configured, ToolEnvironment environment) {
        this.locator = new ToolLocator(PROGRAM, configured, environment);
    }

    /**
     * Returns the program.
     *
     * @throws UsageException if it is not installed
     */
    Path locate() throws UsageException {
        return locator.find().orElseThrow(() -> KiroFailures.notInstalled(locator.whatIsMissing()));
    }
}
