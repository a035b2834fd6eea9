package dev.codexbar.pty;

import java.util.Optional;

/** A program in a terminal that the JDK or pty4j started and waits for. */
final class JavaChild extends TerminalProcess {

    private final Process process;
    private final Optional<ProcessHandle> handle;

    JavaChild(Process process, TerminalEnd terminal) {
        super(terminal);
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
        // Not process.destroy(): that of pty4j signals whoever has the id by now.
        handle.ifPresent(ProcessHandle::destroyForcibly);
    }
}
