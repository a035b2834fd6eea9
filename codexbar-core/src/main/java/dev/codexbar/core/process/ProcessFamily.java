package dev.codexbar.core.process;

import java.util.List;

/**
 * A program and all that it started, as far as these processes can be found. Signals go through {@link ProcessHandle},
 * which compares start times and so never hits an unrelated process that reused a pid; that is why there is no
 * {@code kill} of a whole process group.
 */
abstract sealed class ProcessFamily permits LinuxFamily, DescendantFamily {

    static ProcessFamily of(SpawnedProcess leader, String mark) {
        return OperatingSystem.LINUX && LinuxFamily.isAvailable()
                ? new LinuxFamily(leader.pid(), leader.leadsGroup(), mark)
                : new DescendantFamily(leader);
    }

    /**
     * Looks, if it is time to, for processes that could not be found after the exit of their parent. Called by the
     * driving thread while the program runs.
     *
     * @return when to look next, if that is before the other time
     */
    long watch(long latestByteAt, long now, long otherwise) {
        return otherwise;
    }

    /** Returns the processes that are running now, the program itself included. */
    abstract List<ProcessHandle> living();

    /** Whether more processes may be found without any being started, because a search is under way. */
    boolean isSearching() {
        return false;
    }

    /** Sends TERM to all. */
    final void terminate() {
        for (ProcessHandle process : living()) {
            process.destroy();
        }
    }

    /** Sends KILL to all; returns whether the family {@linkplain #isGone() was gone} before. */
    final boolean kill() {
        List<ProcessHandle> living = living();
        for (ProcessHandle process : living) {
            process.destroyForcibly();
        }
        return living.isEmpty() && !isSearching();
    }

    /** Whether no process is running, and none can be found any more. */
    final boolean isGone() {
        return living().isEmpty() && !isSearching();
    }
}
