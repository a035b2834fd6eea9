package dev.codexbar.pty;

import com.sun.jna.Platform;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A program in a terminal, which leads its session except on Windows, where there are none. */
abstract class TerminalProcess implements SpawnedProcess {

    /** Ctrl-D, the EOF character of a terminal in line mode unless the program has set another. */
    private static final byte[] EOT = {4};

    /** Ctrl-Z and the return key, which a console of Windows reads as end of file at the beginning of a line. */
    private static final byte[] WINDOWS_EOF = {0x1A, '\r'};

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
    public final byte[] endOfInput() {
        return Platform.isWindows() ? WINDOWS_EOF.clone() : EOT.clone();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
