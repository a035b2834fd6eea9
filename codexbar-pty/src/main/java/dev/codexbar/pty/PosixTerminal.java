package dev.codexbar.pty;

import java.io.IOException;

/** A program in a terminal that {@link PosixSpawner} started. */
final class PosixTerminal extends TerminalProcess {

    private final PosixChild child;

    PosixTerminal(PosixChild child, PosixEnd terminal) {
        super(terminal);
        this.child = child;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public int waitFor() throws InterruptedException {
        return child.waitFor();
    }

    @Override
    public void kill() {
        child.kill();
    }

    @Override
    public void close() throws IOException {
        try {
            child.close();
        } finally {
            super.close();
        }
    }
}
