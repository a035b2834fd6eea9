package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.pty.PosixPipeSpawner;
import dev.codexbar.pty.TerminalSpawner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InstalledProvidersTest {

    private final InstalledProviders installed = new InstalledProviders(Map.of());

    @Test
    void loadsEachOfItsOwnWithoutTheOthers() {
        UsageProviders all = installed.all();
        assertEquals(
                List.of("claude", "codex", "copilot", "kiro"),
                all.descriptors().stream().map(ProviderDescriptor::id).toList());
        for (ProviderDescriptor descriptor : all.descriptors()) {
            UsageProviders one = installed.some(List.of(descriptor.id())).orElseThrow();
            assertEquals(List.of(descriptor), one.descriptors());
            assertEquals(
                    all.find(descriptor.id()).orElseThrow().getClass(),
                    one.all().get(0).getClass());
        }
    }

    @Test
    void namesEveryProviderAndSpawnerOfItsClassPath() {
        // What is named in code is not looked for, so a new one is easily forgotten.
        assertEquals(
                UsageProviders.load().descriptors(), InstalledProviders.own().descriptors());
        assertEquals(
                Set.of(TerminalSpawner.class, PosixPipeSpawner.class),
                ServiceLoader.load(ProcessSpawner.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .collect(Collectors.toSet()));
    }

    @Test
    void loadsAnIdThatIsRepeatedOnce() {
        UsageProviders some = installed.some(List.of("kiro", "codex", "kiro")).orElseThrow();
        assertEquals(
                List.of("codex", "kiro"),
                some.descriptors().stream().map(ProviderDescriptor::id).toList());
        assertEquals(List.of(), some.failures());
    }

    @Test
    void loadsAllIfOneIdIsNotItsOwn() {
        assertEquals(Optional.empty(), installed.some(List.of("kiro", "of-a-jar")));
    }
}
