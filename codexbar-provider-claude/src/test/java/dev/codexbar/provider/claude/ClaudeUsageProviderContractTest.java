package dev.codexbar.provider.claude;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.test.FakeTool;
import dev.codexbar.testkit.UsageProviderContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class ClaudeUsageProviderContractTest extends UsageProviderContract {

    @TempDir
    Path folder;

    @Override
    protected UsageProvider provider() {
        return provider(FakeClaude.install(folder));
    }

    @Override
    protected Optional<UsageProvider> providerThatIsNotInstalled() {
        return Optional.of(ClaudeUsageProvider.builder()
                .executable(folder.resolve("claude"))
                .build());
    }

    @Override
    protected Optional<UsageProvider> providerThatHangs() {
        return Optional.of(provider(FakeClaude.install(folder).behaving("ignores-signals")));
    }

    @Override
    protected Optional<UsageProvider> providerWithUnknownUsage() {
        return Optional.of(provider(FakeClaude.install(folder).set("answer", "bedrock")));
    }

    @Override
    protected List<UsageProvider> providersThatFail() {
        return List.of(
                provider(FakeClaude.install(folder).set("version", "2.0.76")),
                provider(FakeClaude.install(folder).set("answer", "signed-out")),
                provider(FakeClaude.install(folder).set("answer", "service-fails")),
                provider(FakeClaude.install(folder).set("answer", "other-error")),
                provider(FakeClaude.install(folder).behaving("crashes")),
                provider(FakeClaude.install(folder).behaving("floods")));
    }

    /** Claude Code gets time to end by itself, because a kill leaves files of its session behind. */
    @Override
    protected Duration grace() {
        return Duration.ofSeconds(8);
    }

    private static UsageProvider provider(FakeTool claude) {
        return ClaudeUsageProvider.builder()
                .executable(claude.executable())
                .temporaryFolder(claude.temporaryFolder())
                .build();
    }
}
