package com.example.acmelimits;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.testkit.FakeProcessRunner;
import dev.codexbar.testkit.FakeProgram;
import dev.codexbar.testkit.MutableClock;
import dev.codexbar.testkit.UsageProviderContract;
import dev.codexbar.transcript.Replay;
import dev.codexbar.transcript.ReplayCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class AcmeLimitsProviderContractTest extends UsageProviderContract {

    @TempDir
    private Path home;

    /** A real file, so that rule 13 counts real descriptors. */
    @Override
    protected UsageProvider provider() throws IOException {
        Path file = Files.writeString(home.resolve("limits"), "session 37.5 % until 2099-11-26T15:00:00Z\n");
        return new AcmeLimitsProvider(file, "acme", new FakeProcessRunner(), Clock.systemUTC());
    }

    /** A real program, so that rule 6 sees whether it dies. */
    @Override
    protected Optional<UsageProvider> providerThatHangs() throws IOException {
        Path acme = ReplayCli.builder("acme").on(Replay.hangs(), "limits").install(home);
        return Optional.of(withoutFile(ProcessRunners.pipes(), acme.toString()));
    }

    @Override
    protected Optional<UsageProvider> providerThatIsNotInstalled() {
        return Optional.of(fake(FakeProgram.cannotStart(ProcessStartException.Reason.NOT_FOUND)));
    }

    @Override
    protected Optional<UsageProvider> providerWithUnknownUsage() {
        return Optional.of(fake(FakeProgram.prints("session ? % until 2099-11-26T15:00:00Z\n")));
    }

    @Override
    protected List<UsageProvider> providersThatFail() {
        return List.of(
                fake(FakeProgram.prints("ada@example.org is not signed in\n").thenExits(1)),
                fake(FakeProgram.cannotStart(ProcessStartException.Reason.NOT_EXECUTABLE)),
                fake(FakeProgram.fails(new IOException("ada@example.org"))));
    }

    private UsageProvider fake(FakeProgram program) {
        return withoutFile(new FakeProcessRunner().on(program, "acme", "limits"), "acme");
    }

    private UsageProvider withoutFile(ProcessRunner runner, String executable) {
        return new AcmeLimitsProvider(
                home.resolve("none"), executable, runner, MutableClock.at("2026-11-26T12:00:00Z"));
    }
}
