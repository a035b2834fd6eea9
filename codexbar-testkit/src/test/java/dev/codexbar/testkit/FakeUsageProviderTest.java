package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeUsageProviderTest {

    private static final UsageSnapshot SNAPSHOT =
            UsageSnapshot.builder("fake", Instant.EPOCH).build();

    private final FakeUsageProvider provider = new FakeUsageProvider("fake");

    @Test
    void answersWithoutBeingToldTo() throws Exception {
        UsageSnapshot snapshot = provider.fetch(FetchRequest.defaults());

        assertEquals("fake", snapshot.providerId());
        assertEquals(RateWindow.of(25), snapshot.primary().orElseThrow());
    }

    @Test
    void givesItsAnswersInOrderAndKeepsTheLast() throws Exception {
        UsageException failure = new UsageException(UsageException.Reason.FAILED, "No.", "Try again.");
        IllegalStateException fault = new IllegalStateException();
        IOException undeclared = new IOException();
        provider.thenFails(failure).thenBreaks(fault).thenBreaks(undeclared).thenAnswers(SNAPSHOT);

        assertSame(failure, assertThrows(UsageException.class, this::fetch));
        assertSame(fault, assertThrows(IllegalStateException.class, this::fetch));
        assertSame(undeclared, assertThrows(IOException.class, this::fetch));
        assertSame(SNAPSHOT, fetch());
        assertSame(SNAPSHOT, fetch());
    }

    @Test
    void hangsUntilItsTimeLimit() {
        provider.thenHangs();

        UsageException failure =
                assertThrows(UsageException.class, () -> provider.fetch(FetchRequest.of(Duration.ofMillis(1))));

        assertEquals(UsageException.Reason.TIMED_OUT, failure.reason());
    }

    @Test
    void endsWhenInterrupted() {
        provider.thenHangs();
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, this::fetch);
    }

    @Test
    void recordsWhatWasAsked() throws Exception {
        FetchRequest request = FetchRequest.of(Duration.ofSeconds(3));
        provider.fetch(request);

        assertEquals(List.of(request), provider.requests());
    }

    private UsageSnapshot fetch() throws UsageException, InterruptedException {
        return provider.fetch(FetchRequest.defaults());
    }
}
