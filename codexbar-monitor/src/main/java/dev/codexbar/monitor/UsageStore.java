package dev.codexbar.monitor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what was last learned about each provider, for a later run and for the other processes of the same user. With
 * it, all of them together make one fetch. Thread-safe.
 *
 * <p>A store never stands between a person and an answer: if it fails, the provider is asked as if there were none.
 *
 * @see FileUsageStore
 * @since 0.1.0
 */
public interface UsageStore {

    /**
     * Returns what is kept. Short, because callers wait for it.
     *
     * @return the entries, one at most for each provider, in any order; what cannot be read is left out
     * @throws IOException if nothing can be read
     */
    List<StoredUsage> load() throws IOException;

    /**
     * Keeps an entry in place of the one of the same provider.
     *
     * @param entry the entry
     * @throws IOException if it cannot be kept
     */
    void save(StoredUsage entry) throws IOException;

    /**
     * Tries to become the only one, among all threads of all processes, that asks a provider. Does not wait.
     *
     * @param providerId the id of the provider
     * @return the lock, or empty if another one has it
     * @throws IOException if there is no telling
     */
    Optional<Lock> tryLock(String providerId) throws IOException;

    /**
     * The right to ask a provider.
     *
     * @since 0.1.0
     */
    interface Lock extends AutoCloseable {

        /** Gives the right back. */
        @Override
        void close();
    }
}
