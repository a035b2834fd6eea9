package dev.codexbar.core.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The family of a program where there is no {@code /proc}: the descendants that were seen while the program ran (an
 * orphan has another parent afterwards), and on Unix the members of the process group, if the program leads one.
 */
final class DescendantFamily extends ProcessFamily {

    /** The back-off between two looks, doubled from the first to the last; output starts it anew. */
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    /** After a scan of all processes that took a time t, the next one is at least this many times t later. */
    private static final int SCAN_BACK_OFF = 20;

    /** Where the search for members of the process group stands. */
    private enum GroupSearch {
        /** Not searched yet. */
        PENDING,
        /** {@code ps} was started and has not answered. */
        RUNNING,
        /** Members were found; once they are dead, the group is searched again. */
        FOUND,
        /** The program leads no group, or its group is empty, so that its id may be reused. */
        OVER
    }

    private final Set<ProcessHandle> known = ConcurrentHashMap.newKeySet();
    private final long group;
    private GroupSearch groupSearch;
    private @Nullable CompletableFuture<List<ProcessHandle>> members;

    // What only the driving thread uses.
    private long scannedAt = System.nanoTime();
    private long pause = FIRST_PAUSE;
    private long scanPause;

    DescendantFamily(SpawnedProcess leader) {
        ProcessHandle.of(leader.pid()).ifPresent(known::add);
        this.group = leader.pid();
        this.groupSearch = OperatingSystem.WINDOWS || !leader.leadsGroup() ? GroupSearch.OVER : GroupSearch.PENDING;
    }

    @Override
    long watch(long latestByteAt, long now, long otherwise) {
        if (latestByteAt - scannedAt > 0) {
            pause = FIRST_PAUSE;
        }
        if (now - dueAt() >= 0) {
            addDescendants();
            scannedAt = System.nanoTime();
            pause = Math.min(2 * pause, LAST_PAUSE);
            scanPause = SCAN_BACK_OFF * (scannedAt - now);
        }
        return dueAt() - otherwise < 0 ? dueAt() : otherwise;
    }

    private long dueAt() {
        return scannedAt + Math.min(Math.max(pause, scanPause), LAST_PAUSE);
    }

    /** Called by the driving thread, and by the thread that shuts the JVM down. */
    @Override
    synchronized List<ProcessHandle> living() {
        addDescendants();
        if (groupSearch == GroupSearch.RUNNING) {
            takeMembers();
        }
        List<ProcessHandle> living = alive();
        if (groupSearch == GroupSearch.PENDING || (groupSearch == GroupSearch.FOUND && living.isEmpty())) {
            groupSearch = GroupSearch.RUNNING;
            members = ProcessGroup.members(group);
        }
        return living;
    }

    private void takeMembers() {
        CompletableFuture<List<ProcessHandle>> answer = members;
        if (answer != null && answer.isDone()) {
            List<ProcessHandle> found = answer.join();
            known.addAll(found);
            groupSearch = found.isEmpty() ? GroupSearch.OVER : GroupSearch.FOUND;
        }
    }

    @Override
    synchronized boolean isSearching() {
        return groupSearch == GroupSearch.RUNNING;
    }

    private void addDescendants() {
        for (ProcessHandle member : alive()) {
            member.descendants().forEach(known::add);
        }
    }

    private List<ProcessHandle> alive() {
        return known.stream().filter(ProcessHandle::isAlive).toList();
    }
}
