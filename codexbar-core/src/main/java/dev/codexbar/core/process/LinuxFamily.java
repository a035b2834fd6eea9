package dev.codexbar.core.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The family of a program on Linux, from {@code /proc}: the members of the session and of the process group of the
 * program, and every process that carries the mark of the run in its environment. The first are found even if they have
 * cleaned their environment, the second even if they have left the session.
 */
final class LinuxFamily extends ProcessFamily {

    /** More than the system allows for an environment by default. */
    private static final int ENVIRONMENT_LIMIT = 8 << 20;

    /** Up to this many pids are probed one by one; beyond it, {@code /proc} is listed. */
    private static final int MOST_PROBES = 16;

    /** {@code lxcfs} puts a file of its own over this one, and that knows the newest pid some seconds late. */
    private static final boolean IS_LOADAVG_EMULATED = new String(
                    read("/proc/self/mountinfo", ENVIRONMENT_LIMIT), StandardCharsets.ISO_8859_1)
            .contains(" /proc/loadavg ");

    private final long leader;
    private final boolean leadsGroup;
    private final byte[] mark;

    /**
     * Makes the family of one run.
     *
     * @param leader the pid of the program
     * @param leadsGroup whether its process group and session are its own
     * @param mark what the environment of its descendants holds
     */
    LinuxFamily(long leader, boolean leadsGroup, String mark) {
        this.leader = leader;
        this.leadsGroup = leadsGroup;
        this.mark = mark.getBytes(StandardCharsets.UTF_8);
    }

    static boolean isAvailable() {
        return new File("/proc/self/stat").exists();
    }

    /**
     * {@inheritDoc} Pids rise, so those of descendants lie between that of the program and the newest, unless the
     * numbering has wrapped around meanwhile.
     */
    @Override
    List<ProcessHandle> living() {
        long newest = newestPid();
        return newest >= leader && newest - leader < MOST_PROBES ? probe(newest) : scan();
    }

    /** The usual case, and quicker than listing all processes of the machine. */
    private List<ProcessHandle> probe(long newest) {
        List<ProcessHandle> living = new ArrayList<>();
        for (long id = leader; id <= newest; id++) {
            // Threads have ids of the same numbering; most of these are threads of this JVM that serve the run.
            if (!new File("/proc/self/task/" + id).exists() && belongs(id, true)) {
                ProcessHandle.of(id).ifPresent(living::add);
            }
        }
        return living;
    }

    private List<ProcessHandle> scan() {
        String[] names = new File("/proc").list();
        // Read after the list, or a process that starts in between would be neither in the list nor in the range.
        long newest = newestPid();
        boolean inOrder = newest >= leader;
        List<ProcessHandle> living = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            long id = number(name);
            boolean possible = id > 0 && (!inOrder || (id >= leader && id <= newest));
            if (possible && belongs(id, inOrder)) {
                ProcessHandle.of(id).ifPresent(living::add);
            }
        }
        return living;
    }

    /** @param inOrder whether pids have risen since the start of the program, without wrapping around */
    private boolean belongs(long id, boolean inOrder) {
        // "PID (NAME) STATE PARENT GROUP SESSION …", and the name may hold anything.
        String stat = new String(read("/proc/" + id + "/stat", 4096), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 5);
        if (fields.length < 5 || fields[0].equals("Z") || fields[0].equals("X")) {
            // Gone, or a zombie, which only waits to be reaped.
            return false;
        }
        if (leadsGroup) {
            long session = number(fields[3]);
            if (number(fields[2]) == leader || session == leader) {
                return true;
            }
            if (inOrder && session < leader) {
                // A descendant is in the session of the program or in one that is newer.
                return false;
            }
        }
        return contains(read("/proc/" + id + "/environ", ENVIRONMENT_LIMIT), mark);
    }

    /** Returns the pid that was given away last: the last field of "0.20 0.18 0.12 1/80 11206"; 0 if unknown. */
    private static long newestPid() {
        if (IS_LOADAVG_EMULATED) {
            return 0;
        }
        String load = new String(read("/proc/loadavg", 256), StandardCharsets.US_ASCII).strip();
        return number(load.substring(load.lastIndexOf(' ') + 1));
    }

    /** Returns the value of decimal digits; -1 for anything else. */
    private static long number(String digits) {
        if (digits.isEmpty() || !Character.isDigit(digits.charAt(0))) {
            return -1;
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static byte[] read(String file, int limit) {
        if (!new File(file).exists()) {
            // Most processes are gone, and an exception takes longer.
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
