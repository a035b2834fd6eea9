package dev.codexbar.core.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program and all it started, as far as they can be found. Signals go through {@link ProcessHandle}, which compares
 * the time of the start and so never meets a stranger with a reused id; that is why there is no {@code kill} of a whole
 * group.
 */
abstract sealed class ProcessFamily {

    static ProcessFamily of(SpawnedProcess leader, String mark) {
        return OperatingSystem.LINUX && new File("/proc/self/stat").exists()
                ? new ByMark(leader.pid(), leader.leadsGroup(), mark)
                : new ByDescent(leader);
    }

    /** All processes of this user that carry a mark, on Linux. */
    static ProcessFamily markedWith(String mark) {
        return new ByMark(0, false, mark);
    }

    /**
     * Looks around while the program runs, if it is time to, for those who cannot be found later.
     *
     * @return when to look around next, if that is before the other time
     */
    long watch(long latestByteAt, long now, long otherwise) {
        return otherwise;
    }

    /** Those who are alive now, the program itself included. */
    abstract List<ProcessHandle> living();

    /** Asks all to end. */
    void terminate() {
        living().forEach(ProcessHandle::destroy);
    }

    /** Kills all; returns whether there was nobody, and nobody is being looked for. */
    boolean kill() {
        List<ProcessHandle> living = living();
        living.forEach(ProcessHandle::destroyForcibly);
        return living.isEmpty() && !isLooking();
    }

    /** Tells whether nobody is alive, and nobody is being looked for. */
    boolean isGone() {
        return living().isEmpty() && !isLooking();
    }

    /** Tells whether there is an answer to come who else is alive. */
    boolean isLooking() {
        return false;
    }

    /**
     * Linux: whoever belongs to the session or the group of the program, or carries the mark of the run in its
     * environment. The first finds those that have cleaned their environment, the second those that have left the
     * session.
     */
    private static final class ByMark extends ProcessFamily {

        /** More than the system allows for an environment by default. */
        private static final int ENVIRONMENT_LIMIT = 8 << 20;

        /** So many files are read sooner than the list of all processes. */
        private static final int FEW = 16;

        /** Containers may have a file system of their own there, which knows the latest id some seconds late. */
        private static final boolean IS_LOAD_EMULATED = new String(
                        read("/proc/self/mountinfo", ENVIRONMENT_LIMIT), StandardCharsets.ISO_8859_1)
                .contains(" /proc/loadavg ");

        private final long leader;
        private final boolean leadsGroup;
        private final byte[] mark;

        ByMark(long leader, boolean leadsGroup, String mark) {
            this.leader = leader;
            this.leadsGroup = leadsGroup;
            this.mark = mark.getBytes(StandardCharsets.UTF_8);
        }

        /** Ids rise, so what the program started lies between it and the latest, unless they began anew meanwhile. */
        @Override
        List<ProcessHandle> living() {
            List<ProcessHandle> living = new ArrayList<>();
            long latest = latestId();
            if (leader > 0 && latest >= leader && latest - leader < FEW) {
                // As usual: quicker than having all processes of the machine listed. Threads have ids as well, and most
                // of those here are the ones of this JVM that look after the program.
                for (long id = leader; id <= latest; id++) {
                    if (!new File("/proc/self/task/" + id).exists()) {
                        addIfItBelongs(id, false, living);
                    }
                }
                return living;
            }
            String[] names = new File("/proc").list();
            // Asked for after the list, or one that came in between would be in neither.
            latest = latestId();
            boolean anew = latest < leader;
            for (String name : names == null ? new String[0] : names) {
                long id = idOf(name);
                if (id > 0 && (anew || (id >= leader && id <= latest))) {
                    addIfItBelongs(id, anew, living);
                }
            }
            return living;
        }

        private void addIfItBelongs(long id, boolean anew, List<ProcessHandle> living) {
            if (belongs(id, anew)) {
                ProcessHandle.of(id).ifPresent(living::add);
            }
        }

