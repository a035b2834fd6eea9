package dev.codexbar.pty;

import com.sun.jna.Platform;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A program in a terminal, which leads its session except on Windows, where there are none. */
abstract class TerminalProcess implements SpawnedProcess {

    private final TerminalEnd terminal;

    TerminalProcess(TerminalEnd terminal) {
        this.terminal = terminal;
    }

    @Override
    public final boolean leadsGroup() {
        return !Platform.isWindows();
    }

    @Override
    public final InputStream output() {
        return terminal.screen();
    }

    @Override
    public final Optional<InputStream> error() {
        return Optional.empty();
    }

    @Override
    public final OutputStream input() {
        return terminal.keyboard();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
