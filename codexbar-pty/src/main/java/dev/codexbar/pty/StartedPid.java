package dev.codexbar.pty;

/**
 * The pid of a program that {@link PosixStart} has started, until a {@link PosixChild} owns it. Whatever is thrown in
 * between, the program does not get lost: it is killed and reaped.
 */
final class StartedPid implements AutoCloseable {

    private final int[] pid = new int[1];
    private boolean owned;

    /** Where {@code posix_spawn} writes the pid. */
    int[] target() {
        return pid;
    }

    PosixChild own() {
        PosixChild child = new PosixChild(pid[0]);
        owned = true;
        return child;
    }

    @Override
    public void close() {
        if (pid[0] > 0 && !owned) {
            LibC.kill(pid[0]);
            LibC.reap(pid[0], new byte[LibC.STATUS_SIZE]);
        }
    }
}
