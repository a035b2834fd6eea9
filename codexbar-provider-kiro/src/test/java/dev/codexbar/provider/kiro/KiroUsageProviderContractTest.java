package dev.codexbar.provider.kiro;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.testkit.UsageProviderContract;
import dev.codexbar.transcript.KiroStandIn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class KiroUsageProviderContractTest extends UsageProviderContract {

    @TempDir
    Path folder;

    @Override
    protected UsageProvider provider() {
        return install("2.11.0").provider().build();
    }

    @Override
    protected Optional<UsageProvider> providerThatIsNotInstalled() {
        return Optional.of(KiroUsageProvider.builder()
                .executable(folder.resolve("kiro-cli"))
                .build());
    }

    @Override
    protected Optional<UsageProvider> providerThatHangs() {
        return Optional.of(install("2.11.0")
                .behaving("hang")
                .withWhoami(KiroStandIn.WhoamiBehaviour.STUBBORN)
                .provider()
                .build());
    }

    @Override
    protected Optional<UsageProvider> providerWithUnknownUsage() {
        return Optional.of(install("3.1.0").behaving("acp-managed").provider().build());
    }

    @Override
    protected List<UsageProvider> providersThatFail() {
        return List.of(
                install("2.11.0").behaving("logged-out").provider().build(),
                install("1.23.0").behaving("crash").provider().build(),
                install("1.23.0").behaving("silent").provider().build(),
                install("2.11.0").behaving("throttled").provider().build());
    }

    private FakeKiroCli install(String version) {
        return FakeKiroCli.install(folder, version);
    }
}
