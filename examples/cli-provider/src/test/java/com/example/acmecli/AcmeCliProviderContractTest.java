package com.example.acmecli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.testkit.FakeProcessRunner;
import dev.codexbar.testkit.FakeProgram;
import dev.codexbar.transcript.Replay;
import dev.codexbar.transcript.ReplayCli;
import dev.codexbar.transcript.Transcripts;
import dev.codexbar.testkit.UsageProviderContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class AcmeCliProviderContractTest extends UsageProviderContract {

    @TempDir
    private Path bin;

    /** A real program, so that rule 13 counts real processes. */
    @Override
    protected UsageProvider provider() throws IOException {
        return real(Replay.of(Transcripts.load(AcmeCliProviderContractTest.class, "transcripts/pro.txt")));
    }

    /** A real program, so that rule 6 sees whether it dies. */
    @Override
    protected Optional<UsageProvider> providerThatHangs() throws IOException {
        return Optional.of(real(Replay.hangs()));
    }

    @Override
    protected Optional<UsageProvider> providerThatIsNotInstalled() {
        return Optional.of(fake(FakeProgram.cannotStart(ProcessStartException.Reason.NOT_FOUND)));
    }

    @Override
    protected Optional<UsageProvider> providerWithUnknownUsage() throws IOException {
        return Optional.of(fake(FakeProgram.replays(
                Transcripts.load(AcmeCliProviderContractTest.class, "transcripts/managed.txt"))));
    }

    @Override
    protected List<UsageProvider> providersThatFail() {
        return List.of(
                fake(FakeProgram.prints("ada@example.org is not signed in\n").thenExits(1)),
                fake(FakeProgram.prints("Plan: Pro\nUsed 1 of 2 credits, resets 2026-99-99\n")),
                fake(FakeProgram.prints("segmentation fault of ada@example.org\n").thenExits(139)),
                fake(FakeProgram.cannotStart(ProcessStartException.Reason.NOT_EXECUTABLE)),
                fake(FakeProgram.fails(new IOException("ada@example.org"))));
    }

    private UsageProvider real(Replay replay) throws IOException {
        Path acme = ReplayCli.builder("acme").on(replay, "usage").install(bin);
        return new AcmeCliProvider(ProcessRunners.pipes(), acme.toString());
    }

    private static UsageProvider fake(FakeProgram program) {
        return new AcmeCliProvider(new FakeProcessRunner().on(program, "acme", "usage"), "acme");
    }
}
