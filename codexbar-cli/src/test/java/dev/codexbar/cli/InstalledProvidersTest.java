package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        assertTrue(InstalledProviders.areAlone());
        assertEquals(
                UsageProviders.load().descriptors(), InstalledProviders.own().descriptors());
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
