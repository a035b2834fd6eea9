package dev.codexbar.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageJsonException;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.FileUsageStore;
import dev.codexbar.monitor.SharedUsageProvider;
import dev.codexbar.monitor.SnapshotCodec;
import dev.codexbar.testkit.FakeUsageProvider;
import dev.codexbar.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitor's store and the JSON of codexbar-json, which know nothing of each other, work together. */
class SharedStoreTest {

    /** What a host writes to share answers as JSON. */
    private static final class JsonCodec implements SnapshotCodec {

        @Override
        public String write(UsageSnapshot snapshot) {
            return UsageJson.compact().write(List.of(UsageReport.of(UsageResult.of(snapshot))));
        }

        @Override
        public UsageSnapshot read(String text) {
            try {
                return UsageJson.read(text).get(0).snapshot().orElseThrow(IllegalArgumentException::new);
            } catch (UsageJsonException | IndexOutOfBoundsException unreadable) {
                throw new IllegalArgumentException("not a snapshot", unreadable);
            }
        }
    }

    @TempDir
    Path folder;

    @Test
    void aSnapshotComesBackEqualThroughTheStore() throws Exception {
        MutableClock clock = MutableClock.at("2026-01-31T10:15:30Z");
        UsageSnapshot snapshot = UsageSnapshot.builder("acme", clock.instant())
                .primary(
                        "Credits",
                        RateWindow.builder(42.5)
                                .resetsAt(clock.instant().plusSeconds(86400))
                                .period(Duration.ofDays(30))
                                .amount(new RateWindow.Amount(425, 1000, "credits"))
                                .build())
                .window("bonus", "Bonus", RateWindow.of(7))
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .build())
                .plan("ACME PRO")
                .toolVersion("2.11.0")
                .build();
        FakeUsageProvider fake = new FakeUsageProvider(ProviderDescriptor.builder("acme", "Acme")
                        .windowTitle("primary", "Credits")
                        .build())
                .thenAnswers(snapshot);
        FileUsageStore store = FileUsageStore.in(folder, new JsonCodec());
        UsageProvider shared = SharedUsageProvider.of(fake, store, Duration.ofMinutes(1), clock);
        shared.fetch(FetchRequest.defaults());

        assertEquals(snapshot, shared.fetch(FetchRequest.defaults()));
        assertEquals(1, fake.requests().size());
    }
}
