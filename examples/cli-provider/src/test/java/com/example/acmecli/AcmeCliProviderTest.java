package com.example.acmecli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeProcessRunner;
import dev.codexbar.testkit.FakeProgram;
import dev.codexbar.transcript.Transcript;
import dev.codexbar.transcript.Transcripts;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcmeCliProviderTest {

    static List<Transcript> transcripts() throws IOException {
        return Transcripts.in(AcmeCliProviderTest.class, "transcripts");
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void readsThePlanOfEveryTranscript(Transcript transcript) throws Exception {
        assertEquals(Optional.of(transcript.name().equals("pro") ? "Pro" : "Enterprise"), fetch(transcript).plan());
    }

    @Test
    void readsTheCredits() throws Exception {
        UsageSnapshot snapshot = fetch(Transcripts.load(AcmeCliProviderTest.class, "transcripts/pro.txt"));

        RateWindow window = snapshot.primary().orElseThrow();
        assertEquals(25, window.usedPercent());
        assertEquals(Optional.of(Instant.parse("2026-12-01T00:00:00Z")), window.resetsAt());
    }

    private static UsageSnapshot fetch(Transcript transcript) throws Exception {
        FakeProcessRunner runner = new FakeProcessRunner().on(FakeProgram.replays(transcript), "acme", "usage");
        return new AcmeCliProvider(runner, "acme").fetch(FetchRequest.defaults());
    }
}
