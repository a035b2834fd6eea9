package com.example.acmelimits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeProcessRunner;
import dev.codexbar.testkit.FakeProgram;
import dev.codexbar.testkit.MutableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeLimitsProviderTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path home;

    private UsageSnapshot fetch(Duration age, String text, FakeProgram program) throws Exception {
        Path file = home.resolve("limits");
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
        var runner = new FakeProcessRunner().on(program, "acme", "limits");
        return new AcmeLimitsProvider(file, "acme", runner, MutableClock.at(NOW)).fetch(FetchRequest.defaults());
    }

    private static FakeProgram program() {
        return FakeProgram.prints("session 50 % until 2026-11-26T15:00:00Z\n");
    }

    @Test
    void readsTheFileWhileItIsNew() throws Exception {
        UsageSnapshot snapshot =
                fetch(Duration.ofMinutes(9), "session 37.5 % until 2026-11-26T15:00:00Z\n", program());

        assertEquals(Optional.of("file"), snapshot.strategy());
        assertEquals(37.5, snapshot.primary().orElseThrow().usedPercent());
        assertEquals(NOW.minus(Duration.ofMinutes(9)), snapshot.updatedAt());
    }

    @Test
    void asksTheToolIfTheFileIsOld() throws Exception {
        UsageSnapshot snapshot =
                fetch(Duration.ofMinutes(11), "session 37.5 % until 2026-11-26T15:00:00Z\n", program());

        assertEquals(Optional.of("cli"), snapshot.strategy());
        assertEquals(50, snapshot.primary().orElseThrow().usedPercent());
        assertEquals("file", snapshot.attempts().get(0).strategy());
    }

    @Test
    void asksTheToolIfTheFileIsFromBeforeTheReset() throws Exception {
        UsageSnapshot snapshot = fetch(Duration.ofMinutes(2), "session 99 % until 2026-11-26T11:59:00Z\n", program());

        assertEquals(50, snapshot.primary().orElseThrow().usedPercent());
    }

    @Test
    void tellsThePace() throws Exception {
        UsageSnapshot snapshot =
                fetch(Duration.ZERO, "session 50 % until 2026-11-26T15:00:00Z\n", FakeProgram.prints(""));

        // Two of five hours are over.
        UsagePace pace = UsagePace.of(snapshot.primary().orElseThrow(), NOW).orElseThrow();
        assertEquals(40, pace.expectedPercent(), 0.001);
        assertEquals(10, pace.deltaPercent(), 0.001);
    }

    @Test
    void refusesWhatIsNoAnswer() {
        assertThrows(
                UsageException.class,
                () -> fetch(Duration.ZERO, "", FakeProgram.prints("session 50 % until 2026-13-99T15:00:00Z\n")));
    }
}