        private boolean belongs(long id, boolean anew) {
            // "ID (NAME) STATE PARENT GROUP SESSION …", and the name may hold anything.
            String stat = new String(read("/proc/" + id + "/stat", 4096), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 5);
            if (fields.length < 5 || fields[0].equals("Z") || fields[0].equals("X")) {
                return false;
            }
            long session = idOf(fields[3]);
            if (leadsGroup && (idOf(fields[2]) == leader || session == leader)) {
                return true;
            }
            if (leadsGroup && !anew && session < leader) {
                // A session can be left for a new one only.
                return false;
            }
            return contains(read("/proc/" + id + "/environ", ENVIRONMENT_LIMIT), mark);
        }

        /** The last field of "0.20 0.18 0.12 1/80 11206" is the process id that was given away last. */
        private static long latestId() {
            if (IS_LOAD_EMULATED) {
                return 0;
            }
            String load = new String(read("/proc/loadavg", 256), StandardCharsets.US_ASCII).strip();
            return idOf(load.substring(load.lastIndexOf(' ') + 1));
        }

        private static long idOf(String digits) {
            if (digits.isEmpty() || !Character.isDigit(digits.charAt(0))) {
                return -1;
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException noId) {
                return -1;
            }
        }

        private static byte[] read(String file, int limit) {
            if (!new File(file).exists()) {
                // Most are gone, and an exception takes longer.
                return new byte[0];
            }
            try (FileInputStream content = new FileInputStream(file)) {
                return content.readNBytes(limit);
            } catch (IOException goneOrForbidden) {
                return new byte[0];
            }
        }

        private static boolean contains(byte[] text, byte[] word) {
            for (int start = 0; start <= text.length - word.length; start++) {
                int same = 0;
                while (same < word.length && text[start + same] == word[same]) {
                    same++;
                }
                if (same == word.length) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Elsewhere: the descendants that were seen while the program ran, because an orphan is nobody's descendant; and on
     * Unix who belongs to the group of the program, if it leads one.
     */
    static final class ByDescent extends ProcessFamily {

        /** The pause between two looks, doubled from the first to the last, and anew when the program speaks. */
        private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

        private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

        /** A look reads the list of all processes; this times as long as it took are none. */
        private static final int REST_FACTOR = 20;

        private final Set<ProcessHandle> known = ConcurrentHashMap.newKeySet();
        private final long group;
        /** Once nobody belongs to the group, its id may become somebody else's. */
        private boolean groupGone;

        /** Asking takes a program of its own: once at the beginning, and again when all who are known are dead. */
        private boolean groupAsked;

        private @Nullable CompletableFuture<List<ProcessHandle>> answer;

        // What only the thread that watches knows.
        private long lookedAt = System.nanoTime();
        private long pause = FIRST_PAUSE;
        private long rest;

        ByDescent(SpawnedProcess leader) {
            ProcessHandle.of(leader.pid()).ifPresent(known::add);
            this.group = leader.pid();
            this.groupGone = OperatingSystem.WINDOWS || !leader.leadsGroup();
        }

        @Override
        long watch(long latestByteAt, long now, long otherwise) {
            if (latestByteAt - lookedAt > 0) {
                pause = FIRST_PAUSE;
            }
            long dueAt = lookedAt + Math.min(Math.max(pause, rest), LAST_PAUSE);
            if (now - dueAt >= 0) {
                addDescendants();
                lookedAt = System.nanoTime();
                pause = Math.min(2 * pause, LAST_PAUSE);
                rest = REST_FACTOR * (lookedAt - now);
                dueAt = lookedAt + Math.min(Math.max(pause, rest), LAST_PAUSE);
            }
            return dueAt - otherwise < 0 ? dueAt : otherwise;
        }

        /** Called by who drives the life of the program, and by a JVM that shuts down. */
        @Override
        synchronized List<ProcessHandle> living() {
            addDescendants();
            if (answer != null && answer.isDone()) {
                List<ProcessHandle> members = answer.join();
                answer = null;
                groupGone = members.isEmpty();
                known.addAll(members);
            }
            List<ProcessHandle> living = alive();
            if (!groupGone && answer == null && (!groupAsked || living.isEmpty())) {
                groupAsked = true;
                answer = ProcessGroup.members(group);
            }
            return living;
        }

        @Override
        synchronized boolean isLooking() {
            return answer != null;
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
}
