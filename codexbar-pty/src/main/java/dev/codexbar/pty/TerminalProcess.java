package dev.codexbar.pty;

import com.sun.jna.Platform;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A program in a terminal, which leads its session except on Windows, where there are none. */
final class TerminalProcess implements SpawnedProcess {

    private final Process process;
    private final TerminalEnd terminal;
    private final Optional<ProcessHandle> handle;

    TerminalProcess(Process process, TerminalEnd terminal) {
        this.process = process;
        this.terminal = terminal;
        this.handle = ProcessHandle.of(process.pid());
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean leadsGroup() {
        return !Platform.isWindows();
    }

    @Override
    public InputStream output() {
        return terminal.screen();
    }

    @Override
    public Optional<InputStream> error() {
        return Optional.empty();
    }

    @Override
    public OutputStream input() {
        return terminal.keyboard();
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

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
