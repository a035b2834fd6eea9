package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.provider.claude.ClaudeUsageProvider;
import dev.codexbar.provider.codex.CodexUsageProvider;
import dev.codexbar.provider.copilot.CopilotUsageProvider;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import dev.codexbar.pty.PosixPipeSpawner;
import dev.codexbar.pty.TerminalSpawner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The providers of this command and those in jars of others.
 *
 * @param environment the environment variables, which may name folders with jars
 */
record InstalledProviders(Map<String, String> environment) implements ProviderSource {

    private static final String ALONE_PROPERTY = "codexbar.providers.alone";

    /**
     * The option of the JVM that says what {@link #areAlone()} found out: to look for services at each start, the JVM
     * opens every jar, which takes a tenth of it.
     */
    static final String ALONE = "-D" + ALONE_PROPERTY + "=yes";

    private static final List<String> IDS = List.of("claude", "codex", "copilot", "kiro");

    @Override
    public UsageProviders all() {
        boolean isAlone = "yes".equals(System.getProperty(ALONE_PROPERTY));
        return (isAlone ? own() : UsageProviders.load()).with(ProviderJars.load(environment));
    }

    /** Whether the class path declares no other provider and no other spawner than those of this command. */
    static boolean areAlone() {
        return types(UsageProvider.class)
                        .equals(own().all().stream().map(Object::getClass).collect(Collectors.toSet()))
                && types(ProcessSpawner.class).equals(Set.of(TerminalSpawner.class, PosixPipeSpawner.class));
    }

    private static Set<Class<?>> types(Class<?> service) {
        return ServiceLoader.load(service).stream()
                .map(ServiceLoader.Provider::type)
                .collect(Collectors.toSet());
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
        // Kiro needs a terminal, and so JNA, with which programs with pipes cost a third of their usual start.
        PosixPipeSpawner pipes = ids.contains("kiro") ? PosixPipeSpawner.eager() : new PosixPipeSpawner();
        ProcessRunner runner = ProcessRunners.of(new TerminalSpawner(), pipes);
        List<UsageProvider> providers = new ArrayList<>();
        // An id may be given twice, but a registry takes the second for a conflict.
        for (String id : new LinkedHashSet<>(ids)) {
            providers.add(provider(id, runner).orElseThrow());
        }
        return UsageProviders.of(providers.toArray(new UsageProvider[0]));
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
