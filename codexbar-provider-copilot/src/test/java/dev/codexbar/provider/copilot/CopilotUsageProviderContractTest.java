package dev.codexbar.provider.copilot;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.test.FakeTool;
import dev.codexbar.testkit.UsageProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class CopilotUsageProviderContractTest extends UsageProviderContract {

    @TempDir
    Path folder;

    @Override
    protected UsageProvider provider() {
        return gh("");
    }

    @Override
    protected Optional<UsageProvider> providerThatIsNotInstalled() {
        return Optional.of(CopilotUsageProvider.builder()
                .gh(folder.resolve("gh"))
                .copilotCli(folder.resolve("copilot"))
                .build());
    }

    @Override
    protected Optional<UsageProvider> providerThatHangs() {
        return Optional.of(gh("hangs-and-ignores-signals"));
    }

    @Override
    protected Optional<UsageProvider> providerWithUnknownUsage() {
        return Optional.of(provider(FakeGh.install(folder).set("answer", "business-billed-by-tokens")));
    }

    @Override
    protected List<UsageProvider> providersThatFail() {
        return Stream.of("signed-out", "offline", "401", "404", "429", "500", "without-api", "floods", "crashes")
                .map(this::gh)
                .toList();
    }

    @Override
    protected List<String> privateTexts() {
        return List.of("ada-example", "ada@example.org");
    }

    private UsageProvider gh(String behaviour) {
        return provider(FakeGh.install(folder).behaving(behaviour));
    }

    private UsageProvider provider(FakeTool gh) {
        return CopilotUsageProvider.builder()
                .gh(gh.executable())
                .copilotCli(folder.resolve("copilot"))
                .temporaryFolder(gh.temporaryFolder())
                .build();
    }
}
