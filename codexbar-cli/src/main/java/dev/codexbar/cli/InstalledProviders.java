package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.provider.claude.ClaudeUsageProvider;
import dev.codexbar.provider.codex.CodexUsageProvider;
import dev.codexbar.provider.copilot.CopilotUsageProvider;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The providers of this command and those in jars of others.
 *
 * @param environment the environment variables, which may name folders with jars
 */
record InstalledProviders(Map<String, String> environment) implements ProviderSource {

    @Override
    public UsageProviders all() {
        return ProviderJars.load(environment);
    }

    @Override
    public List<String> problems() {
        return ProviderJars.problems(environment);
    }

    /** A status bar asks one provider every minute, and looking for services in every jar takes a tenth of that. */
    @Override
    public Optional<UsageProviders> some(List<String> ids) {
        // An id may be given twice, but a registry takes the second for a conflict.
        List<String> distinct = List.copyOf(new LinkedHashSet<>(ids));
        UsageProvider[] providers = new UsageProvider[distinct.size()];
        for (int i = 0; i < providers.length; i++) {
            UsageProvider provider = ofCommand(distinct.get(i));
            if (provider == null) {
                return Optional.empty();
            }
            providers[i] = provider;
        }
        return Optional.of(UsageProviders.of(providers));
    }

    /** A provider of this command: its id is taken first, whatever jars hold. */
    private static @Nullable UsageProvider ofCommand(String id) {
        return switch (id) {
            case "claude" -> new ClaudeUsageProvider();
            case "codex" -> new CodexUsageProvider();
            case "copilot" -> new CopilotUsageProvider();
            case "kiro" -> new KiroUsageProvider();
            default -> null;
        };
    }

    /** The same providers, for recordings: each runs its programs with a given runner. */
    static Optional<UsageProvider> recordable(String id, ProcessRunner runner) {
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
