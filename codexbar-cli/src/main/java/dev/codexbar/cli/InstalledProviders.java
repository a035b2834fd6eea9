package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.provider.claude.ClaudeUsageProvider;
import dev.codexbar.provider.codex.CodexUsageProvider;
import dev.codexbar.provider.copilot.CopilotUsageProvider;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import dev.codexbar.pty.PosixPipeSpawner;
import dev.codexbar.pty.TerminalSpawner;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The providers of this command and those in jars of others.
 *
 * @param environment the environment variables, which may name folders with jars
 */
record InstalledProviders(Map<String, String> environment) implements ProviderSource {

    private static final List<String> IDS = List.of("claude", "codex", "copilot", "kiro");

    @Override
    public UsageProviders all() {
        // To look for services, the JVM opens every jar, which takes a tenth of a start. In a single jar, as the
        // launcher
        // makes it, there are none but those of this command.
        boolean isAlone = !System.getProperty("java.class.path").contains(File.pathSeparator);
        return (isAlone ? own() : UsageProviders.load()).with(ProviderJars.load(environment));
    }

    /** The providers of this command, without a look for services. */
    static UsageProviders own() {
        return ofCommand(IDS);
    }

    @Override
    public List<String> problems() {
        return ProviderJars.problems(environment);
    }

    /** A status bar asks one provider every minute, and each other one has classes of its own. */
    @Override
    public Optional<UsageProviders> some(List<String> ids) {
        // The ids of this command are taken first, whatever jars hold.
        return IDS.containsAll(ids) ? Optional.of(ofCommand(ids)) : Optional.empty();
    }

    private static UsageProviders ofCommand(List<String> ids) {
        ProcessRunner runner = runner();
        // An id may be given twice, but a registry takes the second for a conflict.
        return UsageProviders.of(ids.stream()
                .distinct()
                .map(id -> provider(id, runner).orElseThrow())
                .toArray(UsageProvider[]::new));
    }

    /**
     * Returns the runner of the command: what {@link ProcessRunners#load()} would find, without a look at every jar.
     */
    static ProcessRunner runner() {
        return ProcessRunners.of(new TerminalSpawner(), new PosixPipeSpawner());
    }

    /** Returns a provider of this command that runs its programs with a given runner. */
    static Optional<UsageProvider> provider(String id, ProcessRunner runner) {
        return switch (id) {
            case "claude" ->
                Optional.of(ClaudeUsageProvider.builder().runner(runner).build());
            case "codex" ->
                Optional.of(CodexUsageProvider.builder().runner(runner).build());
            case "copilot" ->
                Optional.of(CopilotUsageProvider.builder().runner(runner).build());
            case "kiro" ->
                Optional.of(KiroUsageProvider.builder().runner(runner).build());
            default -> Optional.empty();
        };
    }
}
