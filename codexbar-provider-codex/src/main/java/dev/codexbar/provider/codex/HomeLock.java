package dev.codexbar.provider.codex;

import dev.codexbar.core.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one fetch at a time into each home. With an expired token, several at once would each redeem it, one would
 * succeed, and the others would report a login that is not there.
 */
final class HomeLock {

    /** What is done in a home. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws UsageException, InterruptedException;
    }

    /** Static, because all providers of a JVM share the homes. Holds only those that are in use. */
    private static final Map<Path, HomeLock> LOCKS = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock(true);

    /** How many fetches are in the home or wait for it; guarded by the map. */
    private int users;

    private HomeLock() {}

    /**
     * Waits until no other fetch is in a home, then works there.
     *
     * @param home the home
     * @param limit the longest time to wait
     * @param work what to do
     * @throws UsageException if another fetch is still there after that time, or by the work
     */
    static <T> T inside(CodexHome home, Duration limit, Work<T> work) throws UsageException, InterruptedException {
        Path key = home.key();
        HomeLock entry = enlist(key);
        try {
            if (!entry.lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw CodexFailures.anotherFetchRuns();
            }
            try {
                return work.run();
            } finally {
                entry.lock.unlock();
            }
        } finally {
            entry.leave(key);
        }
    }

    private static HomeLock enlist(Path key) {
        synchronized (LOCKS) {
            HomeLock entry = LOCKS.computeIfAbsent(key, path -> new HomeLock());
            entry.users++;
            return entry;
        }
    }

    private void leave(Path key) {
        synchronized (LOCKS) {
            if (--users == 0) {
                LOCKS.remove(key);
            }
        }
    }

    /** Returns how many homes are in use. */
    static int homesInUse() {
        synchronized (LOCKS) {
            return LOCKS.size();
        }
    }
}
