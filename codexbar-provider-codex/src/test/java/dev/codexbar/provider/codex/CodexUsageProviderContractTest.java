package dev.codexbar.provider.codex;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.testkit.UsageProviderContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class CodexUsageProviderContractTest extends UsageProviderContract {

    @TempDir
    Path folder;

    @Override
    protected UsageProvider provider() {
        return install().provider().build();
    }

    @Override
    protected Optional<UsageProvider> providerThatIsNotInstalled() {
        return Optional.of(
                CodexUsageProvider.builder().executable(folder.resolve("codex")).build());
    }

    @Override
    protected Optional<UsageProvider> providerThatHangs() {
        return Optional.of(install().set("silent", "initialize").provider().build());
    }

    @Override
    protected Optional<UsageProvider> providerWithUnknownUsage() {
        return Optional.of(install().replying("win-none-null").provider().build());
    }

    @Override
    protected List<UsageProvider> providersThatFail() {
        return List.of(
                install().replying("auth-none").provider().build(),
                install().replying("own-error-decode-no-usage").provider().build(),
                install().replying("version-0.115.0-api-key").provider().build(),
                install()
                        .set("stderr", "ada@example.com")
                        .set("exit", "1")
                        .provider()
                        .build(),
                install().set("version", "0.42.0").provider().build());
    }

    @Override
    protected List<String> privateTexts() {
        return List.of("acct-invented-1", "user-invented-1");
    }

    /** A program that reads the end of its input is given two seconds, because a signal may cost the login. */
    @Override
    protected Duration grace() {
        return Duration.ofSeconds(4);
    }

    private FakeCodex install() {
        return FakeCodex.install(folder, "0.171.0");
    }
}
