package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of the real programs is tested by {@link CodexBarTest}. */
@Timeout(60)
class RecordCommandTest {

    @TempDir
    Path folder;

    private static FakeUsageProvider failing(String id, UsageException.Reason reason, String message) {
        return new FakeUsageProvider(id)
                .thenFails(new UsageException(reason, message, "Sign in on build-7.example.com."));
    }

    private String report(TestHost host, int code, String... args) throws IOException {
        Path recordings = folder.resolve("recordings");
        String[] line = Stream.concat(Stream.of("record", "--out", recordings.toString()), Stream.of(args))
                .toArray(String[]::new);
        assertEquals(code, host.run(line), host.err());
        assertTrue(host.out().contains(recordings.resolve("report.txt").toString()), host.out());
        return Files.readString(recordings.resolve("report.txt"));
    }

    @Test
    void saysWhatHappenedEvenIfNothingWasPrinted() throws IOException {
        TestHost host = new TestHost(
                failing("zed", UsageException.Reason.NOT_LOGGED_IN, "Not signed in: me@example.com is unknown."));
        String report = report(host, 1);
        assertTrue(report.startsWith("CodexBar:    0."), report);
        assertTrue(report.contains("System:"), report);
        assertTrue(report.contains("Failed:      NOT_LOGGED_IN, Not signed in: ***@*** is unknown."), report);
        assertTrue(report.contains("Recorded:    nothing; this provider starts its programs itself"), report);
        assertEquals("codexbar: zed: Not signed in: ***@*** is unknown.\n", host.err());
    }

    @Test
    void recordsTheProvidersThatAreNamed() throws IOException {
        FakeUsageProvider one = new FakeUsageProvider("one");
        FakeUsageProvider two = new FakeUsageProvider("two");
        FakeUsageProvider three = new FakeUsageProvider("three");
        String report = report(new TestHost(one, two, three), 0, "--provider", "TWO", "three");
        assertTrue(report.contains("Provider:    two") && report.contains("Provider:    three"), report);
        assertFalse(report.contains("Provider:    one"), report);
        assertEquals(List.of(), one.requests());
    }

    @Test
    void isNoFailureOfToolsThatAreNotThereBesideOneThatIs() throws IOException {
        FakeUsageProvider there = new FakeUsageProvider("there")
                .thenAnswers(UsageSnapshot.builder("there", TestHost.NOW)
                        .primary("Credits", RateWindow.of(1))
                        .build());
        report(new TestHost(failing("gone", UsageException.Reason.NOT_INSTALLED, "Not found."), there), 0);
    }

    @Test
    void masksTheNameOfTheMachine() throws IOException {
        TestHost host = new TestHost(failing("zed", UsageException.Reason.FAILED, "No route to build-7."))
                .environment("HOSTNAME", "build-7");
        assertFalse(report(host, 1).contains("build-7"));
    }

    @Test
    void saysWhichProviderThereIsNot() {
        TestHost host = new TestHost(new FakeUsageProvider("zed"));
        assertEquals(64, host.run("record", "-p", "zet"));
        assertTrue(host.err().contains("Did you mean zed?"), host.err());
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        TestHost host = new TestHost(new FakeUsageProvider("zed"));
        assertEquals(1, host.run("record", "--out", file.resolve("deeper").toString()));
        assertTrue(host.err().contains("report.txt cannot be written."), host.err());
    }
}
