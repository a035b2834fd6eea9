package dev.codexbar.provider.kiro;

import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;

/** Turns what the Kiro CLI said into a snapshot. Pure: the instant is passed in. */
final class KiroSnapshots {

    private KiroSnapshots() {}

    /**
     * Returns what a usage means.
     *
     * @param usage what the CLI said
     * @param account whose account it is
     * @param updatedAt when the CLI said it
     * @return a builder, to which the provider adds source, version and diagnostics
     */
    static UsageSnapshot.Builder map(KiroUsage usage, KiroAccount account, Instant updatedAt) {
        return UsageSnapshot.builder("kiro", updatedAt);
    }
}
