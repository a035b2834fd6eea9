package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code usage --max-age}: runs share their answers through a real store. */
class MaxAgeTest {

    @TempDir
    Path folder;

    private final FakeUsageProvider provider = new FakeUsageProvider("kiro")
            .thenAnswers(UsageSnapshot.builder("kiro", TestHost.NOW)
                    .primary("Credits", RateWindow.of(25))
                    .plan("KIRO PRO")
                    .build());

    @Test
    void takesTheAnswerOfAnEarlierRun() {
        TestHost first = new TestHost(provider).store(folder);
        assertEquals(0, first.run("usage", "--max-age", "60"), first.err());
        TestHost second = new TestHost(provider).store(folder);
        assertEquals(0, second.run("usage", "--max-age", "60"));
        assertEquals(first.out(), second.out());
        assertTrue(second.out().contains("25%") && second.out().contains("KIRO PRO"), second.out());
        assertEquals(1, provider.requests().size());
    }

    @Test
    void asksAnewWithoutAFolderToShareIn() {
        for (int run = 0; run < 2; run++) {
            TestHost host = new TestHost(provider).withoutStore();
            assertEquals(0, host.run("usage", "--max-age", "60"), host.err());
            assertTrue(host.out().contains("25%"), host.out());
        }
        assertEquals(2, provider.requests().size());
    }

    @Test
    void showsHowOldTheAnswerIs() {
        new TestHost(provider).store(folder).run("usage", "--max-age", "600");
        TestHost later =
                new TestHost(provider).store(folder).clock(Clock.fixed(TestHost.NOW.plusSeconds(95), ZoneOffset.UTC));
        assertEquals(0, later.run("usage", "--max-age", "600"));
        assertTrue(later.out().contains("\n  measured 2m ago\n"), later.out());
        assertEquals(1, provider.requests().size());
    }

    @Test
    void takesTheFailureOfAnEarlierRun() {
        FakeUsageProvider failing = new FakeUsageProvider("kiro")
                .thenFails(new UsageException(UsageException.Reason.UNAVAILABLE, "No network.", "Check it."));
        assertSharesItsFailure(failing, "No network.");
    }

    /** A status bar would else ask a broken provider at each of its polls. */
    @Test
    void takesTheFaultOfAnEarlierRun() {
        FakeUsageProvider broken = new FakeUsageProvider("kiro").thenBreaks(new IllegalStateException("a bug"));
        String message = assertSharesItsFailure(broken, "IllegalStateException: a bug");
        assertTrue(message.contains(FakeUsageProvider.class.getName()), message);
    }

    private String assertSharesItsFailure(FakeUsageProvider failing, String words) {
        TestHost first = new TestHost(failing).store(folder);
        assertEquals(1, first.run("usage", "--max-age", "60"));
        TestHost second = new TestHost(failing).store(folder);
        assertEquals(1, second.run("usage", "--max-age", "60"));
        assertTrue(first.err().contains(words) || first.out().contains(words), first.err() + first.out());
        assertEquals(first.out() + first.err(), second.out() + second.err());
        assertEquals(1, failing.requests().size());
        TestHost later =
                new TestHost(failing).store(folder).clock(Clock.fixed(TestHost.NOW.plusSeconds(60), ZoneOffset.UTC));
        later.run("usage", "--max-age", "60");
        assertEquals(2, failing.requests().size());
        return first.out() + first.err();
    }

    @Test
    void asksAndStoresNothingWithoutTheOption() {
        new TestHost(provider).store(folder.resolve("store")).run("usage");
        new TestHost(provider).store(folder.resolve("store")).run("usage");
        assertEquals(2, provider.requests().size());
        assertFalse(Files.exists(folder.resolve("store")));
    }

    @Test
    void reportsWhatCouldNotBeLoadedAsEver() {
        TestHost host = new TestHost(provider, new FakeUsageProvider("kiro")).store(folder);
        host.run("usage", "--max-age", "60");
        assertTrue(host.err().contains("could not be loaded"), host.err());
    }

    @Test
    void isNotForWatching() {
        TestHost host = new TestHost(provider).store(folder);
        assertEquals(64, host.run("usage", "--watch", "--max-age", "60"));
        assertEquals(List.of(), provider.requests());
    }

    @Test
    void rejectsTextThatIsNotOneSnapshot() {
        JsonSnapshotCodec codec = new JsonSnapshotCodec();
        for (String text : List.of("", "{}", "[]", "[{}]", "no JSON")) {
            assertThrows(IllegalArgumentException.class, () -> codec.read(text), text);
        }
    }
}
