package dev.codexbar.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system knows of processes. */
public final class Processes {

    private Processes() {}

    /**
     * Returns whether a process runs. A zombie has exited, even if its new parent has not reaped it yet.
     *
     * @param pid the number of the process
     * @return {@code false} if there is none, or a zombie
     */
    public static boolean isAlive(long pid) {
        Path status = Path.of("/proc/" + pid + "/stat");
        try {
            if (Files.exists(status) && Files.readString(status).matches("(?s).*\\) [ZX] .*")) {
                return false;
            }
        } catch (IOException gone) {
            return false;
        }
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
