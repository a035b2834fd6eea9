package dev.codexbar.pty;

import com.pty4j.PtyProcess;
import java.util.Optional;

/** A program in a terminal that pty4j started and waits for. */
final class Pty4jChild extends TerminalProcess {

    private final PtyProcess process;
    private final Optional<ProcessHandle> handle;

    Pty4jChild(PtyProcess process) {
        super(new Pty4jEnd(process));
        this.process = process;
        this.handle = ProcessHandle.of(process.pid());
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void kill() {
        // Not process.destroy(), which signals whatever process has the pid by then.
        handle.ifPresent(ProcessHandle::destroyForcibly);
    }
}
