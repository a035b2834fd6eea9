package dev.codexbar.monitor;

import dev.codexbar.core.UsageSnapshot;

/**
 * Writes a snapshot as text and reads it again, for a {@link FileUsageStore}. Thread-safe.
 *
 * @apiNote {@code codexbar-json} has such texts; this interface keeps the monitor free of a JSON library.
 * @since 0.1.0
 */
public interface SnapshotCodec {

    /**
     * Writes a snapshot.
     *
     * @param snapshot the snapshot
     * @return a text from which {@link #read} makes an equal one as far as the format can hold it, with the same
     *     provider, instant, identity and windows
     */
    String write(UsageSnapshot snapshot);

    /**
     * Reads a snapshot.
     *
     * @param text what {@link #write} returned, perhaps in another version of the program
     * @return the snapshot
     * @throws IllegalArgumentException if the text cannot be read; its entry counts as not there
     */
    UsageSnapshot read(String text);
}
